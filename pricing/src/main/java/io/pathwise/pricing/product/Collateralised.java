package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A product that is secured by collateral: its payments are discounted at the rate that the collateral earns, while
 * prices grow as they do without (Piterbarg 2010, "Funding beyond discounting"). Start at {@link #of}.
 *
 * @param product
 *          what it pays
 * @param discountCurve
 *          id of the curve of the rates that the collateral earns
 */
public record Collateralised(Uncollateralised product, String discountCurve) implements Product {

  public Collateralised {
    Require.given("product", product);
    Require.id("discountCurve", discountCurve);
  }

  /**
   * A product with collateral; the product itself where that earns the rates of the currency of payment.
   *
   * @throws IllegalArgumentException
   *           when the market lacks the curve or an asset, or the product has collateral already
   */
  public static Product of(Product product, String discountCurve, MarketData market) {
    Require.given("product", product);
    Require.given("discountCurve", discountCurve);
    Require.given("market", market).curve(discountCurve);
    if (product.curve(market).id().equals(discountCurve)) {
      return product;
    }
    return switch (product) {
      case Uncollateralised unsecured -> new Collateralised(unsecured, discountCurve);
      case Collateralised secured -> throw new IllegalArgumentException(
          "a product has one collateral, this one has %s".formatted(secured.discountCurve));
    };
  }

  @Override
  public Optional<String> collateral() {
    return Optional.of(discountCurve);
  }

  @Override
  public List<String> assets() {
    return product.assets();
  }

  @Override
  public DomesticProduct domestic() {
    return product.domestic();
  }

  @Override
  public Optional<CrossCurrency> crossCurrency() {
    return product.crossCurrency();
  }

  @Override
  public Collateralised renamed(UnaryOperator<String> names) {
    return new Collateralised(product.renamed(names), discountCurve);
  }

  @Override
  public Collateralised renamed(UnaryOperator<String> names, UnaryOperator<String> curveNames) {
    return new Collateralised(product.renamed(names), Require.given("curveNames", curveNames).apply(discountCurve));
  }

  @Override
  public ZeroCurve curve(MarketData market) {
    return product.curve(market);
  }

  @Override
  public Optional<Product> control() {
    return product.control().map(twin -> new Collateralised((Uncollateralised) twin, discountCurve));
  }
}
