package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.List;
import java.util.Optional;

/**
 * The value of a product, and its derivatives with respect to up to three risk factors. Covered are, under
 * Black–Scholes and to about full double precision,
 *
 * <ul>
 * <li>european and digital options;
 * <li>asian options on a geometric average, or with a single fixing to come;
 * <li>baskets of one asset with weight above 0; of two assets, weighted sums with weights of opposite sign and strike 0
 * (Margrabe) and best-of and worst-of with positive weights (Stulz); all with prices read at one time;
 * <li>barrier options, and autocallables on one asset, by quadrature, see {@link BarrierQuadrature} for its accuracy;
 * </ul>
 *
 * under local volatility European and digital options ({@link SmileFormula}), under the other models the same, see
 * {@link FourierPrice} for the accuracy; and known payments.
 *
 * <p>
 * Derivatives are per unit of one product; theta is the derivative with respect to {@link RiskFactor.ValuationTime}.
 * Start at {@link #of}.
 */
public final class AnalyticPrice {
  /** A closed form: maps market quantities with derivatives to a value with derivatives. */
  interface Formula {
    HyperDual value(DifferentiatedMarket market);
  }

  /** The value differentiated by up to {@link #HIGHEST_ORDER} risk factors. */
  private interface Derivatives {
    double of(List<RiskFactor> factors);
  }

  private static final int HIGHEST_ORDER = 3;

  private final Derivatives derivatives;

  private AnalyticPrice(Derivatives derivatives) {
    this.derivatives = derivatives;
  }

  /**
   * The analytic price of a product, empty if none is known here.
   *
   * @throws IllegalArgumentException
   *           if the market does not know an asset of the product, or the assets do not share a curve
   */
  public static Optional<AnalyticPrice> of(MarketData market, Product product) {
    Require.given("product", product).curve(Require.given("market", market));
    if (!product.isDeterministic() && product.assets().stream()
        .anyMatch(asset -> market.asset(asset).model().blackVols().isEmpty())) {
      return product.crossCurrency().isEmpty() && canReadThrough(product, market)
          ? SmileFormula.of(market, product.domestic()).map(formula -> of(market, product, formula))
              .or(() -> FourierPrice.of(market, product).map(fourier -> new AnalyticPrice(fourier::derivative)))
          : Optional.empty();
    }
    if (!canReadThrough(product, market)) {
      return Optional.empty();
    }
    return formula(product.domestic()).map(formula -> of(market, product, formula));
  }

  /**
   * Whether dividends of cash leave the formulas as they are: an escrowed price is lognormal where none is to come, and
   * so is one that is read at the expiry only.
   */
  private static boolean canReadThrough(Product product, MarketData market) {
    boolean isReadAtExpiry = product.crossCurrency().isEmpty()
        && (product.domestic() instanceof European || product.domestic() instanceof Digital);
    return product.isDeterministic() || product.assets().stream().map(market::asset)
        .allMatch(asset -> asset.dividends().cash(product.expiry()).isEmpty()
            || (isReadAtExpiry && asset.dividends().cashModel() == Dividends.CashModel.ESCROWED));
  }

  /**
   * The forward price of an asset for a time as a product reads it, which may be in another currency; under any model
   * and without discounting.
   *
   * @throws IllegalArgumentException
   *           if the market does not know the asset
   */
  public static AnalyticPrice ofForward(MarketData market, Product product, String asset, double time) {
    Require.given("market", market).asset(Require.given("asset", asset));
    Require.given("product", product);
    return of(market, product, differentiated -> differentiated.forward(asset, time));
  }

  private static AnalyticPrice of(MarketData market, Product product, Formula formula) {
    return new AnalyticPrice(factors -> {
      HyperDual result = formula.value(new DifferentiatedMarket(market, product, factors));
      return switch (factors.size()) {
        case 0 -> result.value();
        case 1 -> result.first();
        case 2 -> result.mixed();
        default -> result.thirdMixed();
      };
    });
  }

  /** The discounted expected payoff in currency. */
  public double value() {
    return derivatives.of(List.of());
  }

  /** The derivative with respect to a risk factor, per unit of the factor; 0 for a factor the product ignores. */
  public double derivative(RiskFactor factor) {
    return derivatives.of(List.of(Require.given("factor", factor)));
  }

  /** The second derivative with respect to two risk factors, which may be the same. */
  public double derivative(RiskFactor first, RiskFactor second) {
    return derivatives.of(List.of(Require.given("first", first), Require.given("second", second)));
  }

  /**
   * The derivative with respect to all of the risk factors, some of which may be the same; the value for none.
   *
   * @throws IllegalArgumentException
   *           if there are more than three
   */
  public double derivative(List<RiskFactor> factors) {
    Require.that(Require.given("factors", factors).size() <= HIGHEST_ORDER,
        "derivatives are known up to the order %s, not by %s", HIGHEST_ORDER, factors);
    return derivatives.of(List.copyOf(factors));
  }

