package io.pathwise.engine.lower;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Normal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What lowering leaves to path code, and that it changes no number. */
class LoweringTest {

  private final ProgramBuilder builder = new ProgramBuilder();
  private final Graph g = builder.graph();
  private final Expr.Parameter p = builder.parameter("p");
  private final Expr.Parameter q = builder.parameter("q");

  private Expr.State walk() {
    Expr.State x = builder.state("x", p);
    builder.stage("step").update("step", x, builder.sample(new Normal(), x, g.literal(1.0)));
    return x;
  }

  private static Inputs inputs(double... w) {
    return new Inputs(w.length, Map.of("p", 1.5, "q", 0.25), Map.of("w", w), Map.of());
  }

  @Test
  void statesThatAreTheSameOnAllPathsAreHostCode() {
    Expr.State x = walk();
    Expr.State clock = builder.state("clock", q);
    Expr.State product = builder.state("product", g.literal(1.0));
    Expr w = builder.stepValue("w");
    builder.update("step", clock, g.fma(p, w, clock));
    builder.update("step", product, g.mul(product, clock));
    builder.output("value", g.mul(x, product));
    LoweredProgram lowered = Lowering.lower(builder.build());
    assertThat(lowered.stateCount()).isEqualTo(1);
    assertThat(lowered.hostStateCount()).isEqualTo(2);
    // All updates read the states before the step: product is multiplied with the clock of the step before.
    double hosted = 1.0;
    double time = 0.25;
    double[] lengths = {0.5, 0.25, 1.0};
    for (double length : lengths) {
      hosted *= time;
      time = Math.fma(1.5, length, time);
    }
    Binding binding = new Binding(lowered, inputs(lengths));
    assertThat(binding.uniforms()).contains(hosted);
  }

  @Test
  void aTangentThatSumsNumbersOfTheStepsIsHostCode() {
    // ẋ of a log price in its drift is the time: the same on all paths.
    Expr.State x = builder.state("x", g.literal(0.0));
    Expr mean = g.fma(p, builder.stepValue("w"), x);
    builder.stage("step").update("step", x, builder.sample(new Normal(), mean, q));
    builder.output("value", g.exp(x));
    Program tangent = Tangent.differentiate(builder.build(), Map.of("value", List.of(p, q)));
    LoweredProgram lowered = Lowering.lower(tangent);
    assertThat(lowered.hostStateCount()).isEqualTo(1);
    assertThat(lowered.stateCount()).isEqualTo(2);
    Results<Double> sums = ReferenceRuns.blockSums(tangent, inputs(0.5, 0.25, 1.0), 1);
    assertThat(sums.of("value ∂p")).isCloseTo(1.75 * sums.of("value"), withinPercentage(1e-12));
  }

  @Test
  void aStateThatReadsAPathStateIsNoHostState() {
    Expr.State x = walk();
    Expr.State late = builder.state("late", q);
    Expr.State later = builder.state("later", q);
    builder.update("step", late, x);
    builder.update("step", later, late);
    builder.output("value", later);
    assertThat(Lowering.lower(builder.build()).stateCount()).isEqualTo(3);
    // What it is at the start does not decide.
    assertThat(ReferenceRuns.blockSums(builder.build(), inputs(1.0), 1).of("value")).isEqualTo(256 * 0.25);
    assertThat(ReferenceRuns.blockSums(builder.build(), inputs(1.0, 1.0), 1).of("value")).isEqualTo(256 * 1.5);
  }

  @Test
  void conditionsTheSameOnAllPathsTravelAsNumbers() {
    Expr.State x = walk();
    Expr.State sum = builder.state("sum", g.literal(0.0));
    Expr late = g.and(g.less(q, builder.stepValue("w")), g.not(g.less(p, q)));
    builder.update("step", sum, g.add(sum, g.select(late, x, g.literal(0.0))));
    builder.output("of steps", sum);
    builder.output("of run", g.select(g.less(p, q), x, g.neg(x)));
    LoweredProgram lowered = Lowering.lower(builder.build());
    assertThat(new Binding(lowered, inputs(0.1, 0.3, 0.25)).columns(0, 0)).containsExactly(0.0, 1.0, 0.0);
    assertThat(new Binding(lowered, inputs(0.1)).uniforms()).contains(0.0);
    Results<Double> once = ReferenceRuns.blockSums(builder.build(), inputs(0.1, 0.3, 0.25), 1);
    Results<Double> never = ReferenceRuns.blockSums(builder.build(), inputs(0.1, 0.2, 0.25), 1);
    assertThat(once.of("of steps")).isNotZero();
    assertThat(never.of("of steps")).isZero();
    assertThat(once.of("of run")).isNotZero().isEqualTo(never.of("of run"));
  }

