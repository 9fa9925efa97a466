package io.pathwise.engine.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.sample.Normal;
import io.pathwise.engine.sample.Uniform;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.MomentLayout;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where simulations may stop, which combinations make sense, and what strata and randomisations do to a sum. */
class SamplingTest {

  private static final Sampling SOBOL = Sampling.sobol(48, Ordering.STEPS);

  @Test
  void stopsWhereEveryRandomisationHasAPowerOfTwo() {
    assertThat(Sampling.INDEPENDENT.wholeBlocks(1)).isEqualTo(32);
    assertThat(Sampling.INDEPENDENT.wholeBlocks(391)).isEqualTo(391);
    assertThat(SOBOL.wholeBlocks(0)).isEqualTo(48);
    assertThat(SOBOL.wholeBlocks(48)).isEqualTo(48);
    assertThat(SOBOL.wholeBlocks(49)).isEqualTo(96);
    assertThat(SOBOL.wholeBlocks(97)).isEqualTo(192);
    assertThat(SOBOL.wholeBlocks(192)).isEqualTo(192);
    assertThat(SOBOL.mostBlocks(191)).isEqualTo(96);
    assertThat(SOBOL.mostBlocks(192)).isEqualTo(192);
    assertThat(SOBOL.mostBlocks(1)).isEqualTo(48);
    assertThat(Sampling.INDEPENDENT.mostBlocks(191)).isEqualTo(191);
    assertThat(Sampling.INDEPENDENT.mostBlocks(1)).isEqualTo(32);
  }

  @Test
  void independentPaths() {
    assertThat(Sampling.INDEPENDENT.independentPaths(1024)).isEqualTo(1024);
    assertThat(Sampling.ANTITHETIC.independentPaths(1024)).isEqualTo(512);
    assertThat(SOBOL.independentPaths(48 * 256)).isEqualTo(48);
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(new PointSet.Sobol(32), Ordering.STEPS, false, true))
        .withMessageContaining("stratified in every coordinate already");
    assertThatIllegalArgumentException().isThrownBy(() -> new PointSet.Sobol(31)).withMessageContaining("from 32");
  }

  /** The sum of the first step's uniform number over a block, and of the mirrored ones. */
  private static double[] uniforms(Sampling sampling) {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.graph().literal(0.0));
    Expr.State square = builder.state("square", builder.graph().literal(0.0));
    Expr zero = builder.graph().literal(0.0);
    Expr u = builder.sample(new Uniform(), zero, builder.parameter("one"));
    builder.stage("step").update("step", x, u);
    builder.update("step", square, builder.graph().mul(u, u));
    builder.output("x", x);
    builder.output("square", square);
    double[] results = new double[4];
    ReferenceRuns.source(builder.build(), new Inputs(1, Map.of("one", 1.0), Map.of(), Map.of()), 5, sampling)
        .compute(3, 2, results);
    return results;
  }

  /** 256 strata leave 1/256² of the variance of a mean over a block; mirrored ones nothing of a linear function's. */
  @Test
  void strataHoldOnePathEach() {
    double[] plain = uniforms(Sampling.stratified(Ordering.STEPS));
    double[] mirrored = uniforms(Sampling.stratified(Ordering.STEPS).mirrored());
    double deviation = Math.sqrt(256.0 / 12) / 256;
    for (int block = 0; block < 2; block++) {
      assertThat(Math.abs(plain[2 * block] - 128)).isBetween(1e-9, 4.5 * deviation);
      assertThat(mirrored[2 * block]).isEqualTo(128);
      assertThat(Math.abs(mirrored[2 * block + 1] - 256.0 / 3)).isBetween(1e-9, 4.5 * 2 * deviation);
    }
    assertThat(Math.abs(uniforms(Sampling.INDEPENDENT)[0] - 128)).isGreaterThan(4.5 * deviation);
  }

  /** An ordering changes no law: the end of a path has the same mean and variance, the middle too. */
  @Test
  void orderingsKeepTheLaw() {
    double[] lengths = {0.5, 0, 1.25, 0.25, 2, 0.1};
    Inputs inputs = new Inputs(6, Map.of(), Map.of("dt", lengths),
        Map.of("early", new boolean[]{true, true, true, false, false, false}));
    for (Sampling sampling : new Sampling[]{Sampling.sobol(32, new Ordering.Bridge("dt")),
        Sampling.sobol(32, new Ordering.PrincipalComponents("dt")),
        Sampling.stratified(new Ordering.Bridge("dt")), Sampling.sobol(32, Ordering.STEPS).mirrored()}) {
      BlockMoments moments = new BlockMoments(MomentLayout.of(3).withRandomisations(sampling.randomisations()));
      double[] results = new double[3 * 32];
      ReferenceRuns.source(walk(), inputs, 2, sampling).compute(0, 32, results);
      for (int block = 0; block < 32; block++) {
        moments.add(block, results, 3 * block);
      }
      double[] exact = {4.1, 1.75, 1.75};
      for (int i = 0; i < 3; i++) {
        var estimate = moments.estimate(i);
        assertThat(Math.abs(estimate.mean() - exact[i])).as("%s, output %s", sampling, i)
            .isLessThan(estimate.halfWidth(1 - 7e-6));
      }
    }
  }

  /** Squares of a Brownian motion at the end and in the middle, and the product of the two. */
  private static Program walk() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State x = builder.state("x", builder.graph().literal(0.0));
    Expr.State middle = builder.state("middle", builder.graph().literal(0.0));
    Expr step = builder.sample(new Normal(), x, builder.graph().sqrt(builder.stepValue("dt")));
    builder.stage("step").update("step", x, step);
    builder.stage("look", "early").update("look", middle, x);
    builder.output("end", builder.graph().mul(x, x));
    builder.output("middle", builder.graph().mul(middle, middle));
    builder.output("both", builder.graph().mul(middle, x));
    return builder.build();
  }
}
