package io.pathwise.greeks;

import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The market and the products of the tests, and their closed forms. */
public final class Examples {

  public static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  public static final RiskFactor SPOT = new RiskFactor.Spot("FLAT");
  public static final RiskFactor VOL = new RiskFactor.Vol("FLAT");

  /** Two assets, one with term structures; a curve with a negative short end. */
  public static final MarketData MARKET = MarketData.of(TODAY,
      List.of(ZeroCurve.of("EUR", List.of(0.25, 1.0, 3.0), List.of(-0.01, 0.01, 0.03))),
      List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.015, 0.25),
          Asset.of("TERM", "EUR", 40, 0.0,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.3, 1.0, 2.0), List.of(0.4, 0.3, 0.28))))),
      Correlations.of("FLAT", "TERM", 0.4));

  /** Three correlated assets, two of them with term structures. */
  public static final MarketData THREE = MarketData.of(TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
      List.of(Asset.blackScholes("A", "EUR", 100, 0.01, 0.2),
          Asset.of("B", "EUR", 50, 0.0,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0), List.of(0.4, 0.3)))),
          Asset.of("C", "EUR", 20, 0.03,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.2, 0.5), List.of(0.2, 0.25))))),
      Correlations.of(List.of(new Correlations.Entry("A", "B", 0.6), new Correlations.Entry("A", "C", -0.3),
          new Correlations.Entry("B", "C", 0.2))));

  /** Smiles that no Heston model has exactly. */
  public static final SmileSurface SURFACE = new SmileSurface(List.of(0.25, 0.5, 1.0, 2.0),
      List.of(0.24, 0.23, 0.225, 0.22), List.of(-0.5, -0.45, -0.4, -0.4), List.of(2.2, 1.8, 1.4, 1.0));

  private static final double ROUNDING = 1e-12;

  private Examples() {}

  /** A market with one asset {@code FLAT} of spot 100 on the curve {@code EUR}. */
  public static MarketData flat(double rate, double dividendYield, double vol) {
    return MarketData.of(TODAY, List.of(ZeroCurve.flat("EUR", rate)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, dividendYield, vol)), Correlations.NONE);
  }

  /** Two flat assets of spot 100 with a correlation. */
  public static MarketData correlated(double correlation) {
    return MarketData.of(TODAY, List.of(ZeroCurve.flat("EUR", 0.02)),
        List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.01, 0.2), Asset.blackScholes("TERM", "EUR", 100, 0.0, 0.3)),
        Correlations.of("FLAT", "TERM", correlation));
  }

  public static European european(OptionType option) {
    return European.of("FLAT", option, 105, 0.75);
  }

  public static Digital digital(OptionType option) {
    return Digital.cash("FLAT", option, 105, 0.75, 10);
  }

  public static Barrier barrier(OptionType option, Barrier.Kind kind) {
    return Barrier.of("FLAT", option, 100, 0.75, kind.isUp() ? 118 : 88, kind, 3, 1.5);
  }

  public static Basket basket(Basket.Aggregate aggregate, OptionType option) {
    return Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 2.5), aggregate, option,
        aggregate == Basket.Aggregate.WEIGHTED_SUM ? 200 : 100, 1);
  }

  public static Autocallable autocallable(String... assets) {
    List<Double> fixings = Arrays.stream(assets).map(id -> id.equals("FLAT") ? 100.0 : 40.0).toList();
    return Autocallable.of(List.of(assets), fixings, 1000, 25, 0.75, 1.01, 2, 0.7, 1.5, 6);
  }

  /** Every model there is, by name. */
  public static SequencedMap<String, AssetModel> everyModel() {
    Jumps jumps = new Jumps(0.8, -0.1, 0.15);
    StochasticVariance variance = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);
    SequencedMap<String, AssetModel> models = new LinkedHashMap<>();
    models.put("black-scholes", AssetModel.BlackScholes.of(0.2));
    models.put("merton", new AssetModel.Merton(0.2, jumps));
    models.put("heston", new AssetModel.Heston(variance));
    models.put("heston by Euler steps",
        new AssetModel.Heston(variance.simulatedBy(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 100)));
    models.put("bates", new AssetModel.Bates(variance, jumps));
    models.put("variance-gamma", new AssetModel.VarianceGamma(0.2, -0.15, 0.05));
    models.put("cev", new AssetModel.Cev(ElasticVol.of(0.2, 0.5, 95)));
    models.put("sabr", new AssetModel.Sabr(ElasticVol.of(0.2, 0.6, 95), 0.4, -0.5));
    models.put("local-vol", AssetModel.LocalVol.of(new SmileSurface(List.of(0.5, 1.0), List.of(0.2, 0.21),
        List.of(-0.4, -0.35), List.of(1.5, 1.2))).quotedAt(95));
    return models;
  }

  /** A market with one asset, FLAT, of a model. */
  public static MarketData marketOf(AssetModel model) {
    return MarketData.of(TODAY, List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("FLAT", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  /** Every product there is, options as call and put. */
  public static List<Product> everyProduct() {
    List<Product> products = new ArrayList<>();
    for (OptionType option : OptionType.values()) {
      products.add(european(option));
      products.add(digital(option));
      products.add(Digital.assetOrNothing("TERM", option, 41, 1.2));
      for (Asian.Average average : Asian.Average.values()) {
        products.add(Asian.of("TERM", option, average, 41, 1, 4));
      }
      for (Barrier.Kind kind : Barrier.Kind.values()) {
        products.add(barrier(option, kind));
      }
      for (Basket.Aggregate aggregate : Basket.Aggregate.values()) {
        Basket terminal = basket(aggregate, option);
        products.add(terminal);
        products.add(Basket.of(terminal.assets(), terminal.weights(), aggregate, option, terminal.strike(), 1, 3));
      }
    }
    products.add(autocallable("TERM"));
    products.add(autocallable("FLAT", "TERM"));
    return products;
  }

  /** The closed form of a number. */
  public static double exact(MarketData market, Product product, List<RiskFactor> factors) {
    return AnalyticPrice.of(market, product).orElseThrow().derivative(factors);
  }

  /** How many standard errors a number is from the truth; one without variance still has rounding errors. */
  public static double z(Greek greek, double exact) {
    return (greek.value() - exact) / Math.max(greek.standardError(), ROUNDING * (1 + Math.abs(exact)));
  }
}
