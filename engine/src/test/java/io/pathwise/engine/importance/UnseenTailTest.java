package io.pathwise.engine.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Lognormal;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import java.util.Map;
import java.util.function.Function;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Parts of payoffs that a sample is not likely to have met. */
class UnseenTailTest {

  private static final double PATHS = 10_000;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private static UnseenTail tail(Lognormal model, Inputs inputs) {
    return WidePaths.of(WidePaths.written(model.program), inputs, PATHS)
        .map(drawn -> drawn.tail(new double[]{1}, PATHS))
        .orElse(UnseenTail.UNKNOWN);
  }

  /** The rebate alone has an error of 0.005; the call is worth 0.2 and pays on one path in 10 000. */
  @Test
  void aRareCallBesideARebate() {
    Inputs wild = RarePayoffs.inputs(2, 100 * Math.exp(3.4)).withParameter("vol", 1.1);
    UnseenTail tail = tail(RarePayoffs.callAndRebate(), wild);
    assertThat(tail.exceeds(0.005)).isTrue();
    // The call's closed form; and the deviation of the rebate, which is paid with a probability of 0.709.
    double call = 100 * NORMAL.cumulativeProbability(-3.4 / 1.1 + 0.55)
        - 100 * Math.exp(3.4) * NORMAL.cumulativeProbability(-3.4 / 1.1 - 0.55);
    // Over seeds the tail deviates by a quarter.
    assertThat(tail.mean()).isCloseTo(call, withinPercentage(50));
    assertThat(tail.error()).isCloseTo(Math.sqrt((0.709 * 0.291 + call * call) / PATHS), withinPercentage(5));
    // At a tenth of the volatility there is no call to speak of.
    Inputs calm = RarePayoffs.inputs(2, 100 * Math.exp(3.4)).withParameter("vol", 0.11);
    assertThat(tail(RarePayoffs.callAndRebate(), calm).exceeds(0.005)).isFalse();
  }

  /** What every sample meets is no tail, even where it is as large. */
  @Test
  void anEverydayCall() {
    Inputs inputs = RarePayoffs.inputs(2, 105);
    // The payoff's deviation is about 13, and so is 100 times the error.
    assertThat(tail(Lognormal.call(), inputs).exceeds(0.13)).isFalse();
    assertThat(tail(RarePayoffs.callAndRebate(), inputs).exceeds(0.13)).isFalse();
  }

  /** What is paid beside a call is nothing on one side of its kink; the price itself is not. */
  @Test
  void onlyPayoffsThatVaryOnAllSidesHaveParts() {
    assertThat(WidePaths.isPossible(Lognormal.call().program)).isFalse();
    assertThat(WidePaths.isPossible(discounted(Lognormal::gain))).isFalse();
    assertThat(WidePaths.isPossible(discounted(model -> model.indicator(model.x, model.g.log(model.strike)))))
        .isFalse();
    assertThat(WidePaths.isPossible(RarePayoffs.priceAndDigital().program)).isTrue();
    assertThat(WidePaths.isPossible(RarePayoffs.callAndRebate().program)).isTrue();
  }

  /** Discounted with a rate that is the price, so that what it multiplies must be seen to be nothing. */
  private static Program discounted(Function<Lognormal, Expr> payoff) {
    return new Lognormal(model -> model.g.mul(payoff.apply(model), model.g.exp(model.g.neg(model.x)))).program;
  }

  /** A million where the price ends beyond 240, on one path in 100 000: 24 normals, of which one sum decides. */
  @Test
  void aThresholdAtTheEndOfManySteps() {
    UnseenTail tail = tail(RarePayoffs.priceAndDigital(), RarePayoffs.inputs(24, 240));
    assertThat(tail.exceeds(0.2)).isTrue();
    double probability = NORMAL.cumulativeProbability(-(Math.log(2.4) + 0.02) / 0.2);
    assertThat(tail.mean()).isCloseTo(1e6 * probability, withinPercentage(25));
    assertThat(tail(RarePayoffs.priceAndDigital(), RarePayoffs.inputs(24, 400)).exceeds(0.2)).isFalse();
  }

  /** Jumps on one path in 100 000. */
  @Test
  void countsOfJumps() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.Parameter rate = builder.parameter("rate");
    Expr.State sum = builder.state("sum", builder.graph().literal(0.0));
    Expr jumps = builder.sample(new Poisson(5), rate);
    Expr returns = builder.sample(new Normal(), builder.graph().literal(0.0), builder.graph().literal(1.0));
    builder.stage("step").update("step", sum,
        builder.graph().add(sum, builder.graph().fma(jumps, builder.graph().literal(10_000.0), returns)));
    builder.output("value", sum);
    Program program = builder.build();
    assertThat(WidePaths.isPossible(program)).isTrue();
    Inputs inputs = new Inputs(4, Map.of("rate", 0.25e-5), Map.of(), Map.of());
    UnseenTail tail = WidePaths.of(WidePaths.written(program), inputs, PATHS).orElseThrow().tail(new double[]{1},
        PATHS);
    assertThat(tail.mean()).isCloseTo(0.1, withinPercentage(25));
    assertThat(tail.exceeds(2 / Math.sqrt(PATHS))).isTrue();
    Inputs without = inputs.withParameter("rate", 0.25e-9);
    assertThat(WidePaths.of(WidePaths.written(program), without, PATHS).orElseThrow().tail(new double[]{1}, PATHS)
        .exceeds(2 / Math.sqrt(PATHS))).isFalse();
  }

  /** The longer the simulation, the longer the paths that it is worth to look at. */
  @Test
  void longProgramsAreNotLookedAt() {
    Program call = WidePaths.written(Lognormal.call().program);
    Inputs inputs = RarePayoffs.inputs(1000, 105);
    assertThat(WidePaths.of(call, inputs, PATHS)).isEmpty();
    assertThat(WidePaths.of(call, inputs, 1000 * PATHS)).isPresent();
  }
}
