package io.pathwise.engine.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.RandomExpressions;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ExamplePrograms;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.range.Range.Between;
import io.pathwise.engine.range.Range.Known;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.sample.Exponential;
import io.pathwise.engine.sample.Normal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link OutputRanges}: every path lies within, noise that cancels is seen to, and noise that does not is not. */
class OutputRangesTest {

  private static final int PATHS = 256;

  private static Range range(Program program, Inputs inputs, String output) {
    return Objects.requireNonNull(OutputRanges.of(program).on(inputs).get(output));
  }

  /** Means of a block lie within the range, and known ones are what the range says up to its error. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void pathsStayWithinTheRange(int seed) {
    long withoutNoise = 0;
    long known = 0;
    for (int i = 0; i < 20; i++) {
      SplittableRandom random = new SplittableRandom(100L * seed + i);
      ProgramBuilder builder = new ProgramBuilder();
      Graph g = builder.graph();
      Expr.Parameter p = builder.parameter("p");
      Expr.Parameter q = builder.parameter("q");
      Expr.State x = builder.state("x", p);
      builder.stage("step").update("step", x, builder.sample(new Normal(), g.mul(x, q), g.stepValue("s")));
      RandomExpressions grown = new RandomExpressions(g, random, RandomExpressions.Kind.ANY);
      List<Expr> pool = grown.grow(List.of(p, q, g.literal(0.7)), 15);
      List<Expr> withPath = grown.grow(List.of(pool.getLast(), x, p), 15);
      for (int k = 3; k < pool.size(); k++) {
        builder.output("known " + k, pool.get(k));
      }
      for (int k = 3; k < withPath.size(); k++) {
        builder.output("path " + k, withPath.get(k));
      }
      Program program = builder.build();
      Inputs inputs = new Inputs(2, Map.of("p", random.nextDouble(-1, 1), "q", random.nextDouble(-1, 1)),
          Map.of("s", new double[]{0.5, 1.25}), Map.of());
      var sums = ReferenceRuns.blockSums(program, inputs, seed);
      Map<String, Range> ranges = OutputRanges.of(program).on(inputs);
      ranges.forEach((output, range) -> {
        double mean = sums.of(output) / PATHS;
        double slack = 1e-13 * (1 + Math.abs(mean));
        assertThat(mean).as(output).isBetween(range.lower() - slack, range.upper() + slack);
        if (range instanceof Known number) {
          assertThat(number.error()).as(output).isLessThan(1e-10);
          assertThat(mean).as(output).isCloseTo(number.value(), within(4 * number.error() + slack));
        }
      });
      withoutNoise += pool.size() - 3;
      known += ranges.entrySet().stream()
          .filter(range -> range.getKey().startsWith("known") && range.getValue() instanceof Known).count();
    }
    assertThat(known).as("all but those behind a tie").isGreaterThan(withoutNoise * 9 / 10);
  }

  /** A bridge over three steps whose last increment brings the sum of weight · noise back to 0. */
  private static Program bridge(boolean adjoint) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter vol = builder.parameter("vol");
    Expr.State rest = builder.state("rest", g.literal(0.0));
    Expr.State x = builder.state("x", g.log(builder.parameter("spot")));
    builder.stage("step");
    Expr noise = builder.sample(new Normal(), g.literal(0.0), g.literal(1.0)).noise();
    Expr across = g.fma(g.neg(g.stepValue("pull")), rest, g.mul(g.stepValue("keep"), noise));
    builder.update("step", rest, g.fma(g.stepValue("component"), across, rest));
    builder.update("step", x, g.fma(g.mul(vol, g.stepValue("root")), across, x));
    builder.output("value", g.exp(x));
    builder.output("digital", indicator(g, g.literal(0.0), x));
    Program program = builder.build();
    return adjoint
        ? Adjoint.differentiate(program, Map.of("value", List.of(vol)))
        : Tangent.differentiate(program, Map.of("value", List.of(vol)));
  }

  private static Inputs bridgeInputs(double lastRoot) {
    double[] d = {0.5, 0.5, Math.sqrt(0.5)};
    return new Inputs(3, Map.of("vol", 0.3, "spot", 2.0),
        Map.of("component", d, "root", new double[]{1, 1, lastRoot}, "pull",
            new double[]{0.5, 0.5 / 0.75, 1 / d[2]}, "keep",
            new double[]{Math.sqrt(0.75), Math.sqrt(1 - 0.25 / 0.75), 0}),
        Map.of());
  }

  @Test
  void noiseThatCancelsIsKnown() {
    for (boolean adjoint : new boolean[]{false, true}) {
      Program program = bridge(adjoint);
      Inputs inputs = bridgeInputs(Math.sqrt(2));
      Known value = (Known) range(program, inputs, "value");
      assertThat(value.value()).isCloseTo(2, within(1e-14));
      assertThat(value.error()).isBetween(1e-16, 1e-12);
      Known derivative = (Known) range(program, inputs, Tangent.name("value", program.parameters().getFirst()));
      assertThat(derivative.lower()).isLessThanOrEqualTo(0);
      assertThat(derivative.upper()).isBetween(0.0, 1e-12);
      assertThat(range(program, inputs, "digital")).isEqualTo(new Known(1, 0));
    }
  }

  /** 0.1 z + 0.2 z − 0.3 z is not quite 0, however large z may be. */
  @Test
  void whatCancelledNoiseLeavesIsInTheError() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("step");
    Expr z = builder.sample(new Normal(), g.literal(0.0), g.literal(1.0));
    builder.update("step", x,
        g.sub(g.add(g.mul(g.literal(0.1), z), g.mul(g.literal(0.2), z)), g.mul(g.literal(0.3), z)));
    builder.output("value", x);
    Known known = (Known) range(builder.build(), new Inputs(1, Map.of(), Map.of(), Map.of()), "value");
    double farthest = DoubleStream.iterate(-8.3, noise -> noise < 8.3, noise -> noise + 0.001)
        .map(noise -> Math.abs(0.1 * noise + 0.2 * noise - 0.3 * noise)).max().orElseThrow();
    assertThat(known.fixed()).isFalse();
    assertThat(known.error()).isBetween(farthest, 10 * farthest);
  }

  @Test
  void noiseThatDoesNotCancelIsNotKnown() {
    Program program = bridge(false);
    Inputs inputs = bridgeInputs(Math.sqrt(2) * (1 + 1e-6));
    assertThat(range(program, inputs, "value")).isInstanceOf(Between.class);
    assertThat(range(program, inputs, "digital")).isEqualTo(new Known(1, 0));
  }

  @Test
  void payoffsAreBounded() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter strike = builder.parameter("strike");
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("step").update("step", x, builder.sample(new Normal(), x, g.literal(1.0)));
    Expr price = g.exp(x);
    builder.output("put", g.max(g.sub(strike, price), g.literal(0.0)));
    builder.output("call", g.max(g.sub(price, strike), g.literal(0.0)));
    builder.output("digital", g.select(g.less(price, strike), g.literal(5.0), g.literal(0.0)));
    builder.output("sure", g.select(g.less(g.literal(-1.0), price), g.literal(5.0), g.literal(0.0)));
    Inputs inputs = new Inputs(2, Map.of("strike", 3.0), Map.of(), Map.of());
    Program program = builder.build();
    assertThat(range(program, inputs, "put").lower()).isZero();
    assertThat(range(program, inputs, "put").upper()).isCloseTo(3, within(1e-6));
    assertThat(range(program, inputs, "call").upper()).isCloseTo(Math.exp(24), withinPercentage(1));
    assertThat(range(program, inputs, "digital")).isEqualTo(new Between(0, 5, false));
    assertThat(range(program, inputs, "sure")).isEqualTo(new Known(5, 0));
  }

  private static Range withoutNoise(double p, BiFunction<Graph, Expr, Expr> output) {
    ProgramBuilder builder = new ProgramBuilder();
    builder.output("value", output.apply(builder.graph(), builder.parameter("p")));
    return range(builder.build(), new Inputs(0, Map.of("p", p), Map.of(), Map.of()), "value");
  }

  /** 1e8 + p − 1e8: the error says that half the digits are gone. */
  @Test
  void cancellationIsInTheError() {
    Known known = (Known) withoutNoise(Math.PI,
        (g, p) -> g.mul(g.sub(g.add(p, g.literal(1e8)), g.literal(1e8)), g.literal(1e8)));
    double actual = Math.abs((Math.PI + 1e8 - 1e8) * 1e8 - Math.PI * 1e8);
    assertThat(actual).isGreaterThan(0.1);
    assertThat(known.error()).isBetween(actual, 100 * actual);
    Known reversed = (Known) withoutNoise(Math.PI,
        (g, p) -> g.mul(g.literal(1e8), g.max(g.literal(-9.0), g.sub(g.literal(1e8), g.add(p, g.literal(1e8))))));
    assertThat(reversed.error()).isBetween(actual, 100 * actual);
  }

  /** At least a half unit in the last place. */
  @Test
  void functionsAreRounded() {
    assertThat(((Known) withoutNoise(1, (g, p) -> g.exp(p))).error()).isBetween(0x1p-52, 0x1p-49);
  }

  @Test
  void conditionsOfWhatIsLeftToRoundingAreOpen() {
    assertThat(withoutNoise(1, (g, p) -> indicator(g, g.div(p, g.literal(3.0)), g.div(p, g.literal(3.0 + 0x1p-50)))))
        .isEqualTo(new Between(0, 1, true));
    assertThat(withoutNoise(1, (g, p) -> indicator(g, p, g.exp(p)))).isEqualTo(new Known(1, 0));
  }

  private static Expr indicator(Graph g, Expr low, Expr high) {
    return g.select(g.less(low, high), g.literal(1.0), g.literal(0.0));
  }

  @Test
  void otherLawsMayDrawAnything() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    builder.stage("step").update("step", x, builder.sample(new Exponential(), x));
    builder.output("value", x);
    assertThat(range(builder.build(), new Inputs(1, Map.of("p", 2.0), Map.of(), Map.of()), "value"))
        .isEqualTo(Between.ANY);
  }

  @Test
  void longProgramsAreNotFollowed() {
    Program call = ExamplePrograms.europeanCall();
    Inputs inputs = ExamplePrograms.callInputs(4);
    assertThat(OutputRanges.of(call).on(inputs).values()).allMatch(range -> range.upper() < Double.POSITIVE_INFINITY);
    assertThat(OutputRanges.of(call).on(inputs, 3).values()).allMatch(range -> range.equals(Between.ANY));
  }
}
