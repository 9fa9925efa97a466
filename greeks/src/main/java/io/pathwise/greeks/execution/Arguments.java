package io.pathwise.greeks.execution;

import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;

/** Refuses arguments of public calls that are null. Start at {@link #require}. */
public final class Arguments {

  private Arguments() {}

  /** What every evaluation of a product takes. */
  public static void require(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    Require.given("product", product);
    Require.given("market", market);
    require(measures, settings);
  }

  /** What every evaluation of several products takes. */
  public static void require(Collection<Measure> measures, Settings settings) {
    for (Measure measure : Require.given("measures", measures)) {
      Require.given("a measure", measure);
    }
    Require.given("settings", settings);
  }
}
