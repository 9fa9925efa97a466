package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.sample.Normal;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 *
 * <p>
 * All prices are drawn under the measure of the currency of payment. An asset that is quoted in another one drifts by
 * −σ_a σ_x ρ_ax more, x being the exchange rate (Glasserman 2003, section 1.2.2; Reiner 1992); a rate that is quoted
 * the other way round changes the sign. Given what the models have drawn for the step this makes the converted price a
 * martingale for any models.
 */
public final class LogPrices {

  private final ModelStep step;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final MarketData market;
  private final Product product;
  private final Optional<CrossCurrency> conversion;
  private final Map<String, LogReturn> returns = new LinkedHashMap<>();
  private final Map<String, Expr.State> states = new LinkedHashMap<>();
  private final Map<String, CashDividends> dividends = new LinkedHashMap<>();

  public LogPrices(ModelStep step, MarketData market, Product product) {
    this.step = step;
    this.graph = step.graph();
    this.inputs = step.inputs();
    this.grid = step.grid();
    this.market = market;
    this.product = product;
    this.conversion = product.crossCurrency();
  }

  /** Writes the step, and the prices that the product reads, in the currency of payment. */
  public Prices write() {
    step.builder().stage(ModelStep.STAGE);
    List<Asset> drawn = new ArrayList<>();
    for (String id : drawn()) {
      Asset asset = market.asset(id);
      LogPrice price = draw(asset, drawn);
      returns.put(id, Dynamics.of(asset.model()).write(step, asset, () -> price, carry(asset)));
    }
    for (String id : product.assets()) {
      Asset rate = market.asset(id);
      if (!returns.containsKey(id)) {
        returns.put(id, Dynamics.of(rate.model()).write(step, rate, () -> draw(rate, drawn), carry(rate)));
      }
    }
    List<List<Expr>> cholesky = Cholesky.factor(graph, drawn.size(),
        (a, b) -> correlation(drawn.get(a).id(), drawn.get(b).id()));
    List<Expr> residuals = new ArrayList<>();
    for (int a = 0; a < drawn.size(); a++) {
      String id = drawn.get(a).id();
      Expr.State state = state(id);
      LogReturn logReturn = logReturn(id);
      Expr mean = graph.add(state, logReturn.mean());
      if (a > 0) {
        Expr common = graph.mul(cholesky.get(a).getFirst(), residuals.getFirst());
        for (int b = 1; b < a; b++) {
          common = graph.fma(cholesky.get(a).get(b), residuals.get(b), common);
        }
        mean = graph.fma(logReturn.deviation(), common, mean);
      }
      Expr.Sample sample = step.builder().sample(new Normal(), plusConversion(id, mean),
          graph.mul(logReturn.deviation(), cholesky.get(a).get(a)));
      residuals.add(sample.noise());
      step.builder().update(ModelStep.STAGE, state, sample);
    }
    for (Asset asset : drawn) {
      if (!cash(asset.id()).areNone() && !isEscrowed(asset)) {
        cash(asset.id()).fall(state(asset.id()));
      }
    }
    return new Prices(graph, read());
  }

  /** The state of an asset whose price is drawn: also of a rate that is so only because its model asks for it. */
  private LogPrice draw(Asset asset, List<Asset> drawn) {
    Expr spot = step.spot(asset);
    CashDividends cash = new CashDividends(step, asset);
    dividends.put(asset.id(), cash);
    Expr initial = graph.log(isEscrowed(asset) ? graph.sub(spot, cash.today()) : spot);
    Expr.State state = step.builder().state(asset.id() + ".log", initial);
    states.put(asset.id(), state);
    drawn.add(asset);
    return new LogPrice(state, initial);
  }

  /** Ids of the assets whose prices the payoff reads: of exchange rates only where prices are converted. */
  private List<String> drawn() {
    boolean isQuanto = conversion.filter(cross -> cross.conversion() == CrossCurrency.Conversion.QUANTO).isPresent();
    return isQuanto ? product.domestic().assets() : product.assets();
  }

  private List<Prices.Price> read() {
    return product.domestic().assets().stream()
        .map(id -> conversion.map(cross -> converted(id, cross)).orElseGet(() -> quoted(id))).toList();
  }

