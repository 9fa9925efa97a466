package io.pathwise.engine.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.ReferenceRuns;
import io.pathwise.engine.run.ReferenceRuns.Results;
import io.pathwise.engine.sample.Bernoulli;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Poisson;
import io.pathwise.engine.sample.TruncatedNormal;
import io.pathwise.engine.sample.Uniform;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the score transform does to a program: values stay, adjoint and tangent agree, what it cannot do it refuses. */
class ScoreProgramTest {

  @Test
  void valuesKeepTheirBits() {
    LogPrice model = LogPrice.call();
    Inputs inputs = LogPrice.inputs(3);
    double value = ReferenceRuns.blockSums(model.program, inputs, 4).of("value");
    for (String mask : List.of("first", "last", "all")) {
      assertThat(ReferenceRuns.blockSums(Score.transform(model.program, mask), inputs, 4).of("value"))
          .isEqualTo(value);
    }
  }

  @Test
  void adjointAndTangentOfAScoredProgramAgree() {
    for (String mask : List.of("first", "last", "all")) {
      LogPrice model = LogPrice.digital();
      Program scored = Score.transform(model.program, mask);
      Map<String, List<Expr.Parameter>> wanted = Map.of("value", model.program.parameters(), Score.LIKELIHOOD,
          model.program.parameters());
      Results<Double> tangent = ReferenceRuns.blockSums(Tangent.differentiate(scored, wanted), LogPrice.inputs(3),
          6);
      Results<Double> adjoint = ReferenceRuns.blockSums(Adjoint.differentiate(scored, wanted), LogPrice.inputs(3),
          6);
      assertThat(adjoint.byName()).hasSize(8);
      tangent.byName()
          .forEach((name, value) -> assertThat(adjoint.of(name)).as("%s, %s scored", name, mask).isCloseTo(value,
              within(1e-11 * (1 + Math.abs(value)))));
    }
  }

  @Test
  void adjointOfAScoredProgramsTangentIsItsSecondTangent() {
    // Only the last transform may be an adjoint.
    LogPrice model = LogPrice.digital();
    Program once = Tangent.differentiate(Score.transform(model.program, "last"), Map.of("value", List.of(model.vol)));
    Map<String, List<Expr.Parameter>> wanted = Map.of("value ∂vol", model.program.parameters());
    Results<Double> tangent = ReferenceRuns.blockSums(Tangent.differentiate(once, wanted), LogPrice.inputs(3), 6);
    Results<Double> adjoint = ReferenceRuns.blockSums(Adjoint.differentiate(once, wanted), LogPrice.inputs(3), 6);
    tangent.byName().forEach((name, value) -> assertThat(adjoint.of(name)).as(name).isCloseTo(value,
        within(1e-10 * (1 + Math.abs(value)))));
    assertThatThrownBy(() -> Tangent.differentiate(Adjoint.differentiate(once, wanted), wanted))
        .hasMessageContaining("without backward sweeps");
    assertThatThrownBy(() -> Score.transform(Adjoint.differentiate(once, wanted)))
        .hasMessageContaining("without backward sweeps");
  }

  /** A law with arguments for a scored and for an unscored step. */
  record Law(Distribution distribution, List<Double> regular, List<Double> degenerate) {
    @Override
    public String toString() {
      return distribution.name();
    }
  }

  static Stream<Law> laws() {
    return Stream.of(new Law(new Normal(), List.of(0.2, 0.4), List.of(0.2, 0.0)),
        new Law(new Uniform(), List.of(0.2, 0.9), List.of(0.5, 0.5)),
        new Law(new Bernoulli(), List.of(0.4), List.of(1.0)),
        new Law(new Poisson(8), List.of(0.7), List.of(0.0)),
        new Law(new TruncatedNormal(), List.of(0.1, 0.8, -1.0, 2.0), List.of(0.1, 0.8, 0.5, 0.5)));
  }

  /** A step of no length has a degenerate law, whose score does not exist; it is not scored and must not matter. */
  @ParameterizedTest
  @MethodSource("laws")
  void unscoredStepsMayHaveDegenerateLaws(Law law) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.Parameter p = builder.parameter("p");
    Expr[] arguments = new Expr[law.regular.size()];
    Inputs inputs = new Inputs(2, Map.of("p", 1.0), Map.of("mask", new double[]{0, 1}), Map.of());
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = g.mul(p, builder.stepValue("a" + i));
      inputs = inputs.withStepValue("a" + i, new double[]{law.degenerate.get(i), law.regular.get(i)});
    }
    Expr.State x = builder.state("x", p);
    builder.stage("step").update("step", x, g.add(x, builder.sample(law.distribution, arguments)));
    builder.output("value", g.mul(x, x));
    Map<String, List<Expr.Parameter>> wanted = Map.of("value", List.of(p));
    Program scored = Score.transform(builder.build(), "mask");
    double adjoint = ReferenceRuns.blockSums(Adjoint.differentiate(scored, wanted), inputs, 3).of("value ∂p");
    assertThat(adjoint).isFinite().isNotZero();
    double tangent = ReferenceRuns.blockSums(Tangent.differentiate(scored, wanted), inputs, 3).of("value ∂p");
    assertThat(adjoint).isCloseTo(tangent, within(1e-11 * Math.abs(tangent)));
  }

  @Test
  void programsWithoutSamplesAreRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    builder.output("value", builder.parameter("p"));
    assertThatThrownBy(() -> Score.transform(builder.build())).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing to score");
  }

  @Test
  void aSampleInTwoStagesIsRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.parameter("p"));
    Expr.State y = builder.state("y", builder.parameter("p"));
    Expr.Sample sample = builder.sample(new Normal(), x, builder.parameter("s"));
    builder.stage("one").update("one", x, sample);
    builder.stage("two").update("two", y, sample);
    builder.output("value", y);
    assertThatThrownBy(() -> Score.transform(builder.build())).hasMessageContaining("drawn in two stages");
  }

  @Test
  void aSamplesNoiseInAnotherStageIsRefused() {
    // In the second stage x is no longer what the sample's mean was made of.
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    Expr.State x = builder.state("x", builder.parameter("p"));
    Expr.State y = builder.state("y", g.literal(0.0));
    Expr.Sample sample = builder.sample(new Normal(), x, builder.parameter("s"));
    builder.stage("one").update("one", x, sample);
    builder.stage("two").update("two", y, g.add(y, sample.noise()));
    builder.output("value", g.mul(x, y));
    assertThatThrownBy(() -> Score.transform(builder.build())).hasMessageContaining("drawn in another stage");
  }
}
