package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Several positions on the same paths, as one program. A position is a list of trades whose discounted payoffs, times
 * their quantities, are added up. With X_i the sum of position i on a path and c_i a number near its mean, which keeps
 * the products small, the outputs are the deviations D_i = X_i − c_i of all positions and then the products D_i D_j of
 * the lower triangle, row after row, and last D_0⁴. Start at {@link #of}.
 *
 * @param program
 *          the structure
 * @param inputs
 *          the data, with all c_i = 0
 * @param policies
 *          decisions that are to be learnt first
 * @param positions
 *          how many there are
 */
public record PayoffMoments(Program program, Inputs inputs, List<LearntPolicy> policies, int positions) {

  /** Copies the list. */
  public PayoffMoments {
    Require.given("program", program);
    Require.given("inputs", inputs);
    policies = Require.elements("policies", policies);
  }

  /**
   * Writes the program.
   *
   * @throws IllegalArgumentException
   *           when there is an {@link #obstacle} to a product, the market lacks an asset, or the assets are on
   *           different curves
   */
  public static PayoffMoments of(List<List<Trade>> positions, MarketData market) {
    List<List<Trade>> given = Require.elements("positions", positions);
    Require.given("market", market);
    List<Product> products = given.stream().flatMap(List::stream).map(Trade::product).toList();
    PositionWriter writer = new PositionWriter(products, Set.of(), market);
    ProgramBuilder builder = writer.builder();
    Graph graph = builder.graph();
    List<Expr> deviations = new ArrayList<>();
    for (List<Trade> position : given) {
      deviations.add(
          writer.write(position, graph.neg(writer.inputs().parameter(centre(deviations.size()), 0.0))));
    }
    for (int i = 0; i < deviations.size(); i++) {
      builder.output("deviation " + i, deviations.get(i));
    }
    for (int i = 0; i < deviations.size(); i++) {
      for (int j = 0; j <= i; j++) {
        builder.output("product " + i + " " + j, graph.mul(deviations.get(i), deviations.get(j)));
      }
    }
    Expr square = graph.mul(deviations.getFirst(), deviations.getFirst());
    builder.output("fourth power 0", graph.mul(square, square));
    return new PayoffMoments(builder.build(), writer.inputs().build(), writer.policies(), given.size());
  }

  /**
   * Why a product cannot stand beside others on the same paths; empty if it can.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset
   */
  public static Optional<String> obstacle(Product product, MarketData market) {
    Require.given("market", market);
    if (Require.given("product", product).crossCurrency().isPresent()) {
      return Optional.of("it pays in another currency than that of its assets");
    }
    if (product.collateral().isPresent()) {
      return Optional.of("its payments are discounted with another curve than that of their currency");
    }
    if (product.isDeterministic()) {
      return Optional.of("all that it pays is known");
    }
    if (product.watchesPrices()) {
      return Optional.of("it watches prices between the simulated times, where only probabilities are known");
    }
    return product.assets().stream().map(market::asset)
        .filter(asset -> asset.dividends().cashModel() == Dividends.CashModel.ESCROWED
            && !asset.dividends().cash(Double.MAX_VALUE).isEmpty())
        .map(asset -> "the dividends of %s are escrowed, so that its price depends on the expiry of the product"
            .formatted(asset.id()))
        .findFirst();
  }

  /** The same with data by which decisions are taken. */
  public PayoffMoments fitted(Inputs learnt) {
    return new PayoffMoments(program, learnt, policies, positions);
  }

  /** The data with numbers near the means of the positions. */
  public Inputs around(List<Double> centres) {
    List<Double> given = Require.elements("centres", centres);
    Require.that(given.size() == positions, "%s centres of %s positions", given.size(), positions);
    Map<String, Double> parameters = new HashMap<>(inputs.parameters());
    for (int i = 0; i < positions; i++) {
      parameters.put(centre(i), given.get(i));
    }
    return new Inputs(inputs.steps(), parameters, inputs.stepValues(), inputs.schedules());
  }

  /** The number of the output that holds the product of two deviations. */
  public int product(int i, int j) {
    int row = Math.max(i, j);
    return positions + row * (row + 1) / 2 + Math.min(i, j);
  }

  /** The number of the output that holds the fourth power of the first deviation. */
  public int fourthPower() {
    return positions + positions * (positions + 1) / 2;
  }

  private static String centre(int position) {
    return "centre " + position;
  }
}
