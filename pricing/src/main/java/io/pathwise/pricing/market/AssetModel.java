package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The model that moves one asset's price, with its parameters, all under the risk-neutral measure. Each model is one
 * record with its {@link ModelFormat} in files; how it moves prices is its {@code Dynamics}. Start at
 * {@link BlackScholes}.
 */
public sealed interface AssetModel
    permits AssetModel.BlackScholes, AssetModel.Merton, AssetModel.Heston, AssetModel.Bates,
    AssetModel.VarianceGamma, AssetModel.Cev, AssetModel.Sabr, AssetModel.LocalVol {

  /** The name of a model's constant volatility among its {@link #parameters}. */
  String VOL = "vol";

  /**
   * The model's parameters by name, in their usual order; empty for {@link BlackScholes}, whose quotes are pillars. As
   * risk factors they are named by {@link RiskFactor#modelParameter}.
   */
  SequencedMap<String, Double> parameters();

  /**
   * The model with one of its {@link #parameters} changed.
   *
   * @throws IllegalArgumentException
   *           when it has no such parameter, or the value is not allowed
   */
  AssetModel with(String parameter, double value);

  /**
   * The model with several of its {@link #parameters} changed at once.
   *
   * @throws IllegalArgumentException
   *           when it has no such parameter, or the values are not allowed
   */
  default AssetModel with(Map<String, Double> values) {
    AssetModel changed = this;
    for (Map.Entry<String, Double> value : Require.given("values", values).entrySet()) {
      changed = changed.with(value.getKey(), value.getValue());
    }
    return changed;
  }

  /** The names of {@link #parameters} that move alike with a parallel shift of volatilities, where there are such. */
  default List<String> parallelVols() {
    return List.of();
  }

  /** The fields of every model in files. */
  static List<ModelFormat> formats() {
    return List.of(BlackScholes.FORMAT, Merton.FORMAT, Heston.FORMAT, Bates.FORMAT, VarianceGamma.FORMAT, Cev.FORMAT,
        Sabr.FORMAT, LocalVol.FORMAT);
  }

  /** Its type and fields in files. */
  ModelFormat format();

  /** Tells the fields in files that are its law; how it is simulated are others. */
  default void write(ModelFieldValues values) {
    parameters().forEach(Require.given("values", values)::number);
  }

  /** The Black volatilities that are its quotes; empty for all models but {@link BlackScholes}. */
  default Optional<VolTermStructure> blackVols() {
    return Optional.empty();
  }

  /** The variance that is drawn, where one is. */
  default Optional<StochasticVariance> stochasticVariance() {
    return Optional.empty();
  }

  /** The parameter that is the correlation of the price and of what it draws as its variance or volatility, if any. */
  default Optional<String> varianceCorrelation() {
    return Optional.empty();
  }

  /** The standard deviation of what is no jump as a share of that of the return, over a short time in the long run. */
  default double diffusionShare() {
    return 1;
  }

  /** Whether prices jump. */
  default boolean hasJumps() {
    return false;
  }

  /** Whether a volatility is 0, so that prices may be drawn without variance. */
  default boolean hasZeroVol() {
    return blackVols().map(VolTermStructure::vols).orElse(List.of(parameters().getOrDefault(VOL, 1.0))).stream()
        .anyMatch(vol -> vol == 0);
  }

  /** Whether paths have steps with hardly any variance, as where a variance rests at 0. */
  default boolean nearsZeroVol() {
    return stochasticVariance().isPresent();
  }

  /** The longest step, in years, over which its law is drawn accurately; infinite where it is exact over any. */
  double longestStep();

  /** The expected quadratic variation of the log price until a time in years; under Black–Scholes its variance. */
  double expectedVariance(double time);

  /**
   * Geometric Brownian motion with deterministic, time-dependent volatility.
   *
   * @param vols
   *          Black implied volatilities
   */
  record BlackScholes(VolTermStructure vols) implements AssetModel {

    static final ModelFormat FORMAT = new ModelFormat("black-scholes", List.of(VOL, "times", "vols"),
        BlackScholes::read);

    public BlackScholes {
      Require.given("vols", vols);
    }

    /** The same volatility for all expiries, per square root of a year. */
    public static BlackScholes of(double vol) {
      return new BlackScholes(VolTermStructure.flat(vol));
    }

    /** A term structure of volatilities. */
    public static BlackScholes of(VolTermStructure vols) {
      return new BlackScholes(vols);
    }

    private static BlackScholes read(ModelFields fields) {
      if (fields.isFirstOf(VOL, List.of("times", "vols"))) {
        return of(fields.number(VOL, VolTermStructure::requireVol));
      }
      List<Double> times = fields.numbers("times", Require::positive);
      List<Double> vols = fields.numbers("vols", VolTermStructure::requireVol);
      return fields.located("vols", () -> of(VolTermStructure.of(times, vols)));
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public void write(ModelFieldValues values) {
      Require.given("values", values).numbers("times", vols.times());
      values.numbers("vols", vols.vols());
    }

    @Override
    public Optional<VolTermStructure> blackVols() {
      return Optional.of(vols);
    }

    @Override
    public double longestStep() {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return new LinkedHashMap<>();
    }

    @Override
    public BlackScholes with(String parameter, double value) {
      throw unknown(Require.given("parameter", parameter));
    }

    @Override
    public double expectedVariance(double time) {
      return vols.totalVariance(time);
    }
  }

  /**
   * Geometric Brownian motion with jumps (Merton 1976); the drift is compensated for them.
   *
   * @param vol
   *          volatility between jumps per square root of a year, not negative
   * @param jumps
   *          of the log price
   */
  record Merton(double vol, Jumps jumps) implements AssetModel {

    static final ModelFormat FORMAT = new ModelFormat("merton", joined(List.of(VOL), Jumps.FIELDS), Merton::read);

    public Merton {
      VolTermStructure.requireVol(VOL, vol);
      ForwardEntropy.require(ForwardEntropy.ofVol(vol) + Require.given("jumps", jumps).forwardEntropy(),
          "%s %s and %s".formatted(VOL, vol, jumps.parameters()));
    }

    private static Merton read(ModelFields fields) {
      double vol = fields.number(VOL, VolTermStructure::requireVol);
      Jumps jumps = Jumps.read(fields);
      return fields.located(VOL, () -> new Merton(vol, jumps));
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public double longestStep() {
      return jumps.longestStep();
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>();
      parameters.put(VOL, vol);
      parameters.putAll(jumps.parameters());
      return parameters;
    }

    @Override
    public Merton with(String parameter, double value) {
      return Require.given("parameter", parameter).equals(VOL)
          ? new Merton(value, jumps)
          : new Merton(vol, jumps.with(parameter, value));
    }

    @Override
    public boolean hasJumps() {
      return true;
    }

    @Override
    public double diffusionShare() {
      return jumps.diffusionShare(vol * vol);
    }

    @Override
    public double expectedVariance(double time) {
      return vol * vol * time + jumps.expectedVariance(time);
    }
  }

  /**
   * Stochastic volatility (Heston 1993).
   *
   * @param variance
   *          its parameters, and how it is simulated
   */
  record Heston(StochasticVariance variance) implements AssetModel {

    static final ModelFormat FORMAT = new ModelFormat("heston", StochasticVariance.FIELDS,
        fields -> new Heston(StochasticVariance.read(fields)));

    public Heston {
      Require.given("variance", variance);
    }

    @Override
    public Optional<StochasticVariance> stochasticVariance() {
      return Optional.of(variance);
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public double longestStep() {
      return variance.longestStep();
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return variance.parameters();
    }

    @Override
    public Heston with(String parameter, double value) {
      return new Heston(variance.with(Require.given("parameter", parameter), value));
    }

    @Override
    public Optional<String> varianceCorrelation() {
      return Optional.of(StochasticVariance.RHO);
    }

    @Override
    public double expectedVariance(double time) {
      return variance.expectedVariance(time);
    }
  }

  /**
   * Stochastic volatility with jumps of the price that are independent of it (Bates 1996).
   *
   * @param variance
   *          its parameters, and how it is simulated
   * @param jumps
   *          of the log price
   */
  record Bates(StochasticVariance variance, Jumps jumps) implements AssetModel {

    static final ModelFormat FORMAT = new ModelFormat("bates", joined(StochasticVariance.FIELDS, Jumps.FIELDS),
        fields -> new Bates(StochasticVariance.read(fields), Jumps.read(fields)));

    public Bates {
      Require.given("variance", variance);
      Require.given("jumps", jumps);
    }

    @Override
    public Optional<StochasticVariance> stochasticVariance() {
      return Optional.of(variance);
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public double longestStep() {
      return Math.min(variance.longestStep(), jumps.longestStep());
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>(variance.parameters());
      parameters.putAll(jumps.parameters());
      return parameters;
    }

    @Override
    public Bates with(String parameter, double value) {
      return jumps.parameters().containsKey(Require.given("parameter", parameter))
          ? new Bates(variance, jumps.with(parameter, value))
          : new Bates(variance.with(parameter, value), jumps);
    }

    @Override
    public Optional<String> varianceCorrelation() {
      return Optional.of(StochasticVariance.RHO);
    }

    @Override
    public boolean hasJumps() {
      return true;
    }

    @Override
    public double diffusionShare() {
      return jumps.diffusionShare(variance.theta());
    }

    @Override
    public double expectedVariance(double time) {
      return variance.expectedVariance(time) + jumps.expectedVariance(time);
    }
  }

  /**
   * Variance gamma (Madan, Carr and Chang 1998): Brownian motion with drift at the time of a gamma process, which
   * expects to pass as fast as the calendar; the drift of the price is compensated.
   *
   * @param vol
   *          volatility of the Brownian motion per square root of a year, not negative
   * @param drift
   *          drift of the Brownian motion per year; negative for a fat left tail
   * @param nu
   *          variance of the gamma time of a year, in years, positive and at most a million; drift · nu + ½ vol² nu
   *          must be below 1, and such that a simulation finds the expected price, see {@code docs/models.md}
   */
  record VarianceGamma(double vol, double drift, double nu) implements AssetModel {

    /** Names among {@link AssetModel#parameters}. */
    public static final String DRIFT = "drift";
    public static final String NU = "nu";

    static final ModelFormat FORMAT = new ModelFormat("variance-gamma", List.of(VOL, DRIFT, NU), VarianceGamma::read);

    /** The shape of the gamma time of a step that is drawn at once. */
    private static final double MOST_SHAPE = 16;
    private static final double MOST_NU = 1e6;

    public VarianceGamma {
      VolTermStructure.requireVol(VOL, vol);
      Require.finite(DRIFT, drift);
      Require.positive(NU, nu);
      Require.that(nu <= MOST_NU, "%s is %s, must be at most %s", NU, Double.toString(nu), MOST_NU);
      Require.that((drift + 0.5 * vol * vol) * nu < 1,
          "drift * nu + vol^2 * nu / 2 is %s, must be below 1 for the price to have a mean",
          Double.toString((drift + 0.5 * vol * vol) * nu));
      double shrinkage = 1 - (drift + 0.5 * vol * vol) * nu;
      ForwardEntropy.require(ForwardEntropy.ofGammaTime(shrinkage, nu) + ForwardEntropy.ofVol(vol) / shrinkage,
          "%s %s, %s %s and %s %s".formatted(VOL, vol, DRIFT, drift, NU, nu));
    }

    private static VarianceGamma read(ModelFields fields) {
      double vol = fields.number(VOL, VolTermStructure::requireVol);
      double drift = fields.number(DRIFT, Require::finite);
      double nu = fields.number(NU, Require::positive);
      return fields.located(NU, () -> new VarianceGamma(vol, drift, nu));
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public boolean hasJumps() {
      return true;
    }

    @Override
    public boolean nearsZeroVol() {
      return true;
    }

    @Override
    public double longestStep() {
      return MOST_SHAPE * nu;
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>();
      parameters.put(VOL, vol);
      parameters.put(DRIFT, drift);
      parameters.put(NU, nu);
      return parameters;
    }

    @Override
    public VarianceGamma with(String parameter, double value) {
      return switch (Require.given("parameter", parameter)) {
        case VOL -> new VarianceGamma(value, drift, nu);
        case DRIFT -> new VarianceGamma(vol, value, nu);
        case NU -> new VarianceGamma(vol, drift, value);
        default -> throw unknown(parameter);
      };
    }

    @Override
    public double expectedVariance(double time) {
      return (vol * vol + nu * drift * drift) * time;
    }
  }

  /**
   * Constant elasticity of variance (Cox 1975): dY = vol · reference^(1 − beta) · Y^beta dW, Y the price without the
   * growth of its forward, absorbed at 0.
   *
   * @param local
   *          its parameters, and how it is simulated
   */
  record Cev(ElasticVol local) implements AssetModel {

    static final ModelFormat FORMAT = new ModelFormat("cev", ElasticVol.FIELDS,
        fields -> new Cev(ElasticVol.read(fields)));

    public Cev {
      Require.given("local", local);
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public void write(ModelFieldValues values) {
      AssetModel.super.write(values);
      values.number(ElasticVol.REFERENCE, local.reference());
    }

    @Override
    public double longestStep() {
      return local.longestStep();
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return local.parameters();
    }

    @Override
    public Cev with(String parameter, double value) {
      return new Cev(local.with(Require.given("parameter", parameter), value));
    }

    @Override
    public double expectedVariance(double time) {
      return local.expectedVariance(time);
    }
  }

  /**
   * The SABR model (Hagan, Kumar, Lesniewski and Woodward 2002): constant elasticity of variance whose volatility is a
   * geometric Brownian motion, dY = a · vol · reference^(1 − beta) · Y^beta dW, da = nu · a dZ, from a = 1.
   *
   * @param local
   *          volatility today, its elasticity, and how it is simulated
   * @param nu
   *          volatility of the volatility per square root of a year, from 0 to 5
   * @param rho
   *          correlation of volatility and price, between −1 and 1, both excluded; where beta is 1 at most 0, for else
   *          the price is no martingale
   */
  record Sabr(ElasticVol local, double nu, double rho) implements AssetModel {

    /** Names among {@link AssetModel#parameters}. */
    public static final String NU = "nu";
    public static final String RHO = StochasticVariance.RHO;

    static final ModelFormat FORMAT = new ModelFormat("sabr", joined(ElasticVol.FIELDS, List.of(NU, RHO)), Sabr::read);

    private static final double MOST_NU = 5;

    public Sabr {
      Require.given("local", local);
      requireNu(NU, nu);
      StochasticVariance.requireCorrelation(RHO, rho);
      Require.that(local.beta() < 1 || rho <= 0,
          "%s is %s, must be at most 0 with %s 1: the price is no martingale (Jourdain 2004)", RHO, rho,
          ElasticVol.BETA);
    }

    private static double requireNu(String what, double value) {
      Require.that(value >= 0 && value <= MOST_NU, "%s is %s, must be a number from 0 to %s", what, value, MOST_NU);
      return value;
    }

    private static Sabr read(ModelFields fields) {
      ElasticVol local = ElasticVol.read(fields);
      double nu = fields.number(NU, Sabr::requireNu);
      double rho = fields.number(RHO, StochasticVariance::requireCorrelation);
      return fields.located(RHO, () -> new Sabr(local, nu, rho));
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public void write(ModelFieldValues values) {
      AssetModel.super.write(values);
      values.number(ElasticVol.REFERENCE, local.reference());
    }

    @Override
    public double longestStep() {
      return Math.min(local.longestStep(), ElasticVol.accurateStep(nu));
    }

    @Override
    public Optional<String> varianceCorrelation() {
      return Optional.of(RHO);
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      SequencedMap<String, Double> parameters = new LinkedHashMap<>(local.parameters());
      parameters.put(NU, nu);
      parameters.put(RHO, rho);
      return parameters;
    }

    @Override
    public Sabr with(String parameter, double value) {
      return switch (Require.given("parameter", parameter)) {
        case NU -> new Sabr(local, value, rho);
        case RHO -> new Sabr(local, nu, value);
        default -> new Sabr(local.with(parameter, value), nu, rho);
      };
    }

    /** As if the price stayed at the reference. */
    @Override
    public double expectedVariance(double time) {
      return nu == 0
          ? local.expectedVariance(time)
          : local.expectedVariance(1) * Math.expm1(nu * nu * time) / (nu * nu);
    }
  }

  /**
   * Local volatility (Dupire 1994): the diffusion whose volatility depends on time and price such that European options
   * have the implied volatilities of a surface.
   *
   * @param surface
   *          the implied volatilities
   * @param reference
   *          the spot for which they are quoted, where they stay at their strikes when the spot moves (sticky strike);
   *          empty where they move along with the spot (sticky moneyness)
   * @param stepsPerYear
   *          the fewest steps a year; observation dates and large volatilities add more
   */
  record LocalVol(SmileSurface surface, OptionalDouble reference, int stepsPerYear) implements AssetModel {

    /** The name of the spot for which the surface is quoted. */
    public static final String REFERENCE = ElasticVol.REFERENCE;

    /** The steps of a year unless others are asked for. */
    public static final int DEFAULT_STEPS_PER_YEAR = 48;

    private static final String STEPS_PER_YEAR = "stepsPerYear";

    static final ModelFormat FORMAT = new ModelFormat("local-vol",
        joined(SmileSurface.FIELDS, List.of(REFERENCE, STEPS_PER_YEAR)), LocalVol::read);

    public LocalVol {
      Require.given("surface", surface);
      Require.given(REFERENCE, reference).ifPresent(spot -> Require.positive(REFERENCE, spot));
      Require.that(stepsPerYear >= 1 && stepsPerYear <= ElasticVol.MOST_STEPS_PER_YEAR,
          "%s is %s, must be a whole number from 1 to %s", STEPS_PER_YEAR, stepsPerYear,
          ElasticVol.MOST_STEPS_PER_YEAR);
    }

    private static LocalVol read(ModelFields fields) {
      SmileSurface surface = SmileSurface.read(fields);
      OptionalDouble reference = fields.optionalNumber(REFERENCE, Require::positive);
      int steps = fields.count(STEPS_PER_YEAR, ElasticVol.MOST_STEPS_PER_YEAR, DEFAULT_STEPS_PER_YEAR);
      return new LocalVol(surface, reference, steps);
    }

    /** With smiles that move along with the spot, and the default steps. */
    public static LocalVol of(SmileSurface surface) {
      return new LocalVol(surface, OptionalDouble.empty(), DEFAULT_STEPS_PER_YEAR);
    }

    /** With smiles that stay at their strikes, which they have at a spot. */
    public LocalVol quotedAt(double spot) {
      return new LocalVol(surface, OptionalDouble.of(spot), stepsPerYear);
    }

    /** The same law, simulated with other steps. */
    public LocalVol simulatedBy(int otherStepsPerYear) {
      return new LocalVol(surface, reference, otherStepsPerYear);
    }

    @Override
    public ModelFormat format() {
      return FORMAT;
    }

    @Override
    public void write(ModelFieldValues values) {
      surface.write(values);
      reference.ifPresent(spot -> values.number(REFERENCE, spot));
    }

    @Override
    public double longestStep() {
      return Math.min(1.0 / stepsPerYear, ElasticVol.accurateStep(surface.largestVol()));
    }

    @Override
    public SequencedMap<String, Double> parameters() {
      return surface.parameters();
    }

    @Override
    public LocalVol with(String parameter, double value) {
      return with(Map.of(Require.given("parameter", parameter), value));
    }

    @Override
    public LocalVol with(Map<String, Double> values) {
      return new LocalVol(surface.with(Require.given("values", values)), reference, stepsPerYear);
    }

    @Override
    public List<String> parallelVols() {
      return surface.times().stream().map(SmileSurface::vol).toList();
    }

    /** That of the volatility at the money. */
    @Override
    public double expectedVariance(double time) {
      return surface.slice(time).theta();
    }
  }

  /** What to throw for a parameter that a model lacks. */
  static IllegalArgumentException unknown(String parameter) {
    return new IllegalArgumentException("the model has no parameter " + parameter);
  }

  private static List<String> joined(List<String> first, List<String> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
