package io.pathwise.pricing.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Correlations.Entry;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.StochasticVariance.Scheme;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The correlations that simulated returns realise, from paths of the models' own programs. Would find a correlation
 * that counts for a part of the return only, and one that depends on the steps.
 */
class JointNoiseTest {

  private static final double LARGEST_Z = 4.5;
  private static final int RUNS = 16;
  private static final int BLOCKS = 12;

  /** So short that variances hardly move, which would lower the correlation of returns by itself. */
  private static final double SHORT = 1.0 / 512;

  private static final Jumps JUMPS = new Jumps(2, -0.05, 0.08);
  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.05, 1.5, 0.05, 0.4, -0.7);
  private static final StochasticVariance OTHER = StochasticVariance.of(0.09, 2.5, 0.09, 0.6, -0.3);
  private static final ElasticVol ELASTIC = ElasticVol.of(0.2, 0.7, 100);

  private static final Map<String, AssetModel> MODELS = Map.of("black-scholes", AssetModel.BlackScholes.of(0.25),
      "heston", new AssetModel.Heston(VARIANCE), "other heston", new AssetModel.Heston(OTHER), "euler",
      new AssetModel.Heston(VARIANCE.simulatedBy(Scheme.FULL_TRUNCATION_EULER, 50)), "sabr",
      new AssetModel.Sabr(ELASTIC, 0.6, -0.5), "cev", new AssetModel.Cev(ELASTIC), "variance-gamma",
      new AssetModel.VarianceGamma(0.2, -0.1, 0.2), "other variance-gamma",
      new AssetModel.VarianceGamma(0.3, -0.05, 0.15), "merton",
      new AssetModel.Merton(0.25, JUMPS), "bates", new AssetModel.Bates(VARIANCE, JUMPS));

  private static AssetModel model(String name) {
    return Objects.requireNonNull(MODELS.get(name));
  }

  private static MarketData market(String first, String second, Correlations correlations) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.02)),
        List.of(Asset.of("A", "USD", 100, 0, model(first)), Asset.of("B", "USD", 100, 0, model(second))),
        correlations);
  }

  /** The correlation of the two log prices at an expiry, once for each of several seeds. */
  private static SummaryStatistics realised(MarketData market, double expiry, int steps) {
    ProgramBuilder builder = new ProgramBuilder();
    TimeGrid grid = TimeGrid.of(List.of(expiry), Set.of(), expiry / steps * (1 + 1e-9));
    InputsBuilder inputs = new InputsBuilder(builder, grid);
    Curves curves = new Curves(builder.graph(), inputs, grid, market);
    Prices prices = new LogPrices(new ModelStep(builder, inputs, grid, curves), market,
        Basket.of(List.of("A", "B"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, expiry))
        .write();
    Graph graph = builder.graph();
    Expr x = graph.sub(prices.log(0), graph.literal(Math.log(100)));
    Expr y = graph.sub(prices.log(1), graph.literal(Math.log(100)));
    List<Expr> moments = List.of(x, y, graph.mul(x, x), graph.mul(y, y), graph.mul(x, y));
    for (int i = 0; i < moments.size(); i++) {
      builder.output("moment " + i, moments.get(i));
    }
    return realised(builder.build(), inputs.build(), moments.size());
  }

  private static SummaryStatistics realised(Program program, Inputs inputs, int outputs) {
    LoweredProgram lowered = Lowering.lower(program);
    SummaryStatistics correlations = new SummaryStatistics();
    var kernel = new CpuBackend().compile(lowered, Sampling.INDEPENDENT);
    try (Simulation simulation = new Simulation(2)) {
      for (int seed = 1; seed <= RUNS; seed++) {
        var moments = simulation.run(
            BlockSource.of(kernel, new Binding(lowered, inputs), NoiseKey.results(seed)), MomentLayout.of(outputs), 0,
            BLOCKS);
        List<Double> means = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
          means.add(moments.estimate(i).mean());
        }
        double covariance = means.get(4) - means.get(0) * means.get(1);
        correlations.addValue(covariance / Math.sqrt((means.get(2) - means.get(0) * means.get(0))
            * (means.get(3) - means.get(1) * means.get(1))));
      }
    }
    return correlations;
  }

  private static double z(SummaryStatistics realised, double expected) {
    return (realised.getMean() - expected) / (realised.getStandardDeviation() / Math.sqrt((double) realised.getN()));
  }

  @ParameterizedTest
  @CsvSource({"heston,heston", "heston,other heston", "heston,black-scholes", "euler,euler", "sabr,sabr",
      "sabr,heston", "merton,black-scholes", "merton,merton", "bates,bates", "bates,heston", "cev,heston"})
  void returnsRealiseTheQuotedCorrelation(String first, String second) {
    for (double quoted : new double[]{0.6, -0.35}) {
      MarketData market = market(first, second, Correlations.of("A", "B", quoted));
      assertThat(Math.abs(z(realised(market, SHORT, 1), quoted))).as("%s", quoted).isLessThan(LARGEST_Z);
    }
  }

  /** As variances wander apart, whatever the steps: the test would find a correlation that depends on them. */
  @Test
  void variancesThatPartLowerTheCorrelationOfLongReturns() {
    MarketData market = market("heston", "heston", Correlations.of("A", "B", 0.8));
    SummaryStatistics few = realised(market, 0.25, 12);
    SummaryStatistics many = realised(market, 0.25, 48);
    assertThat(few.getMean()).isBetween(0.78, 0.793);
    assertThat(Math.abs(few.getMean() - many.getMean())).isLessThan(0.005);
    MarketData oneVariance = market("heston", "heston", Correlations.of(List.of(new Entry("A", "B", 0.8),
        new Entry(BrownianMotion.ofVariance("A"), BrownianMotion.ofVariance("B"), 1))));
    assertThat(Math.abs(z(realised(oneVariance, 0.25, 12), 0.8))).isLessThan(LARGEST_Z);
  }

  @Test
  void assetsOfOneModelThatAreCorrelatedByOneAreOneAsset() {
    for (String model : List.of("heston", "euler", "sabr")) {
      SummaryStatistics realised = realised(market(model, model, Correlations.of("A", "B", 1)), 1, 12);
      assertThat(realised.getMin()).as(model).isCloseTo(1, within(1e-7));
    }
  }

  @Test
  void givenCorrelationsOfVariancesLeaveThoseOfReturnsAlone() {
    for (double variances : new double[]{0.2, 0.95}) {
      MarketData market = market("heston", "sabr", Correlations.of(List.of(new Entry("A", "B", 0.6),
          new Entry(BrownianMotion.ofVariance("A"), BrownianMotion.ofVariance("B"), variances),
          new Entry(BrownianMotion.ofPrice("A"), BrownianMotion.ofVariance("B"), -0.66 * variances))));
      assertThat(Math.abs(z(realised(market, SHORT, 1), 0.6))).as("%s", variances).isLessThan(LARGEST_Z);
    }
  }

  /** Returns of gamma times have independent increments, so their correlation is the same over any time. */
  @ParameterizedTest
  @CsvSource({"0.8,1,1", "0.8,1,4", "0.5,0.25,1"})
  void gammaTimesRealiseTheQuotedCorrelation(double quoted, double expiry, int steps) {
    MarketData market = market("variance-gamma", "other variance-gamma", Correlations.of("A", "B", quoted));
    assertThat(Math.abs(z(realised(market, expiry, steps), quoted))).isLessThan(LARGEST_Z);
  }

  /** What is between jumps has more in common than the returns, so the convention matters. */
  @Test
  void correlationsOfDiffusionsAreThoseBetweenJumps() {
    Correlations diffusions = Correlations.of("A", "B", 0.6).by(Correlations.Convention.DIFFUSIONS);
    MarketData market = market("merton", "merton", diffusions);
    double share = model("merton").diffusionShare();
    SummaryStatistics realised = realised(market, SHORT, 1);
    assertThat(Math.abs(z(realised, 0.6 * share * share))).isLessThan(LARGEST_Z);
    assertThat(z(realised, 0.6)).isLessThan(-LARGEST_Z);
  }
}
