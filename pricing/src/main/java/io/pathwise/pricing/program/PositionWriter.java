package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.training.Decision;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.model.Curves;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.LogPrices;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.model.TimeGrid;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes what several positions pay on the same paths: one grid, one model, a payoff for each trade. */
final class PositionWriter {

  private final ProgramBuilder builder = new ProgramBuilder();
  private final MarketData market;
  private final TimeGrid grid;
  private final InputsBuilder inputs;
  private final List<String> assets;
  private final Prices prices;
  private final List<Payoff> payoffs = new ArrayList<>();
  private final List<LearntPolicy> policies = new ArrayList<>();

  /**
   * Writes the model.
   *
   * @param products
   *          all that are to stand in the program
   * @param dates
   *          further times that it passes, in years
   * @throws IllegalArgumentException
   *           when there is none, or an {@linkplain PayoffMoments#obstacle obstacle} to one; when the market lacks an
   *           asset, or the assets are on different curves
   */
  PositionWriter(List<Product> products, Set<Double> dates, MarketData market) {
    Require.that(!products.isEmpty(), "there is no trade");
    products
        .forEach(product -> PayoffMoments.obstacle(product, market).ifPresent(reason -> Require.that(false, reason)));
    this.market = market;
    this.assets = products.stream().flatMap(product -> product.assets().stream()).distinct().toList();
    this.grid = ProgramGrid.of(products, dates, market);
    this.inputs = new InputsBuilder(builder, grid);
    double first = products.stream().mapToDouble(product -> product.observationTimes().getFirst()).min().orElseThrow();
    this.prices = new LogPrices(
        new ModelStep(builder, inputs, grid, new Curves(builder.graph(), inputs, grid, market)), market, assets, first)
        .write();
  }

  ProgramBuilder builder() {
    return builder;
  }

  TimeGrid grid() {
    return grid;
  }

  InputsBuilder inputs() {
    return inputs;
  }

  /** Of all assets. */
  Prices prices() {
    return prices;
  }

  /** Those of some assets, in their order. */
  Prices prices(List<String> ids) {
    return prices.of(ids.stream().map(assets::indexOf).toList());
  }

  /** Those written so far, one for each trade. */
  List<Payoff> payoffs() {
    return payoffs;
  }

  /** Of those written so far that have decisions. */
  List<LearntPolicy> policies() {
    return policies;
  }

  /** A number plus what the trades of a position pay, discounted; to be read at the end. */
  Expr write(List<Trade> position, Expr first) {
    Graph graph = builder.graph();
    String curve = market.commonCurve(assets).id();
    Expr total = first;
    for (Trade trade : position) {
      String scope = "trade " + (payoffs.size() + 1) + " ";
      InputsBuilder own = inputs.within(scope);
      Payoff payoff = new Payoff(builder, own, new Curves(graph, own, grid, market).of(curve),
          prices(trade.product().assets()), scope, trade.product().domestic());
      payoffs.add(payoff);
      Expr paid = payoff.write();
      payoff.exercise().ifPresent(exercise -> policies.add(
          new LearntPolicy(paid, exercise.decisions().stream().map(decision -> within(scope, decision)).toList())));
      total = graph.fma(own.parameter("quantity", trade.quantity()), paid, total);
    }
    return total;
  }

  /** The decision with per-step values by the names that they have outside a scope. */
  private static Decision within(String scope, Decision decision) {
    return new Decision(decision.stage(), decision.ending(), decision.amount(), decision.weight(),
        decision.observables().stream().map(observable -> new Decision.Observable(observable.number(),
            scope + observable.centre(), scope + observable.scale())).toList(),
        decision.basis(), decision.coefficients().stream().map(name -> scope + name).toList(), decision.never());
  }
}
