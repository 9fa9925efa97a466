package io.pathwise.greeks.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.RejectionGamma;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What is chosen for programs that draw by rejection: the accepted proposals are scored, never passed over. */
class AcceptedProposalsTest {

  private static final RiskFactor SHAPE = new RiskFactor.Spot("SHAPE");
  private static final Target FIRST = new Target(Measure.DELTA, List.of(SHAPE));
  private static final Target SECOND = new Target(Measure.GAMMA, List.of(SHAPE, SHAPE));

  /** A gamma variable in one step, of a shape that is differentiated, and what is paid on it. */
  private static EstimatorCatalogue catalogue(BiFunction<Graph, Expr, Expr> payoff) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph g = builder.graph();
    String parameter = PricingProgram.parameter(SHAPE);
    Expr.State x = builder.state("x", g.literal(0.0));
    builder.stage("draw").update("draw", x,
        RejectionGamma.draw(g, builder::sample, builder.parameter(parameter), g.literal(1.0), 1));
    builder.output(PricingProgram.VALUE, payoff.apply(g, x));
    Inputs inputs = new Inputs(1, Map.of(parameter, 1.5), Map.of(PricingProgram.STEP_LENGTH, new double[]{1}),
        Map.of());
    return new EstimatorCatalogue(
        new RewrittenPrograms(new PricingProgram(builder.build(), inputs, Optional.empty(), false, false, List.of(),
            List.of(), Optional.empty(), "")));
  }

  /** The verdict on pathwise derivatives, by what is done to the program first. */
  private static Validity pathwise(EstimatorCatalogue catalogue, Target target, String rewriting) {
    return catalogue.all(target).stream().filter(validity -> validity.candidate().rule() == Rule.PATHWISE)
        .filter(validity -> validity.candidate().rewriting().label().equals(rewriting)).findFirst().orElseThrow();
  }

  @Test
  void smoothPayoffsNeedTheScoreOfWhatIsAccepted() {
    EstimatorCatalogue catalogue = catalogue((g, x) -> g.exp(g.neg(x)));
    for (Target target : List.of(FIRST, SECOND)) {
      Validity plain = pathwise(catalogue, target, Rewriting.NONE.label());
      assertThat(plain.valid()).isFalse();
      assertThat(plain.reason()).contains("marsaglia_tsang[1]");
      assertThat(pathwise(catalogue, target, "score-all-discrete").valid()).isTrue();
    }
    assertThat(catalogue.preferred(FIRST).orElseThrow().candidate().rewriting().label())
        .isEqualTo("score-all-discrete");
  }

  @Test
  void nothingIsEnumerated() {
    assertThat(catalogue((g, x) -> x).all(FIRST)).noneMatch(
        validity -> validity.candidate().label().contains("enumerat"));
  }

  @Test
  void thresholdsOfTheVariableAreLeftToBumps() {
    EstimatorCatalogue catalogue = catalogue(
        (g, x) -> g.select(g.less(g.literal(2.0), x), g.literal(1.0), g.literal(0.0)));
    assertThat(catalogue.all(FIRST)).filteredOn(Validity::valid)
        .allMatch(validity -> validity.candidate().biased());
  }
}