  private static Optional<Formula> formula(DomesticProduct product) {
    return switch (product) {
      case European european -> Optional.of(market -> vanilla(market, european.asset(), 1, european.option(),
          european.strike(), european.expiry(), european.expiry()));
      case Digital digital -> Optional.of(market -> digital(market, digital));
      case Asian asian when asian.count() == 1 || asian.average() == Asian.Average.GEOMETRIC ->
        Optional.of(market -> GeometricAsianFormula.value(market, asian));
      case Asian asian when asian.fixings().size() == 1 -> Optional.of(market -> lastFixing(market, asian));
      case Asian _ -> Optional.empty();
      case Barrier barrier -> Optional.of(market -> BarrierQuadrature.value(market, barrier));
      case Basket basket -> basket.observationTimes().size() == 1 && basket.pastFixings().isEmpty()
          ? basketFormula(basket)
          : Optional.empty();
      case Autocallable autocallable -> autocallable.assets().size() == 1
          ? Optional.of(market -> AutocallableQuadrature.value(market, autocallable))
          : Optional.empty();
      case Payments payments -> Optional.of(market -> payments(market, payments));
      case Scripted _ -> Optional.empty();
    };
  }

  private static HyperDual payments(DifferentiatedMarket market, Payments payments) {
    HyperDual total = HyperDual.ZERO;
    for (int i = 0; i < payments.times().size(); i++) {
      total = total.plus(market.discount(payments.assets().getFirst(), payments.times().get(i))
          .times(payments.amounts().get(i)));
    }
    return total;
  }

  /** With all but one of n fixings known, the average is an n-th of the last one and a number: a vanilla option. */
  private static HyperDual lastFixing(DifferentiatedMarket market, Asian asian) {
    double known = asian.pastFixings().stream().mapToDouble(Double::doubleValue).sum() / asian.count();
    double observed = asian.fixings().getFirst();
    HyperDual share = market.forward(asian.asset(), observed).times(1.0 / asian.count());
    HyperDual undiscounted = known <= asian.strike()
        ? BlackFormula.vanilla(asian.option(), share, HyperDual.constant(asian.strike() - known),
            market.totalVariance(asian.asset(), observed))
        : switch (asian.option()) {
          case CALL -> share.plus(known - asian.strike());
          case PUT -> HyperDual.ZERO;
        };
    return undiscounted.times(market.discount(asian.asset(), asian.expiry()));
  }

  private static HyperDual vanilla(DifferentiatedMarket market, String asset, double weight, OptionType option,
      double strike, double observed, double paid) {
    return BlackFormula.vanilla(option, market.forward(asset, observed).times(weight), HyperDual.constant(strike),
        market.totalVariance(asset, observed)).times(market.discount(asset, paid));
  }

  private static HyperDual digital(DifferentiatedMarket market, Digital digital) {
    HyperDual forward = market.forward(digital.asset(), digital.expiry());
    HyperDual strike = HyperDual.constant(digital.strike());
    HyperDual variance = market.totalVariance(digital.asset(), digital.expiry());
    HyperDual undiscounted = switch (digital.payout()) {
      case CASH -> BlackFormula.cash(digital.option(), forward, strike, variance);
      case ASSET -> BlackFormula.asset(digital.option(), forward, strike, variance);
    };
    return undiscounted.times(digital.amount()).times(market.discount(digital.asset(), digital.expiry()));
  }

  private static Optional<Formula> basketFormula(Basket basket) {
    List<Double> weights = basket.weights();
    double observed = basket.observationTimes().getFirst();
    if (weights.size() == 1 && weights.getFirst() > 0) {
      return Optional.of(market -> vanilla(market, basket.assets().getFirst(), weights.getFirst(), basket.option(),
          basket.strike(), observed, basket.expiry()));
    }
    if (weights.size() != 2 || observed == 0) {
      return Optional.empty();
    }
    boolean bothPositive = weights.get(0) > 0 && weights.get(1) > 0;
    return switch (basket.aggregate()) {
      case WEIGHTED_SUM -> basket.strike() == 0 && weights.get(0) * weights.get(1) < 0
          ? Optional.of(market -> exchange(market, basket))
          : Optional.empty();
      case BEST_OF -> bothPositive
          ? Optional.of(market -> selected(market, basket, TwoAssetFormula.Choice.BEST))
          : Optional.empty();
      case WORST_OF -> bothPositive
          ? Optional.of(market -> selected(market, basket, TwoAssetFormula.Choice.WORST))
          : Optional.empty();
    };
  }

  private static HyperDual exchange(DifferentiatedMarket market, Basket basket) {
    boolean firstIsReceived = basket.weights().getFirst() > 0 == (basket.option() == OptionType.CALL);
    OptionType option = firstIsReceived ? OptionType.CALL : OptionType.PUT;
    return twoAssets(market, basket).exchange(option)
        .times(market.discount(basket.assets().getFirst(), basket.expiry()));
  }

  private static HyperDual selected(DifferentiatedMarket market, Basket basket, TwoAssetFormula.Choice choice) {
    TwoAssetFormula formula = twoAssets(market, basket);
    HyperDual undiscounted = switch (basket.option()) {
      case CALL -> formula.call(choice, basket.strike());
      case PUT -> formula.put(choice, basket.strike());
    };
    return undiscounted.times(market.discount(basket.assets().getFirst(), basket.expiry()));
  }

  private static TwoAssetFormula twoAssets(DifferentiatedMarket market, Basket basket) {
    String a = basket.assets().get(0);
    String b = basket.assets().get(1);
    double observed = basket.observationTimes().getFirst();
    return new TwoAssetFormula(market.forward(a, observed).times(Math.abs(basket.weights().get(0))),
        market.forward(b, observed).times(Math.abs(basket.weights().get(1))), market.totalVariance(a, observed),
        market.totalVariance(b, observed), market.covariance(a, b, observed));
  }
}
