package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The simulated prices as expressions, for stages that come after the model's, in the order in which the product reads
 * them and in the currency of payment. Start at {@link #price}, at {@link #compared} for thresholds, and at
 * {@link #move} for what prices do within a step.
 */
public final class Prices {

  private static final double TINY = 1e-300;

  private final Graph graph;
  private final List<Price> list;
  private final List<Expr.State> drawn;
  private final Function<Expr.State, Expr> today;
  private final List<Expr.State> factors;

  /**
   * One price, exp(rest) + certain.
   *
   * @param rest
   *          the logarithm of what is drawn of it
   * @param certain
   *          what is known of it in advance; empty where all of it is drawn
   * @param move
   *          what it does within a step
   */
  record Price(Expr rest, Optional<Expr> certain, Supplier<PriceMove> move) {}

  /**
   * Simulated prices.
   *
   * @param drawn
   *          the states of the logarithms of all prices that are drawn
   * @param today
   *          what they are today, as data
   * @param factors
   *          what else the models carry from step to step
   */
  Prices(Graph graph, List<Price> list, List<Expr.State> drawn, Function<Expr.State, Expr> today,
      List<Expr.State> factors) {
    this.graph = graph;
    this.list = list;
    this.drawn = List.copyOf(drawn);
    this.today = today;
    this.factors = List.copyOf(factors);
  }

  /** The prices of some of the assets, by their places here, where none is converted: only these are drawn. */
  public Prices of(List<Integer> places) {
    return new Prices(graph, places.stream().map(list::get).toList(), places.stream().map(drawn::get).toList(), today,
        factors);
  }

  /** The states that hold the logarithms of all prices that are drawn, exchange rates among them. */
  public List<Expr.State> drawn() {
    return drawn;
  }

  /** Logarithmic returns of these prices since today's, which are data: they stay where the spot moves. */
  public List<Expr> returns() {
    return drawn.stream().<Expr>map(log -> graph.sub(log, today.apply(log))).toList();
  }

  /** What the models carry from step to step beside prices: variances, above all. */
  public List<Expr.State> factors() {
    return factors;
  }

  /** The price of an asset. */
  public Expr price(int asset) {
    Expr drawn = graph.exp(list.get(asset).rest());
    return list.get(asset).certain().map(certain -> graph.add(drawn, certain)).orElse(drawn);
  }

  /** The price of an asset at the expiry of the product, up to which what is certain of it has been paid. */
  public Expr priceAtExpiry(int asset) {
    return graph.exp(list.get(asset).rest());
  }

  /** The logarithm of the price of an asset. */
  public Expr log(int asset) {
    return list.get(asset).certain().isPresent() ? graph.log(price(asset)) : list.get(asset).rest();
  }

  /**
   * What the price of an asset does within a step.
   *
   * @throws IllegalArgumentException
   *           when its model jumps, or a part of it is certain: then it is not known
   */
  public PriceMove move(int asset) {
    return list.get(asset).move().get();
  }

  /** What is on the same side of {@link #level} of a level as the price is of the level itself. */
  public Expr compared(int asset) {
    return list.get(asset).rest();
  }

  /** What {@link #compared} is compared with in the place of a level of the price. */
  public Expr level(int asset, Expr level) {
    return graph.log(list.get(asset).certain()
        .<Expr>map(certain -> graph.max(graph.sub(level, certain), graph.literal(TINY))).orElse(level));
  }
}
