package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;

/**
 * One of the Brownian motions that drive an asset: that of its price, or that of its variance where the model draws one
 * (or of its volatility). In files the first is named like the asset, the second {@code AAPL.variance}. Start at
 * {@link MarketData#brownianMotion}.
 *
 * @param asset
 *          the asset's id
 * @param drives
 *          what it drives
 */
public record BrownianMotion(String asset, Driven drives) implements Comparable<BrownianMotion> {

  private static final String VARIANCE_SUFFIX = ".variance";

  /** What a Brownian motion drives. */
  public enum Driven {
    /** The price, also as far as it moves along with the variance. */
    PRICE,
    /** The variance or the volatility. */
    VARIANCE
  }

  public BrownianMotion {
    Require.given("asset", asset);
    Require.given("drives", drives);
  }

  /** That of an asset's price. */
  public static BrownianMotion ofPrice(String asset) {
    return new BrownianMotion(asset, Driven.PRICE);
  }

  /** That of an asset's variance. */
  public static BrownianMotion ofVariance(String asset) {
    return new BrownianMotion(asset, Driven.VARIANCE);
  }

  /** The same for an asset of another name. */
  public BrownianMotion withAsset(String newAsset) {
    return new BrownianMotion(newAsset, drives);
  }

  @Override
  public int compareTo(BrownianMotion other) {
    return toString().compareTo(other.toString());
  }

  /** Its name in files. */
  @Override
  public String toString() {
    return switch (drives) {
      case PRICE -> asset;
      case VARIANCE -> asset + VARIANCE_SUFFIX;
    };
  }
}
