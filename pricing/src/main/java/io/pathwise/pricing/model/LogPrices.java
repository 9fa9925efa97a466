package io.pathwise.pricing.model;

import io.pathwise.engine.sample.Normal;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Moves the log prices of all assets, whatever their models: each model draws what it needs (a variance, a number of
 * jumps, a time) and names mean m_a and standard deviation s_a of the log return given these draws; then the log price
 * of asset a is the sample node
 *
 * <pre>
 * x_a ~ Normal(x_a + m_a + s_a Σ_{b&lt;a} L_ab ε_b, s_a L_aa)
 * </pre>
 *
 * with L the Cholesky factor of the correlations of the returns and ε_b the standardised draws of the assets before
 * (Glasserman 2003, section 2.3.3). The market's correlations are those of the Brownian motions that drive the prices,
 * of Heston's model the part that is independent of the variance; jumps of different assets are independent, so a
 * correlation shrinks by the share that the diffusion has in each return. Every estimator acts on these normal nodes.
 */
public final class LogPrices {

  private final ModelStep step;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final MarketData market;
  private final List<Asset> assets;

  public LogPrices(ModelStep step, MarketData market, List<String> assets) {
    this.step = step;
    this.graph = step.graph();
    this.inputs = step.inputs();
    this.grid = step.grid();
    this.market = market;
    this.assets = assets.stream().map(market::asset).toList();
  }

  public Prices write() {
    step.builder().stage(ModelStep.STAGE);
    Expr rateTime = step.curve().rateTimeOfStep();
    List<Expr.State> states = new ArrayList<>();
    List<LogReturn> returns = new ArrayList<>();
    for (Asset asset : assets) {
      Expr spot = inputs.parameter(new RiskFactor.Spot(asset.id()), asset.spot());
      Expr dividend = inputs.parameter(new RiskFactor.Dividend(asset.id()),
          asset.dividendYield());
      states.add(step.builder().state(asset.id() + ".log", graph.log(spot)));
      returns.add(
          Dynamics.of(asset.model()).write(step, asset, graph.sub(rateTime, graph.mul(dividend, step.length()))));
    }
    List<List<Expr>> cholesky = Cholesky.factor(graph, assets.size(), (a, b) -> correlation(a, b, returns));
    List<Expr> residuals = new ArrayList<>();
    for (int a = 0; a < assets.size(); a++) {
      LogReturn logReturn = returns.get(a);
      Expr mean = graph.add(states.get(a), logReturn.mean());
      if (a > 0) {
        Expr common = graph.mul(cholesky.get(a).getFirst(), residuals.getFirst());
        for (int b = 1; b < a; b++) {
          common = graph.fma(cholesky.get(a).get(b), residuals.get(b), common);
        }
        mean = graph.fma(logReturn.deviation(), common, mean);
      }
      Expr.Sample sample = step.builder().sample(new Normal(), mean,
          graph.mul(logReturn.deviation(), cholesky.get(a).get(a)));
      residuals.add(sample.noise());
      step.builder().update(ModelStep.STAGE, states.get(a), sample);
    }
    return new Prices(states);
  }

  private Expr correlation(int a, int b, List<LogReturn> returns) {
    String first = assets.get(a).id();
    String second = assets.get(b).id();
    RiskFactor.Correlation factor = market.correlation(first, second);
    Expr quoted = inputs.parameter(factor, market.correlations().get(first, second));
    Expr shares = graph.mul(returns.get(a).share(graph), returns.get(b).share(graph));
    if (IntStream.range(0, grid.steps()).allMatch(k -> decorrelation(a, b, k) == 0)) {
      return graph.mul(quoted, shares);
    }
    Expr slope = inputs.stepValue(factor + ".slope", k -> decorrelation(a, b, k));
    return graph.mul(
        graph.mul(quoted, graph.fma(graph.neg(slope), step.curve().valuationTime(), graph.literal(1.0))), shares);
  }

  /**
   * How fast the correlation of two assets over a step falls as the valuation time moves on, as a share of it. An event
   * on a pillar comes nearer and the step behind it takes in a piece of the interval before, where the volatilities are
   * x and y times those of the step: the covariance grows by x y, the variances by x² and y², so the correlation falls
   * by (x − y)² / (2 Δt). Exact to first order, which is what theta needs.
   */
  private double decorrelation(int a, int b, int k) {
    if (grid.startMoves(k) == 0) {
      return 0;
    }
    double difference = volRatio(assets.get(a), k) - volRatio(assets.get(b), k);
    return grid.startMoves(k) * difference * difference / (2 * grid.length(k));
  }

  /** The volatility before the start of a step as a multiple of that of the step; 1 where the step has none. */
  private double volRatio(Asset asset, int k) {
    return asset.model().blackVols().map(vols -> {
      double variance = vols.forwardVariance(grid.end(k));
      return variance > 0 ? Math.sqrt(vols.forwardVariance(grid.start(k)) / variance) : 1;
    }).orElse(1.0);
  }
}
