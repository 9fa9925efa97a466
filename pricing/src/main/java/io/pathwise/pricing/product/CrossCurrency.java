package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A product that pays in another currency than that of an asset whose price it reads. Start at {@link #of}.
 *
 * @param product
 *          what it pays, in the currency of payment
 * @param conversion
 *          how prices come into that currency
 * @param rates
 *          for each asset of the product the exchange rate into the currency of payment; empty for an asset that is
 *          quoted in it
 */
public record CrossCurrency(DomesticProduct product, Conversion conversion, List<Optional<ExchangeRate>> rates)
    implements
      Uncollateralised {

  /** How the price of an asset comes into the currency of payment. */
  public enum Conversion {
    /** The number counts as if it were an amount in the currency of payment, at a rate of one. */
    QUANTO("quanto"),
    /** It is converted at the exchange rate of the time when it is observed. */
    COMPOSITE("composite");

    private final String label;

    Conversion(String label) {
      this.label = label;
    }

    /** The conversion spelt {@code quanto} or {@code composite}. */
    public static Conversion of(String label) {
      return Require.oneOf("conversion", label, values(), Conversion::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  /** Checks that there is something to convert. */
  public CrossCurrency {
    Require.given("product", product);
    Require.given("conversion", conversion);
    rates = Require.elements("rates", rates);
    Require.that(rates.size() == product.assets().size(), "%s exchange rates for %s assets", rates.size(),
        product.assets().size());
    Require.that(rates.stream().anyMatch(Optional::isPresent), "all assets are quoted in the currency of payment");
  }

  /**
   * A product that pays in a currency, with the exchange rates that a market has; the product itself where all its
   * assets are quoted in that currency.
   *
   * @param curve
   *          id of the curve of that currency
   * @throws IllegalArgumentException
   *           when the market lacks the curve, an asset or an exchange rate, a rate that is quoted the other way round
   *           is not under Black–Scholes, or a rate shares the gamma time of an asset
   */
  public static Product of(Product product, Conversion conversion, String curve, MarketData market) {
    Require.given("product", product);
    Require.given("conversion", conversion);
    Require.given("market", market).curve(curve);
    List<Optional<ExchangeRate>> rates = product.assets().stream()
        .map(id -> market.asset(id).curve()).map(from -> from.equals(curve)
            ? Optional.<ExchangeRate>empty()
            : Optional.of(market.exchangeRate(from, curve)))
        .toList();
    for (ExchangeRate rate : rates.stream().flatMap(Optional::stream).toList()) {
      Require.that(!rate.inverse() || market.asset(rate.asset()).model().blackVols().isPresent(),
          "%s is quoted in the currency that is to be converted; only under black-scholes is its inverse known",
          rate.asset());
      for (String asset : product.assets()) {
        Require.that(asset.equals(rate.asset()) || market.commonGammaRate(asset).isEmpty()
            || market.commonGammaRate(rate.asset()).isEmpty(),
            "the exchange rate %s under variance-gamma shares its time with %s: what that does to a converted price is "
                + "not known; allowed is no correlation of the two",
            rate.asset(), asset);
      }
    }
    return switch (product) {
      case DomesticProduct domestic -> rates.stream().allMatch(Optional::isEmpty)
          ? domestic
          : new CrossCurrency(domestic, conversion, rates);
      case CrossCurrency _ -> throw new IllegalArgumentException("a product cannot be converted twice");
      case Collateralised _ -> throw new IllegalArgumentException(
          "a product with collateral cannot be converted, but one that is converted may have collateral");
    };
  }

  /** The exchange rate of one of its assets; empty for others, and for those that are not converted. */
  public Optional<ExchangeRate> rate(String asset) {
    int place = product.assets().indexOf(Require.given("asset", asset));
    return place < 0 ? Optional.empty() : rates.get(place);
  }

  /** The exchange rate from the currency that an asset, which may be a rate itself, is quoted in. */
  public Optional<ExchangeRate> rateOfQuotation(String asset) {
    return rate(asset).or(() -> rates.stream().flatMap(Optional::stream)
        .filter(rate -> rate.inverse() && rate.asset().equals(asset)).findFirst());
  }

  /** The product's assets, and those that are exchange rates. */
  @Override
  public List<String> assets() {
    return Stream.concat(product.assets().stream(), rates.stream().flatMap(Optional::stream).map(ExchangeRate::asset))
        .distinct().toList();
  }

  @Override
  public DomesticProduct domestic() {
    return product;
  }

  @Override
  public Optional<CrossCurrency> crossCurrency() {
    return Optional.of(this);
  }

  @Override
  public CrossCurrency renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new CrossCurrency(product.renamed(names), conversion, rates.stream()
        .map(rate -> rate.map(known -> new ExchangeRate(names.apply(known.asset()), known.inverse()))).toList());
  }

  @Override
  public ZeroCurve curve(MarketData market) {
    Require.given("market", market);
    return rates.stream().flatMap(Optional::stream).findFirst().orElseThrow().target(market);
  }

  @Override
  public Optional<Product> control() {
    return product.control().map(twin -> new CrossCurrency((DomesticProduct) twin, conversion, rates));
  }
}
