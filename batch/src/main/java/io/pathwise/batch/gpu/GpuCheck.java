package io.pathwise.batch.gpu;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Every product with every measure, estimator, model and way of sampling, on a device and on the CPU: all the programs
 * that this makes must give equal bits. Start at {@link #run}.
 */
public final class GpuCheck {

  private static final long PATHS = 1000;
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.of("EUR", List.of(0.25, 1.0, 3.0), List.of(-0.01, 0.01, 0.03))),
      List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.015, 0.25),
          Asset.of("TERM", "EUR", 40, 0.0,
              AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.3, 1.0, 2.0), List.of(0.4, 0.3, 0.28)))),
          Asset.of("MERTON", "EUR", 100, 0.01, new AssetModel.Merton(0.2, new Jumps(0.5, -0.1, 0.15))),
          Asset.of("HESTON", "EUR", 100, 0.01,
              new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.4, -0.6))),
          Asset.of("GAMMA", "EUR", 100, 0.01, new AssetModel.VarianceGamma(0.2, -0.1, 0.3)),
          Asset.of("CEV", "EUR", 100, 0.01, new AssetModel.Cev(ElasticVol.of(0.2, 0.5, 100))),
          Asset.of("SABR", "EUR", 100, 0.01, new AssetModel.Sabr(ElasticVol.of(0.2, 0.5, 100), 0.4, -0.3))),
      Correlations.of("FLAT", "TERM", 0.4));

  private GpuCheck() {}

  /**
   * What came out.
   *
   * @param kernels
   *          how many programs were compiled for the device
   * @param blocks
   *          how many blocks of paths were compared
   * @param differences
   *          what differed, empty if nothing
   */
  public record Outcome(long kernels, long blocks, List<String> differences) {
    /** Copies the list. */
    public Outcome {
      differences = List.copyOf(differences);
    }
  }

  /**
   * Compares a backend with the CPU.
   *
   * @param progress
   *          is told what comes next
   */
  public static Outcome run(Backend device, int threads, Consumer<String> progress) {
    return run(device, threads, products(), List.of(EstimatorChoice.values()), progress);
  }

  static Outcome run(Backend device, int threads, List<Product> products, List<EstimatorChoice> estimators,
      Consumer<String> progress) {
    ComparingBackend compared = new ComparingBackend(device, new CpuBackend());
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withControlVariates(false);
    try (GreeksEngine engine = new GreeksEngine(compared, threads)) {
      for (Product product : products) {
        progress.accept(product.toString());
        engine.evaluate(product, MARKET, EnumSet.allOf(Measure.class), settings);
        for (EstimatorChoice choice : estimators) {
          Settings forced = settings;
          for (Measure measure : FORCED) {
            forced = forced.withEstimator(measure, choice);
          }
          engine.evaluate(product, MARKET, FORCED, forced);
        }
        for (Sampling sampling : samplings()) {
          engine.evaluate(product, MARKET, EnumSet.of(Measure.VALUE, Measure.DELTA), settings.withSampling(sampling));
        }
      }
    }
    return new Outcome(compared.kernels(), compared.blocks(), compared.differences());
  }

  private static final Set<Measure> FORCED = EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA);

  private static List<Sampling> samplings() {
    List<Sampling> samplings = new ArrayList<>(List.of(Sampling.ANTITHETIC));
    for (Ordering ordering : List.of(Ordering.STEPS, Orderings.BRIDGE, Orderings.PRINCIPAL_COMPONENTS)) {
      samplings.add(Sampling.sobol(32, ordering));
      samplings.add(Sampling.stratified(ordering).mirrored());
    }
    return samplings;
  }

  static List<Product> products() {
    List<Product> products = new ArrayList<>();
    products.add(European.of("FLAT", OptionType.CALL, 105, 0.75));
    products.add(European.of("MERTON", OptionType.PUT, 95, 0.5));
    products.add(European.of("HESTON", OptionType.CALL, 105, 0.5));
    products.add(European.of("GAMMA", OptionType.CALL, 105, 0.5));
    products.add(Digital.cash("CEV", OptionType.CALL, 105, 0.5, 10));
    products.add(European.of("SABR", OptionType.CALL, 105, 0.5));
    products.add(Digital.cash("FLAT", OptionType.CALL, 105, 0.75, 10));
    products.add(Digital.assetOrNothing("TERM", OptionType.PUT, 41, 1.2));
    products.add(Asian.of("TERM", OptionType.CALL, Asian.Average.ARITHMETIC, 41, 1, 12));
    products.add(Asian.of("FLAT", OptionType.PUT, Asian.Average.GEOMETRIC, 100, 1, 3));
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      products.add(Barrier.of("FLAT", OptionType.CALL, 100, 0.75, kind.isUp() ? 118 : 88, kind, 3, 1.5));
    }
    for (Basket.Aggregate aggregate : Basket.Aggregate.values()) {
      double strike = aggregate == Basket.Aggregate.WEIGHTED_SUM ? 200 : 100;
      products.add(Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 2.5), aggregate, OptionType.CALL, strike, 1, 3));
    }
    products.add(Autocallable.of(List.of("FLAT", "TERM"), List.of(100.0, 40.0), 1000, 25, 0.75, 1.01, 2, 0.7, 1.5, 6));
    return products;
  }
}
