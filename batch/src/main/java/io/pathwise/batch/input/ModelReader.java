package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.AssetModel.VarianceGamma;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import java.util.List;
import java.util.stream.Stream;

/** Reads the model of an asset in a market file; docs/formats.md describes it. Start at {@link #model}. */
final class ModelReader {

  private static final List<String> JUMPS = List.of(Jumps.INTENSITY, Jumps.MEAN, Jumps.VOL);
  private static final List<String> VARIANCE = List.of(StochasticVariance.V0, StochasticVariance.KAPPA,
      StochasticVariance.THETA, StochasticVariance.XI, StochasticVariance.RHO, "scheme", "stepsPerYear");

  /** The models that can be read, by the spelling of their type. */
  private enum Type {
    BLACK_SCHOLES("black-scholes"), MERTON("merton"), HESTON("heston"), BATES("bates"), VARIANCE_GAMMA(
        "variance-gamma");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    List<String> fields() {
      return switch (this) {
        case BLACK_SCHOLES -> List.of(AssetModel.VOL, "times", "vols");
        case MERTON -> join(List.of(AssetModel.VOL), JUMPS);
        case HESTON -> VARIANCE;
        case BATES -> join(VARIANCE, JUMPS);
        case VARIANCE_GAMMA -> List.of(AssetModel.VOL, VarianceGamma.DRIFT, VarianceGamma.NU);
      };
    }
  }

  private ModelReader() {}

  static AssetModel model(String what, Json json) {
    List<String> all = Stream.of(Type.values()).flatMap(type -> type.fields().stream()).distinct().toList();
    Type type = Fields.of(json, what, what + ".", join(List.of("type"), all)).oneOf("type", ModelReader::type);
    Fields fields = Fields.of(json, what, what + ".", join(List.of("type"), type.fields()));
    return switch (type) {
      case BLACK_SCHOLES -> AssetModel.BlackScholes.of(vols(fields));
      case MERTON -> merton(fields);
      case HESTON -> new AssetModel.Heston(variance(fields));
      case BATES -> new AssetModel.Bates(variance(fields), jumps(fields));
      case VARIANCE_GAMMA -> varianceGamma(fields);
    };
  }

  private static Type type(String label) {
    return Require.oneOf("type", label, Type.values(), type -> type.label);
  }

  private static VolTermStructure vols(Fields fields) {
    if (fields.isFirstOf("vol", List.of("times", "vols"))) {
      return VolTermStructure.flat(fields.number("vol", VolTermStructure::requireVol));
    }
    List<Double> times = fields.numbers("times", Require::positive);
    List<Double> vols = fields.numbers("vols", VolTermStructure::requireVol);
    return Fields.located(fields.location("vols"), () -> VolTermStructure.of(times, vols));
  }

  private static AssetModel merton(Fields fields) {
    double vol = fields.number(AssetModel.VOL, VolTermStructure::requireVol);
    Jumps jumps = jumps(fields);
    return Fields.located(fields.location(AssetModel.VOL), () -> new AssetModel.Merton(vol, jumps));
  }

  private static AssetModel varianceGamma(Fields fields) {
    double vol = fields.number(AssetModel.VOL, VolTermStructure::requireVol);
    double drift = fields.number(VarianceGamma.DRIFT, Require::finite);
    double nu = fields.number(VarianceGamma.NU, Require::positive);
    return Fields.located(fields.location(VarianceGamma.NU), () -> new VarianceGamma(vol, drift, nu));
  }

  private static Jumps jumps(Fields fields) {
    double intensity = fields.number(Jumps.INTENSITY, Require::nonNegative);
    double mean = fields.number(Jumps.MEAN, Require::finite);
    double vol = fields.number(Jumps.VOL, Require::nonNegative);
    return Fields.located(fields.location(Jumps.MEAN), () -> new Jumps(intensity, mean, vol));
  }

  private static StochasticVariance variance(Fields fields) {
    double v0 = fields.number(StochasticVariance.V0, StochasticVariance::requireV0);
    double kappa = fields.number(StochasticVariance.KAPPA, StochasticVariance::requireKappa);
    double theta = fields.number(StochasticVariance.THETA, StochasticVariance::requireTheta);
    double xi = fields.number(StochasticVariance.XI, StochasticVariance::requireXi);
    double rho = fields.number(StochasticVariance.RHO, StochasticVariance::requireCorrelation);
    StochasticVariance.Scheme scheme = fields.has("scheme")
        ? fields.oneOf("scheme", StochasticVariance.Scheme::of)
        : StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL;
    int steps = fields.count("stepsPerYear", StochasticVariance.MOST_STEPS_PER_YEAR,
        StochasticVariance.DEFAULT_STEPS_PER_YEAR);
    return Fields.located(fields.location(StochasticVariance.XI),
        () -> new StochasticVariance(v0, kappa, theta, xi, rho, scheme, steps));
  }

  private static List<String> join(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
