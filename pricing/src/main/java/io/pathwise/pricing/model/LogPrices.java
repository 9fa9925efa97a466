package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
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
import java.util.stream.Stream;

/**
 * Moves the log prices of all assets, whatever their models: each model draws what it needs (a variance, a number of
 * jumps, a time) and names mean m_a and standard deviation s_a of the log return given these draws; then the log price
 * of asset a is the sample node
 *
 * <pre>
 * x_a ~ Normal(x_a + m_a + s_a Σ_n L_an ε_n, s_a L_aa)
 * </pre>
 *
 * with ε_n the standardised normals before, of variances and of other returns, and L from {@link JointNoise}. Every
 * estimator acts on these normal nodes.
 *
 * <p>
 * All prices are drawn under the measure of the currency of payment. An asset that is quoted in another one drifts by
 * −σ_a σ_x ρ_ax more, x being the exchange rate (Glasserman 2003, section 1.2.2; Reiner 1992), and so does its
 * variance; a rate that is quoted the other way round changes the sign. So the converted price is a martingale.
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
  private final List<Asset> drawnAssets = new ArrayList<>();

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
    Map<String, LogPrice> prices = new LinkedHashMap<>();
    drawn().forEach(id -> prices.put(id, draw(market.asset(id))));
    boolean isAlone = drawnAssets.size() == 1 && conversion.isEmpty();
    JointNoise noise = new JointNoise(step, market.restrictedTo(product.assets()), conversion, isAlone, returns);
    for (String id : ratesFirst()) {
      Asset asset = market.asset(id);
      returns.put(id, Dynamics.of(asset.model()).write(step, asset,
          () -> prices.computeIfAbsent(id, missing -> draw(asset)), noise.of(asset), carry(asset)));
    }
    for (Asset asset : drawnAssets) {
      Expr.State state = state(asset.id());
      step.builder().update(ModelStep.STAGE, state, noise.ofReturn(asset.id(), state));
    }
    for (Asset asset : drawnAssets) {
      if (!cash(asset.id()).areNone() && !isEscrowed(asset)) {
        cash(asset.id()).fall(state(asset.id()));
      }
    }
    return new Prices(graph, read());
  }

  /** Ids of all assets, exchange rates first: what they move by is a drift of the others. */
  private List<String> ratesFirst() {
    List<String> rates = conversion.stream().flatMap(cross -> cross.rates().stream()).flatMap(Optional::stream)
        .map(ExchangeRate::asset).toList();
    return Stream.concat(rates.stream(), product.assets().stream()).distinct().toList();
  }

  /** The state of an asset whose price is drawn: also of a rate that is so only because its model asks for it. */
  private LogPrice draw(Asset asset) {
    Expr spot = step.spot(asset);
    CashDividends cash = new CashDividends(step, asset);
    dividends.put(asset.id(), cash);
    Expr initial = graph.log(isEscrowed(asset) ? graph.sub(spot, cash.today()) : spot);
    Expr.State state = step.builder().state(asset.id() + ".log", initial);
    states.put(asset.id(), state);
    drawnAssets.add(asset);
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
}
