package io.pathwise.greeks.hedging;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PayoffMoments;
import io.pathwise.pricing.program.RebalancedPosition;
import java.util.Optional;
import java.util.Set;

/** Which instruments can hedge which products. Start at {@link #obstacle}. */
public final class Applicability {

  private Applicability() {}

  /**
   * Why a product cannot be hedged, nor hedge another one; empty if it can.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset, or its assets are on different curves
   */
  public static Optional<String> obstacle(Product product, MarketData market) {
    Require.given("product", product).curve(Require.given("market", market));
    return PayoffMoments.obstacle(product, market);
  }

  /**
   * Why an instrument is of no use to a product, both without an {@link #obstacle(Product, MarketData)}; empty if it
   * may be.
   */
  public static Optional<String> obstacle(Product held, Product instrument, MarketData market) {
    String curve = Require.given("held", held).curve(Require.given("market", market)).id();
    String other = Require.given("instrument", instrument).curve(market).id();
    if (!curve.equals(other)) {
      return Optional.of("it pays in %s, not in %s".formatted(other, curve));
    }
    boolean related = held.assets().stream()
        .anyMatch(a -> instrument.assets().stream().anyMatch(b -> areRelated(a, b, market)));
    return related
        ? Optional.empty()
        : Optional.of("its assets %s are independent of %s".formatted(instrument.assets(), held.assets()));
  }

  /**
   * Why an instrument cannot be traded at several dates; empty if it can.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset
   */
  public static Optional<String> obstacleToRebalancing(Product instrument, MarketData market) {
    return RebalancedPosition.obstacle(Require.given("instrument", instrument), Require.given("market", market));
  }

  private static boolean areRelated(String a, String b, MarketData market) {
    boolean mayJumpTogether = market.asset(a).model().hasJumps() && market.asset(b).model().hasJumps();
    return a.equals(b) || mayJumpTogether || market.correlations().values().entrySet().stream()
        .anyMatch(entry -> entry.getValue() != 0
            && Set.of(entry.getKey().a().asset(), entry.getKey().b().asset()).equals(Set.of(a, b)));
  }
}