  private Prices.Price converted(String asset, CrossCurrency cross) {
    return switch (cross.conversion()) {
      case QUANTO -> quoted(asset);
      case COMPOSITE -> cross.rate(asset).map(rate -> {
        Prices both = new Prices(graph, List.of(quoted(asset), quoted(rate.asset())));
        Expr log = both.log(0);
        Expr logRate = both.log(1);
        return drawn(rate.inverse() ? graph.sub(log, logRate) : graph.add(log, logRate));
      }).orElseGet(() -> quoted(asset));
    };
  }

  /** A price in the currency in which it is quoted. */
  private Prices.Price quoted(String asset) {
    Expr state = state(asset);
    return isEscrowed(market.asset(asset)) && cash(asset).areAnyAfter(product.observationTimes().getFirst())
        ? new Prices.Price(state, Optional.of(cash(asset).toCome()))
        : drawn(state);
  }

  private Prices.Price drawn(Expr log) {
    return new Prices.Price(log, Optional.empty());
  }

  private Expr.State state(String asset) {
    return Objects.requireNonNull(states.get(asset));
  }

  private CashDividends cash(String asset) {
    return Objects.requireNonNull(dividends.get(asset));
  }

  private boolean isEscrowed(Asset asset) {
    return asset.dividends().cashModel() == Dividends.CashModel.ESCROWED
        && !cash(asset.id()).areNone();
  }

  private LogReturn logReturn(String asset) {
    return Objects.requireNonNull(returns.get(asset));
  }

  /** The logarithm of the growth of the forward price over a step. */
  private Expr carry(Asset asset) {
    Expr dividend = inputs.parameter(new RiskFactor.Dividend(asset.id()), asset.dividendYield());
    Expr carry = graph.sub(step.curves().of(asset.curve()).rateTimeOfStep(), graph.mul(dividend, step.length()));
    for (String held : asset.heldCurves()) {
      carry = graph.sub(carry, step.curves().of(held).rateTimeOfStep());
    }
    if (asset.dividends().logKept(grid.end(grid.steps() - 1)) != 0) {
      carry = graph.add(carry, inputs.stepValue(asset.id() + ".kept",
          k -> asset.dividends().logKept(grid.end(k)) - asset.dividends().logKept(grid.start(k))));
    }
    return carry;
  }

  /** The mean of an asset's log price with the drift that is due to the currency of payment. */
  private Expr plusConversion(String asset, Expr mean) {
    return conversion.flatMap(cross -> rateOfQuotation(asset, cross)).map(rate -> {
      Expr covariance = graph.mul(logReturn(asset).deviation(), logReturn(rate.asset()).deviation());
      if (!rate.asset().equals(asset)) {
        covariance = graph.mul(correlation(asset, rate.asset()), covariance);
      }
      return rate.inverse() ? graph.add(mean, covariance) : graph.sub(mean, covariance);
    }).orElse(mean);
  }

  /** The exchange rate from the currency that an asset is quoted in. */
  private static Optional<ExchangeRate> rateOfQuotation(String asset, CrossCurrency cross) {
    return cross.rate(asset).or(() -> cross.rates().stream().flatMap(Optional::stream)
        .filter(rate -> rate.inverse() && rate.asset().equals(asset)).findFirst());
  }

  private Expr correlation(String first, String second) {
    RiskFactor factor = market.correlation(first, second);
    Expr quoted = inputs.parameter(factor, market.correlations().get(first, second));
    Expr shares = graph.mul(logReturn(first).share(graph), logReturn(second).share(graph));
    if (IntStream.range(0, grid.steps()).allMatch(k -> decorrelation(first, second, k) == 0)) {
      return graph.mul(quoted, shares);
    }
    Expr slope = inputs.stepValue(factor + ".slope", k -> decorrelation(first, second, k));
    return graph.mul(
        graph.mul(quoted, graph.fma(graph.neg(slope), step.curves().valuationTime(), graph.literal(1.0))), shares);
  }

  /**
   * How fast the correlation of two assets over a step falls as the valuation time moves on, as a share of it. An event
   * on a pillar comes nearer and the step behind it takes in a piece of the interval before, where the volatilities are
   * x and y times those of the step: the covariance grows by x y, the variances by x² and y², so the correlation falls
   * by (x − y)² / (2 Δt). Exact to first order, which is what theta needs.
   */
  private double decorrelation(String a, String b, int k) {
    if (grid.startMoves(k) == 0) {
      return 0;
    }
    double difference = volRatio(market.asset(a), k) - volRatio(market.asset(b), k);
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
