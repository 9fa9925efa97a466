package io.pathwise.engine.code;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What only the rare sides of {@link Op#SELECT_RARE} need, apart from what is always needed. So code that branches can
 * jump over a rare side that nobody takes. Regions are nested: a choice within a rare side has a region of its own.
 */
public final class RareRegions {

  /** The region around all others. */
  private static final int ALWAYS = -1;

  private final Code code;
  private final boolean[] needed;
  /** For every needed instruction the innermost choice on whose rare side alone it is needed, or {@link #ALWAYS}. */
  private final int[] region;
  private final List<Integer> always = new ArrayList<>();
  private final List<List<Integer>> rare;

  /**
   * The regions of a code.
   *
   * @param outputs
   *          which outputs are wanted, by number; only what they need is in a region
   */
  public RareRegions(Code code, Collection<Integer> outputs) {
    this.code = code;
    this.needed = new boolean[code.size()];
    this.region = new int[code.size()];
    this.rare = new ArrayList<>(Collections.nCopies(code.size(), List.of()));
    outputs.forEach(output -> use(code.outputs().get(output), ALWAYS));
    assign();
    collect();
  }

  /**
   * From the last instruction to the first: an instruction belongs where all its users are, or to the innermost region
   * that holds them all.
   */
  private void assign() {
    for (int i = code.size() - 1; i >= 0; i--) {
      if (needed[i]) {
        Instruction instruction = code.instructions().get(i);
        for (int k = 0; k < instruction.op().arity(); k++) {
          boolean onRareSide = instruction.op() == Op.SELECT_RARE && k == 1;
          use(instruction.operand(k), onRareSide ? i : region[i]);
        }
      }
    }
  }

  private void use(int operand, int where) {
    region[operand] = needed[operand] ? common(region[operand], where) : where;
    needed[operand] = true;
  }

  /** The innermost region around two. A region's choice comes after everything in it, so its parent's comes later. */
  private int common(int first, int second) {
    int a = first;
    int b = second;
    while (a != b) {
      if (b == ALWAYS || (a != ALWAYS && a < b)) {
        a = region[a];
      } else {
        b = region[b];
      }
    }
    return a;
  }

  private void collect() {
    needed().filter(i -> code.instructions().get(i).op() == Op.SELECT_RARE)
        .forEach(choice -> rare.set(choice, new ArrayList<>()));
    needed().filter(i -> code.instructions().get(i).op().arity() > 0)
        .forEach(i -> (region[i] == ALWAYS ? always : rare.get(region[i])).add(i));
  }

  /** The instructions that the wanted outputs are computed from, constants and inputs among them, in order. */
  public IntStream needed() {
    return IntStream.range(0, code.size()).filter(i -> needed[i]);
  }

  /** The operations outside all rare sides, in order; constants and inputs are not among them. */
  public List<Integer> always() {
    return Collections.unmodifiableList(always);
  }

  /**
   * The operations that only the rare side of a {@link Op#SELECT_RARE} needs, in order; the choice is not among them.
   */
  public List<Integer> rareSide(int choice) {
    return Collections.unmodifiableList(rare.get(choice));
  }
}
