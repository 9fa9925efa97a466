package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.util.HashMap;
import java.util.Map;

/** The zero curves of a market as expressions, each once, and the valuation time, which moves along all of them. */
public final class Curves {

  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final MarketData market;
  private final Expr valuationTime;
  private final Map<String, Curve> known = new HashMap<>();

  /** Those of a market over the steps of a simulation. */
  public Curves(Graph graph, InputsBuilder inputs, TimeGrid grid, MarketData market) {
    this.graph = graph;
    this.inputs = inputs;
    this.grid = grid;
    this.market = market;
    this.valuationTime = inputs.parameter(new RiskFactor.ValuationTime(), 0.0);
  }

  /** Moves every event: an event at time t happens t − (valuation time) from the valuation date. */
  public Expr valuationTime() {
    return valuationTime;
  }

  /** What the dividends of cash that an asset pays up to a time are worth today. */
  double worthOfCash(Asset asset, double until) {
    return market.worthOfCash(asset.id(), until);
  }

  /** The curve with an id. */
  public Curve of(String id) {
    return known.computeIfAbsent(id, unknown -> new Curve(graph, inputs, grid, market.curve(id), valuationTime));
  }
}