  @Test
  void withoutStepsOutputsAreThoseOfTheInitialStates() {
    Expr.State x = walk();
    Expr.State clock = builder.state("clock", q);
    builder.update("step", clock, g.add(clock, builder.stepValue("w")));
    builder.output("value", g.mul(x, clock));
    Map<String, List<Expr.Parameter>> wanted = Map.of("value", List.of(p, q));
    for (Program program : List.of(Tangent.differentiate(builder.build(), wanted),
        Adjoint.differentiate(builder.build(), wanted))) {
      Results<Double> sums = ReferenceRuns.blockSums(program, inputs(), 1);
      assertThat(sums.of("value")).isEqualTo(256 * 1.5 * 0.25);
      assertThat(sums.of("value ∂p")).isEqualTo(256 * 0.25);
      assertThat(sums.of("value ∂q")).isEqualTo(256 * 1.5);
    }
  }

  @Test
  void whatNoOutputNeedsIsLeftOutWithoutChangingABit() {
    Expr.State x = walk();
    Expr.State other = builder.state("other", q);
    builder.update("step", other, g.exp(g.add(other, builder.sample(new Normal(), x, q))));
    builder.output("value", g.max(g.sub(x, q), g.literal(0.0)));
    builder.output("unused", g.log(other));
    Program program = builder.build();
    LoweredProgram all = Lowering.lower(program);
    Program fewer = program.withOutputs(List.of(program.output("value")));
    LoweredProgram one = Lowering.lower(fewer);
    assertThat(one.stateCount()).isEqualTo(1);
    assertThat(one.operationsPerStep()).isLessThan(all.operationsPerStep());
    // The noise of the other sample is not made, but keeps its place, so that no draw moves.
    assertThat(all.usedNoises()).containsExactly(true, true);
    assertThat(one.usedNoises()).containsExactly(true, false);
    assertThat(ReferenceRuns.blockSums(fewer, inputs(1.0, 1.0, 1.0), 9).of("value"))
        .isEqualTo(ReferenceRuns.blockSums(program, inputs(1.0, 1.0, 1.0), 9).of("value"));
  }

  @Test
  void statesThatNeverChangeAreReplacedByTheirInitialValue() {
    Expr.State x = walk();
    Expr.State constant = builder.state("constant", g.exp(q));
    builder.update("step", constant, constant);
    builder.output("value", g.mul(x, constant));
    LoweredProgram lowered = Lowering.lower(builder.build());
    assertThat(lowered.stateCount()).isEqualTo(1);
    assertThat(lowered.hostStateCount()).isZero();
  }

  @Test
  void statesMayBeNamedLikeParametersAndCells() {
    Expr.State x = walk();
    Expr.State[] odd = {builder.state("$p", q), builder.state("@w", q), builder.state("uniform 0", q),
        builder.state("noise 0", q)};
    Expr sum = g.mul(p, x);
    for (Expr.State state : odd) {
      builder.update("step", state, g.fma(p, builder.stepValue("w"), state));
      sum = g.add(sum, g.mul(x, state));
    }
    builder.output("value", g.sub(sum, g.mul(x, g.add(p, g.mul(g.literal(4.0), odd[0])))));
    // p x + 4 state x less the same: zero but for rounding, if every name means what it should.
    assertThat(Math.abs(ReferenceRuns.blockSums(builder.build(), inputs(0.5, 0.25), 1).of("value"))).isLessThan(1e-9);
  }

  @Test
  void anOutputOfParametersOnlyCountsOncePerPath() {
    builder.output("value", g.mul(p, q));
    Program program = Adjoint.differentiate(builder.build(), Map.of("value", List.of(p)));
    assertThat(program.output("value ∂p")).isInstanceOf(Output.Pullback.class);
    Results<Double> sums = ReferenceRuns.blockSums(program, inputs(1.0, 1.0), 1);
    assertThat(sums.of("value")).isEqualTo(256 * 0.375);
    assertThat(sums.of("value ∂p")).isEqualTo(256 * 0.25);
  }
}
