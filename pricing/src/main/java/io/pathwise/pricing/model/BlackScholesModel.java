package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.Normal;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Correlated geometric Brownian motions, exact at every step: the log price of asset a is the sample node
 *
 * <pre>
 * x_a ~ Normal(x_a + (r − q_a) Δt − ½ v_a + s_a Σ_{b&lt;a} L_ab ε_b, s_a L_aa), v_a = s_a²
 * </pre>
 *
 * with v_a the step's total variance, L the Cholesky factor of the correlation matrix and ε_b the standardised draws of
 * the assets before (Glasserman 2003, sections 2.3.3 and 3.2.3).
 */
final class BlackScholesModel {

  private static final String STAGE = "step";

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final Curve curve;
  private final MarketData market;
  private final List<String> assets;

  BlackScholesModel(ProgramBuilder builder, InputsBuilder inputs, TimeGrid grid, Curve curve, MarketData market,
      List<String> assets) {
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.grid = grid;
    this.curve = curve;
    this.market = market;
    this.assets = assets;
  }

  Prices write() {
    builder.stage(STAGE);
    Expr rateTime = curve.rateTimeOfStep();
    Expr dividendTime = graph.fma(
        graph.neg(inputs.stepValue("step length.slope",
            step -> grid.moves(grid.end(step)) - grid.moves(grid.start(step)))),
        curve.valuationTime(), inputs.stepValue(PricingProgram.STEP_LENGTH, step -> grid.end(step) - grid.start(step)));
    List<List<Expr>> cholesky = Cholesky.factor(graph, assets.size(), this::correlation);
    List<Expr> residuals = new ArrayList<>();
    List<Expr.State> states = new ArrayList<>();
    for (int a = 0; a < assets.size(); a++) {
      Asset asset = market.asset(assets.get(a));
      Expr spot = inputs.parameter(PricingProgram.parameter(new RiskFactor.Spot(asset.id())), asset.spot());
      Expr dividend = inputs.parameter(PricingProgram.parameter(new RiskFactor.Dividend(asset.id())),
          asset.dividendYield());
      Expr.State logPrice = builder.state(asset.id() + ".log", graph.log(spot));
      states.add(logPrice);
      Expr deviation = deviation(asset);
      Expr drift = graph.sub(graph.sub(rateTime, graph.mul(dividend, dividendTime)),
          graph.mul(graph.literal(0.5), graph.mul(deviation, deviation)));
      Expr mean = graph.add(logPrice, drift);
      if (a > 0) {
        Expr common = graph.mul(cholesky.get(a).getFirst(), residuals.getFirst());
        for (int b = 1; b < a; b++) {
          common = graph.fma(cholesky.get(a).get(b), residuals.get(b), common);
        }
        mean = graph.fma(deviation, common, mean);
      }
      Expr.Sample sample = builder.sample(new Normal(), mean, graph.mul(deviation, cholesky.get(a).get(a)));
      residuals.add(sample.noise());
      builder.update(STAGE, logPrice, sample);
    }
    return new Prices(states);
  }

  private Expr correlation(int a, int b) {
    String first = assets.get(a);
    String second = assets.get(b);
    RiskFactor.Correlation factor = market.correlation(first, second);
    Expr quoted = inputs.parameter(PricingProgram.parameter(factor), market.correlations().get(first, second));
    if (IntStream.range(0, grid.steps()).allMatch(step -> decorrelation(first, second, step) == 0)) {
      return quoted;
    }
    Expr slope = inputs.stepValue(factor + ".slope", step -> decorrelation(first, second, step));
    return graph.mul(quoted, graph.fma(graph.neg(slope), curve.valuationTime(), graph.literal(1.0)));
  }

  /**
   * How fast the correlation of two assets over a step falls as the valuation time moves on, as a share of it. An event
   * on a pillar comes nearer and the step behind it takes in a piece of the interval before, where the volatilities are
   * x and y times those of the step: the covariance grows by x y, the variances by x² and y², so the correlation falls
   * by (x − y)² / (2 Δt). Exact to first order, which is what theta needs.
   */
  private double decorrelation(String first, String second, int step) {
    double difference = volRatio(first, step) - volRatio(second, step);
    return grid.moves(grid.start(step)) * difference * difference / (2 * (grid.end(step) - grid.start(step)));
  }

  /** The volatility before the start of a step as a multiple of that of the step; 1 where the step has none. */
  private double volRatio(String id, int step) {
    VolTermStructure vols = vols(market.asset(id));
    double variance = vols.forwardVariance(grid.end(step));
    return variance > 0 ? Math.sqrt(vols.forwardVariance(grid.start(step)) / variance) : 1;
  }

  private static VolTermStructure vols(Asset asset) {
    return switch (asset.model()) {
      case AssetModel.BlackScholes model -> model.vols();
    };
  }

  /** The standard deviation of the asset's log return over the step; 0 over a step without variance. */
  private Expr deviation(Asset asset) {
    VolTermStructure vols = vols(asset);
    PillarInterpolation interpolation = vols.interpolation();
    Expr shift = inputs.parameter(PricingProgram.parameter(new RiskFactor.Vol(asset.id())), 0.0);
    List<Expr> quotes = new ArrayList<>();
    List<Expr> weights = new ArrayList<>();
    for (int j = 0; j < vols.times().size(); j++) {
      RiskFactor pillar = new RiskFactor.VolPillar(asset.id(), vols.times().get(j));
      quotes.add(graph.add(inputs.parameter(PricingProgram.parameter(pillar), vols.vols().get(j)), shift));
      weights.add(PillarWeights.ofStep(graph, inputs, grid, asset.id() + ".variance", interpolation, j,
          curve.valuationTime()));
    }
    if (quotes.size() == 1) {
      return graph.mul(quotes.getFirst(), rootOrZero(weights.getFirst()));
    }
    Expr variance = graph.literal(-0.0);
    for (int j = 0; j < quotes.size(); j++) {
      variance = graph.fma(weights.get(j), graph.mul(quotes.get(j), quotes.get(j)), variance);
    }
    return rootOrZero(variance);
  }

  private Expr rootOrZero(Expr variance) {
    Expr zero = graph.literal(0.0);
    return graph.select(graph.less(zero, variance), graph.sqrt(variance), zero);
  }
}
