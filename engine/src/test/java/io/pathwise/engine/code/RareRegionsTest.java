package io.pathwise.engine.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.code.CodeBuilder.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rare sides have what nothing else needs, each choice its own. */
class RareRegionsTest {

  private final CodeBuilder code = new CodeBuilder();
  private final Value x = code.input("x");
  private final Value shared = code.op(Op.NEG, x);
  private final Value innerRare = code.op(Op.ADD, code.op(Op.SQRT, x), shared);
  private final Value inner = code.selectRare(code.isNaN(x), innerRare, x);
  private final Value outer = code.selectRare(code.notEqual(x, shared), code.op(Op.ABS, inner), shared);

  @Test
  void rareSidesAreNested() {
    code.output(outer);
    RareRegions regions = regions(0);
    assertThat(operations(regions.always())).containsExactly(Op.NEG, Op.NOT_EQUAL, Op.SELECT_RARE);
    List<Integer> outside = regions.rareSide(regions.always().getLast());
    assertThat(operations(outside)).containsExactly(Op.NOT_EQUAL, Op.SELECT_RARE, Op.ABS);
    assertThat(operations(regions.rareSide(outside.get(1)))).containsExactly(Op.SQRT, Op.ADD);
    assertThat(regions.needed().boxed().toList()).isEqualTo(IntStream.range(0, code.build().size()).boxed().toList());
  }

  /** The inner choice is an output too, so the outer one's rare side has only what is done with it. */
  @Test
  void whatAnotherOutputNeedsIsAlwaysThere() {
    code.output(outer);
    code.output(inner);
    assertThat(operations(regions(0, 1).always())).containsExactly(Op.NEG, Op.NOT_EQUAL, Op.SELECT_RARE,
        Op.NOT_EQUAL, Op.SELECT_RARE);
    RareRegions ofInner = regions(1);
    assertThat(operations(ofInner.always())).containsExactly(Op.NOT_EQUAL, Op.SELECT_RARE);
    assertThat(operations(ofInner.rareSide(ofInner.always().getLast()))).containsExactly(Op.NEG, Op.SQRT, Op.ADD);
  }

  private RareRegions regions(Integer... outputs) {
    return new RareRegions(code.build(), List.of(outputs));
  }

  private List<Op> operations(List<Integer> instructions) {
    return instructions.stream().map(i -> code.build().instructions().get(i).op()).toList();
  }
}
