package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.State;
import io.pathwise.pricing.Require;
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
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
  private final List<String> assets;
  /** Ids of the assets whose prices are read. */
  private final List<String> observed;
  private final double firstObservation;
  private final Optional<CrossCurrency> conversion;
  private final Map<String, LogReturn> returns = new LinkedHashMap<>();
  private final Map<String, Expr.State> states = new LinkedHashMap<>();
  private final Map<String, CashDividends> dividends = new LinkedHashMap<>();
  private final List<Asset> drawnAssets = new ArrayList<>();
  /** The log prices at the end of the step, before dividends of cash. */
  private final Map<String, Expr> ends = new LinkedHashMap<>();

  /** Those that a product reads. */
  public LogPrices(ModelStep step, MarketData market, Product product) {
    this(step, market, product.assets(), product.domestic().assets(), product.observationTimes().getFirst(),
        product.crossCurrency());
  }

  /**
   * Those of several assets that are quoted in the currency of payment, for several products.
   *
   * @param firstObservation
   *          when one is read first
   */
  public LogPrices(ModelStep step, MarketData market, List<String> assets, double firstObservation) {
    this(step, market, assets, assets, firstObservation, Optional.empty());
  }

  private LogPrices(ModelStep step, MarketData market, List<String> assets, List<String> observed,
      double firstObservation, Optional<CrossCurrency> conversion) {
    this.step = step;
    this.graph = step.graph();
    this.inputs = step.inputs();
    this.grid = step.grid();
    this.market = market;
    this.assets = assets;
    this.observed = observed;
    this.firstObservation = firstObservation;
    this.conversion = conversion;
  }

  /** Writes the step, and the prices that the product reads, in the currency of payment. */
  public Prices write() {
    step.builder().stage(ModelStep.STAGE);
    Map<String, LogPrice> prices = new LinkedHashMap<>();
    drawn().forEach(id -> prices.put(id, draw(market.asset(id))));
    boolean isAlone = drawnAssets.size() == 1 && conversion.isEmpty();
    JointNoise noise = new JointNoise(step, market.restrictedTo(assets), conversion, isAlone, returns);
    for (String id : ratesFirst()) {
      Asset asset = market.asset(id);
      returns.put(id, Dynamics.of(asset.model()).write(step, asset,
          () -> prices.computeIfAbsent(id, missing -> draw(asset)), noise.of(asset), carry(asset)));
    }
    for (Asset asset : drawnAssets) {
      Expr.State state = state(asset.id());
      Expr end = noise.ofReturn(asset.id(), state);
      ends.put(asset.id(), end);
      step.builder().update(ModelStep.STAGE, state, end);
    }
    for (Asset asset : drawnAssets) {
      if (!cash(asset.id()).areNone() && !isEscrowed(asset)) {
        cash(asset.id()).fall(state(asset.id()));
      }
    }
    List<Expr.State> factors = step.builder().states().stream().map(State::value)
        .filter(state -> !states.containsValue(state)).toList();
    return new Prices(graph, read(noise), List.copyOf(states.values()), this::today, factors);
  }

  /** The logarithm of the price of today behind a state, as a parameter of its own. */
  private Expr today(Expr.State log) {
    String id = states.entrySet().stream().filter(entry -> entry.getValue() == log).findFirst().orElseThrow().getKey();
    return inputs.parameter("logarithm of " + id + " today", StrictMath.log(market.asset(id).spot()));
  }

  /** Ids of all assets, exchange rates first: what they move by is a drift of the others. */
  private List<String> ratesFirst() {
    List<String> rates = conversion.stream().flatMap(cross -> cross.rates().stream()).flatMap(Optional::stream)
        .map(ExchangeRate::asset).toList();
    return Stream.concat(rates.stream(), assets.stream()).distinct().toList();
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
    return isQuanto ? observed : assets;
  }

  private List<Prices.Price> read(JointNoise noise) {
    return observed.stream()
        .map(id -> conversion.map(cross -> converted(id, cross, noise)).orElseGet(() -> quoted(id))).toList();
  }

  private Prices.Price converted(String asset, CrossCurrency cross, JointNoise noise) {
    return switch (cross.conversion()) {
      case QUANTO -> quoted(asset);
      case COMPOSITE -> cross.rate(asset).map(rate -> {
        Prices both = new Prices(graph, List.of(quoted(asset), quoted(rate.asset())), List.of(), this::today,
            List.of());
        return drawn(product(rate, both.log(0), both.log(1)), () -> {
          PriceMove move = both.move(0);
          PriceMove ofRate = both.move(1);
          Expr covariance = graph.mul(graph.literal(2.0), noise.covarianceOfStep(asset, rate.asset()));
          return new PriceMove(step, product(rate, move.start(), ofRate.start()),
              product(rate, move.end(), ofRate.end()),
              product(rate, graph.add(move.variance(), ofRate.variance()), covariance));
        });
      }).orElseGet(() -> quoted(asset));
    };
  }

  /** What adds up where a price is converted. */
  private Expr product(ExchangeRate rate, Expr ofPrice, Expr ofRate) {
    return rate.inverse() ? graph.sub(ofPrice, ofRate) : graph.add(ofPrice, ofRate);
  }

  /** A price in the currency in which it is quoted. */
  private Prices.Price quoted(String asset) {
    Expr state = state(asset);
    return isEscrowed(market.asset(asset)) && cash(asset).areAnyAfter(firstObservation)
        ? new Prices.Price(state, Optional.of(cash(asset).toCome()), () -> move(asset))
        : drawn(state, () -> move(asset));
  }

  private Prices.Price drawn(Expr log, Supplier<PriceMove> move) {
    return new Prices.Price(log, Optional.empty(), move);
  }

  private PriceMove move(String id) {
    Asset asset = market.asset(id);
    Require.that(!asset.model().hasJumps(),
        "what %s does between the simulated times is not known, as its model %s jumps: "
            + "risen, fallen, highest and lowest need one without jumps",
        id, asset.model().format().label());
    Require.that(!isEscrowed(asset),
        "what %s does between the simulated times is not known, as a part of it is the present value of dividends: "
            + "risen, fallen, highest and lowest need the dividend model spot",
        id);
    Require.that(!restsLater(asset),
        "the volatility of %s is 0 for a time after it was not: what is watched would jump where the price then drifts "
            + "over a level",
        id);
    Expr deviation = Objects.requireNonNull(returns.get(id)).diffusionOfStep(graph);
    Expr end = Objects.requireNonNull(ends.get(id));
    return new PriceMove(step, state(id), logKept(asset).map(kept -> graph.sub(end, kept)).orElse(end),
        graph.mul(deviation, deviation));
  }

  /** Whether the price is certain during a step of which the start is not. */
  private boolean restsLater(Asset asset) {
    return asset.model().blackVols().filter(vols -> {
      int moving = IntStream.range(0, grid.steps()).filter(k -> vols.forwardVariance(grid.end(k)) > 0).findFirst()
          .orElse(grid.steps());
      return IntStream.range(moving, grid.steps()).anyMatch(k -> vols.forwardVariance(grid.end(k)) == 0);
    }).isPresent();
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
    Expr withoutDividends = carry;
    return logKept(asset).map(kept -> graph.add(withoutDividends, kept)).orElse(withoutDividends);
  }

  /** The logarithm of what proportional dividends of a step leave of the price; empty where there are none. */
  private Optional<Expr> logKept(Asset asset) {
    return asset.dividends().logKept(grid.end(grid.steps() - 1)) == 0
        ? Optional.empty()
        : Optional.of(inputs.stepValue(asset.id() + ".kept",
            k -> asset.dividends().logKept(grid.end(k)) - asset.dividends().logKept(grid.start(k))));
  }
}
