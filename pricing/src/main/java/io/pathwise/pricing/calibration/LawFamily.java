package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.StochasticVariance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A model whose law at an expiry is known, with the ranges of its parameters and where a search for them begins. The
 * ranges lie within what the records of {@link AssetModel} allow and are narrower where quotes of options cannot tell
 * or a simulation would take too long; those of some parameters depend on others, which are found before. Start at
 * {@link #range} and {@link #starts}.
 */
enum LawFamily {
  /** Stochastic volatility. */
  HESTON("heston", 3),
  /** Stochastic volatility with jumps. */
  BATES("bates", 8),
  /** Jumps. */
  MERTON("merton", 5),
  /** Variance gamma. */
  VARIANCE_GAMMA("variance-gamma", 4);

  private static final List<String> OF_VARIANCE = List.of(StochasticVariance.V0, StochasticVariance.KAPPA,
      StochasticVariance.THETA, StochasticVariance.XI, StochasticVariance.RHO);
  private static final List<String> OF_JUMPS = List.of(Jumps.MEAN, Jumps.VOL, Jumps.INTENSITY);

  private static final double LEAST_VARIANCE = 1e-6;
  private static final double MOST_VARIANCE = 25;
  private static final double MOST_VOL = 2;
  private static final double LEAST_JUMPS = 1e-3;
  private static final double MOST_JUMPS = 50;
  /** ξ² over θ, which a step of the Euler scheme limits, a little within. */
  private static final double EULER = 1000 * (1 - 1e-6);
  private static final double WITHIN = 1 - 1e-6;
  /** Times ν: expiries from which variance gamma has prices by integration. */
  private static final double SMOOTH_TIME = 3;
  private static final double LEAST_NU = 1e-4;
  private static final double MOST_NU = 10;
  private static final double MOST_DRIFT = 2;
  /** Of the expected gamma time, what is left of it when paths are weighed with their price. */
  private static final double LEAST_SHRINKAGE = 0.5;

  private final String label;
  private final int searches;

  LawFamily(String label, int searches) {
    this.label = label;
    this.searches = searches;
  }

  /** The spelling in files. */
  String label() {
    return label;
  }

  /** How many parameters it has. */
  int size() {
    return parameters().size();
  }

  /** The names of its parameters, in the order in which their ranges are known. */
  List<String> parameters() {
    return switch (this) {
      case HESTON -> OF_VARIANCE;
      case BATES -> Stream.concat(OF_VARIANCE.stream(), OF_JUMPS.stream()).toList();
      case MERTON -> Stream.concat(Stream.of(AssetModel.VOL), OF_JUMPS.stream()).toList();
      case VARIANCE_GAMMA ->
        List.of(AssetModel.VOL, AssetModel.VarianceGamma.NU, AssetModel.VarianceGamma.DRIFT);
    };
  }

  /** From how many of its {@link #starts}, the best ones, a search goes on. */
  int searches() {
    return searches;
  }

  /**
   * What the ranges depend on beside parameters.
   *
   * @param shortest
   *          the shortest expiry that is quoted, in years
   * @param scheme
   *          how the variance is simulated
   */
  record Setting(double shortest, StochasticVariance.Scheme scheme) {

    /** That of some quotes, for an asset with a model, whose way of simulating a variance is kept. */
    static Setting of(AssetModel model, List<VolSurface.Expiry> expiries) {
      return new Setting(expiries.getFirst().time(), schemeOf(model));
    }

    /** How a model's variance is simulated, where it has one. */
    static StochasticVariance.Scheme schemeOf(AssetModel model) {
      return model.stochasticVariance().map(StochasticVariance::scheme)
          .orElse(StochasticVariance.Scheme.QUADRATIC_EXPONENTIAL);
    }
  }

  /** That of a model; empty if it is of none. */
  static Optional<LawFamily> of(AssetModel model) {
    return Arrays.stream(values()).filter(family -> family.label.equals(model.format().label())).findFirst();
  }

  /** The range of a parameter, given those before it. */
  ParameterRange range(String parameter, Map<String, Double> before, Setting setting) {
    return switch (parameter) {
      case StochasticVariance.V0, StochasticVariance.THETA ->
        ParameterRange.logarithmic(LEAST_VARIANCE, MOST_VARIANCE);
      case StochasticVariance.KAPPA -> ParameterRange.logarithmic(1e-3, 100);
      case StochasticVariance.XI -> ParameterRange.logarithmic(1e-3, switch (setting.scheme()) {
        case QUADRATIC_EXPONENTIAL -> 20;
        case FULL_TRUNCATION_EULER -> Math.min(20, Math.sqrt(EULER * value(before, StochasticVariance.THETA)));
      });
      case StochasticVariance.RHO -> ParameterRange.linear(-0.999, 0.999);
      case AssetModel.VOL -> ParameterRange.logarithmic(1e-3, MOST_VOL);
      case Jumps.MEAN -> ParameterRange.linear(-2, 1);
      case Jumps.VOL -> ParameterRange.logarithmic(1e-3, 1);
      case Jumps.INTENSITY -> ParameterRange.logarithmic(LEAST_JUMPS,
          Math.min(MOST_JUMPS, WITHIN * Jumps.mostIntensity(value(before, Jumps.MEAN), value(before, Jumps.VOL),
              before.getOrDefault(AssetModel.VOL, 0.0))));
      case AssetModel.VarianceGamma.NU ->
        ParameterRange.logarithmic(LEAST_NU, Math.clamp(setting.shortest() / SMOOTH_TIME, 10 * LEAST_NU, MOST_NU));
      case AssetModel.VarianceGamma.DRIFT -> {
        double vol = value(before, AssetModel.VOL);
        yield ParameterRange.linear(-MOST_DRIFT, Math.min(MOST_DRIFT,
            (1 - LEAST_SHRINKAGE) / value(before, AssetModel.VarianceGamma.NU) - 0.5 * vol * vol));
      }
      default -> throw new IllegalArgumentException(label + " has no parameter " + parameter);
    };
  }

  private static double value(Map<String, Double> parameters, String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  /** The model with some parameters, simulated as another one, if that tells. */
  AssetModel model(Map<String, Double> values, AssetModel before) {
    StochasticVariance.Scheme scheme = Setting.schemeOf(before);
    int stepsPerYear = before.stochasticVariance().map(StochasticVariance::stepsPerYear)
        .orElse(StochasticVariance.DEFAULT_STEPS_PER_YEAR);
    return switch (this) {
      case HESTON -> new AssetModel.Heston(variance(values, scheme, stepsPerYear));
      case BATES -> new AssetModel.Bates(variance(values, scheme, stepsPerYear), jumps(values));
      case MERTON -> new AssetModel.Merton(value(values, AssetModel.VOL), jumps(values));
      case VARIANCE_GAMMA -> new AssetModel.VarianceGamma(value(values, AssetModel.VOL),
          value(values, AssetModel.VarianceGamma.DRIFT), value(values, AssetModel.VarianceGamma.NU));
    };
  }

  private static StochasticVariance variance(Map<String, Double> values, StochasticVariance.Scheme scheme, int steps) {
    return new StochasticVariance(value(values, StochasticVariance.V0), value(values, StochasticVariance.KAPPA),
        value(values, StochasticVariance.THETA), value(values, StochasticVariance.XI),
        value(values, StochasticVariance.RHO), scheme, steps);
  }

  private static Jumps jumps(Map<String, Double> values) {
    return new Jumps(value(values, Jumps.INTENSITY), value(values, Jumps.MEAN), value(values, Jumps.VOL));
  }

  /**
   * Parameters where a search may begin, in the order of {@link #parameters}: a grid around the volatilities at the
   * money of the shortest and of the longest expiry.
   */
  List<double[]> starts(double shortVol, double longVol, Setting setting) {
    List<double[]> starts = new ArrayList<>();
    double v0 = shortVol * shortVol;
    double theta = longVol * longVol;
    switch (this) {
      case HESTON -> {
        for (double kappa : new double[]{0.7, 2.5, 8}) {
          for (double xi : new double[]{1.2, 4}) {
            for (double rho : new double[]{-0.7, -0.2, 0.4}) {
              starts.add(new double[]{v0, kappa, theta, xi * longVol, rho});
            }
          }
        }
      }
      case BATES -> {
        for (double kappa : new double[]{1, 4}) {
          for (double xi : new double[]{1.2, 3}) {
            for (double rho : new double[]{-0.6, 0.1}) {
              for (double[] sizes : new double[][]{{-1, 0.5}, {-0.4, 0.8}, {0.7, 0.5}}) {
                for (double intensity : new double[]{0.2, 1}) {
                  double mean = sizes[0] * longVol;
                  double vol = sizes[1] * longVol;
                  double jumps = Math.min(intensity * (mean * mean + vol * vol), 0.5 * Math.min(v0, theta));
                  starts.add(new double[]{v0 - jumps, kappa, theta - jumps, xi * longVol, rho, mean, vol, intensity});
                }
              }
            }
          }
        }
      }
      case MERTON -> {
        for (double vol : new double[]{0.5, 0.8}) {
          for (double[] sizes : new double[][]{{-1, 0.5}, {-0.4, 0.8}, {0.7, 0.5}}) {
            for (double intensity : new double[]{0.1, 0.5, 2}) {
              starts.add(new double[]{vol * longVol, sizes[0] * longVol, sizes[1] * longVol, intensity});
            }
          }
        }
      }
      case VARIANCE_GAMMA -> {
        double most = range(AssetModel.VarianceGamma.NU, Map.of(), setting).most();
        for (double nu : new double[]{0.1, 0.5, 0.9}) {
          for (double drift : new double[]{-1.5, -0.5, 0, 0.5}) {
            starts.add(new double[]{longVol, nu * most, drift * longVol});
          }
        }
      }
    }
    return starts;
  }
}
