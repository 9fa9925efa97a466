package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The correlations of the Brownian motions of all assets, as they follow from {@link Correlations}. With W the motions
 * of prices and Z those of variances, ρ_a the correlation of W_a and Z_a, which the model states, and C those of
 * prices:
 *
 * <pre>
 * corr(W_a, Z_b) = C_ab ρ_b,   corr(Z_a, Z_b) = C_ab (ρ_a ρ_b + √(1 − ρ_a²) √(1 − ρ_b²))
 * </pre>
 *
 * where nothing else is given: with Z_a = ρ_a W_a + √(1 − ρ_a²) U_a the U have the correlations C, too. That is
 * positive semidefinite whenever C is, and assets of one model whose prices are correlated by 1 are one asset.
 * (Dimitroff, Lorenz and Szimayer 2011, "A parsimonious multi-asset Heston model", take independent U; then they are
 * not.) Where corr(Z_a, Z_b) is given and corr(W_a, Z_b) is not, a price moves with the variance of another asset only
 * along with its own: by ρ_a corr(Z_a, Z_b). Under {@link Correlations.Convention#RETURNS} C is the correlation of the
 * returns over the shares that diffusions have in them, as jumps of different assets are independent. Start at
 * {@link #require}.
 */
final class DrivingCorrelations {

  /** The share of its gamma time that the asset with the largest ν has in common with others. */
  private static final double COMMON_SHARE = 0.95;

  private final Map<String, Asset> assets;
  private final Correlations correlations;

  DrivingCorrelations(Map<String, Asset> assets, Correlations correlations) {
    this.assets = assets;
    this.correlations = correlations;
  }

  /** The correlation of two Brownian motions. */
  double of(BrownianMotion a, BrownianMotion b) {
    if (a.equals(b)) {
      return 1;
    }
    if (a.asset().equals(b.asset())) {
      return varianceCorrelation(a);
    }
    double ofPrices = ofPrices(a.asset(), b.asset());
    if (!isOfVariance(a) && !isOfVariance(b)) {
      return ofPrices;
    }
    OptionalDouble given = correlations.find(a, b);
    if (given.isPresent()) {
      return given.getAsDouble();
    }
    OptionalDouble ofVariances = correlations.find(BrownianMotion.ofVariance(a.asset()),
        BrownianMotion.ofVariance(b.asset()));
    if (ofVariances.isPresent()) {
      return varianceCorrelation(isOfVariance(a) ? b : a) * ofVariances.getAsDouble();
    }
    double own = Math.sqrt((1 - square(alongPrice(a))) * (1 - square(alongPrice(b))));
    return ofPrices * (alongPrice(a) * alongPrice(b) + own);
  }

  /** Whether the matrix of some prices has no inverse, up to rounding. */
  boolean isSingular(List<String> ids) {
    return CorrelationMatrix.of(ids, this::ofPrices).isSingular();
  }

  /**
   * Checks that there are such Brownian motions.
   *
   * @throws IllegalArgumentException
   *           when the motions contradict each other, or the returns of two assets cannot be correlated as much; the
   *           message names them
   */
  void require() {
    correlations.values().forEach((pair, value) -> {
      if (!isOfVariance(pair.a()) && !isOfVariance(pair.b())) {
        requireAttainable(pair, value);
      }
    });
    Set<String> correlated = correlations.values().keySet().stream()
        .flatMap(pair -> Stream.of(pair.a().asset(), pair.b().asset())).collect(Collectors.toSet());
    List<String> listed = assets.keySet().stream().filter(correlated::contains).toList();
    Stream<BrownianMotion> prices = listed.stream().map(BrownianMotion::ofPrice);
    boolean areVariancesGiven = correlations.values().keySet().stream()
        .anyMatch(pair -> isOfVariance(pair.a()) || isOfVariance(pair.b()));
    Stream<BrownianMotion> variances = areVariancesGiven
        ? listed.stream().filter(id -> asset(id).model().varianceCorrelation().isPresent())
            .map(BrownianMotion::ofVariance)
        : Stream.of();
    CorrelationMatrix.of(Stream.concat(prices, variances).toList(), this::of).requirePositiveSemidefinite();
  }

  private void requireAttainable(Correlations.Pair pair, double value) {
    String a = pair.a().asset();
    String b = pair.b().asset();
    if (isGamma(a) && isGamma(b)) {
      double rho = ofPrices(a, b);
      double centre = correlationOfGammaTimes(a, b, 0);
      double reach = correlationOfGammaTimes(a, b, 1) - centre;
      Require.that(Math.abs(rho) <= 1,
          "%s is %s, but under variance-gamma returns move by jumps at times of which assets share as much as nu lets "
              + "them: allowed is %s to %s",
          pair, value, "%.4f".formatted(centre - reach), "%.4f".formatted(centre + reach));
    } else if (isGamma(a) || isGamma(b)) {
      Require.that(value == 0,
          "%s is %s, but %s moves by jumps alone (variance-gamma), which are independent of all but those of other "
              + "assets under variance-gamma: allowed is 0",
          pair, value, isGamma(a) ? a : b);
    } else {
      double most = diffusionShare(a) * diffusionShare(b);
      Require.that(Math.abs(value) <= most,
          "%s is %s, but the jumps of different assets are independent, which leaves returns a correlation of at most "
              + "%s (%s); correlationConvention diffusions takes it for that of the returns between jumps",
          pair, value, "%.4f".formatted(most),
          Stream.of(a, b).filter(id -> diffusionShare(id) < 1)
              .map(id -> "%.4g of the standard deviation of %s is no jump".formatted(diffusionShare(id), id))
              .collect(Collectors.joining(", ")));
    }
  }

  private double ofPrices(String a, String b) {
    double quoted = correlations.get(a, b);
    if (a.equals(b)) {
      return 1;
    }
    if (isGamma(a) || isGamma(b)) {
      return sharedGammaTimes().containsAll(Set.of(a, b)) ? ofGammaTimes(a, b, quoted) : 0;
    }
    return quoted == 0 ? 0 : quoted / (diffusionShare(a) * diffusionShare(b));
  }

  /** Whether the correlation of two assets may change while their models stay. */
  boolean canMove(String a, String b) {
    return (!isGamma(a) && !isGamma(b)) || sharedGammaTimes().containsAll(Set.of(a, b));
  }

  /** {@link MarketData#commonGammaRate}. */
  OptionalDouble commonGammaRate(String id) {
    return sharedGammaTimes().contains(id) ? OptionalDouble.of(commonGammaRate()) : OptionalDouble.empty();
  }

  private double commonGammaRate() {
    return COMMON_SHARE / sharedGammaTimes().stream().mapToDouble(id -> gamma(id).nu()).max().orElseThrow();
  }

  /** The assets under variance-gamma that are correlated with another one. */
  private Set<String> sharedGammaTimes() {
    return correlations.values().keySet().stream()
        .filter(pair -> isGamma(pair.a().asset()) && isGamma(pair.b().asset()))
        .flatMap(pair -> Stream.of(pair.a().asset(), pair.b().asset())).collect(Collectors.toSet());
  }

  /** The correlation of Brownian motions in the common time with which returns are correlated as quoted. */
  private double ofGammaTimes(String a, String b, double quoted) {
    return switch (correlations.convention()) {
      case RETURNS -> {
        double centre = correlationOfGammaTimes(a, b, 0);
        double reach = correlationOfGammaTimes(a, b, 1) - centre;
        yield reach == 0 ? 0 : (quoted - centre) / reach;
      }
      case DIFFUSIONS -> quoted;
    };
  }

  /** The correlation of returns whose Brownian motions are correlated by ρ in the common time. */
  private double correlationOfGammaTimes(String a, String b, double rho) {
    AssetModel.VarianceGamma one = gamma(a);
    AssetModel.VarianceGamma two = gamma(b);
    double ofDrifts = one.drift() * one.nu() * two.drift() * two.nu();
    double ofNormals = rho * one.vol() * two.vol() * Math.sqrt(one.nu() * two.nu());
    return commonGammaRate() * (ofDrifts + ofNormals) / Math.sqrt(one.expectedVariance(1) * two.expectedVariance(1));
  }

  private boolean isGamma(String id) {
    return asset(id).model() instanceof AssetModel.VarianceGamma;
  }

  private AssetModel.VarianceGamma gamma(String id) {
    return (AssetModel.VarianceGamma) asset(id).model();
  }

  private double diffusionShare(String id) {
    return switch (correlations.convention()) {
      case RETURNS -> asset(id).model().diffusionShare();
      case DIFFUSIONS -> 1;
    };
  }

  /** The correlation of a motion with that of its asset's price. */
  private double alongPrice(BrownianMotion motion) {
    return isOfVariance(motion) ? varianceCorrelation(motion) : 1;
  }

  private double varianceCorrelation(BrownianMotion motion) {
    AssetModel model = asset(motion.asset()).model();
    return Objects.requireNonNull(model.parameters().get(model.varianceCorrelation().orElseThrow()));
  }

  private Asset asset(String id) {
    return Objects.requireNonNull(assets.get(id));
  }

  private static double square(double x) {
    return x * x;
  }

  private static boolean isOfVariance(BrownianMotion motion) {
    return motion.drives() == BrownianMotion.Driven.VARIANCE;
  }
}
