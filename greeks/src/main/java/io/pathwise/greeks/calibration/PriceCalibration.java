package io.pathwise.greeks.calibration;

import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.optimise.Minimisation;
import io.pathwise.engine.optimise.Minimum;
import io.pathwise.engine.optimise.Minimum.Parameter;
import io.pathwise.engine.optimise.Objective;
import io.pathwise.engine.optimise.ProgramObjective;
import io.pathwise.engine.optimise.SearchSettings;
import io.pathwise.engine.optimise.SquaredErrors;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.greeks.estimator.RefusedException;
import io.pathwise.greeks.simulation.GradientProgram;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.calibration.SoughtParameters;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Calibrates models to prices of products that are simulated: Σ weight · (E[V_j(θ)] − price_j)² is least, by gradients
 * of the prices whose estimators are valid for what the products pay. Steps of a simulation stay where the first
 * parameters have put them, so that noise does not change as parameters move. Start at {@link #of}.
 */
public final class PriceCalibration implements AutoCloseable {

  /** Behind all blocks that a search may take. */
  private static final long UNSEEN_BLOCK = 1L << 40;

  private final SoughtParameters sought;
  private final List<PriceQuote> quotes;
  private final List<GradientProgram> programs;
  private final KernelCache kernels;
  private final Simulation simulation;

  private PriceCalibration(SoughtParameters sought, List<PriceQuote> quotes, List<GradientProgram> programs,
      KernelCache kernels, Simulation simulation) {
    this.sought = sought;
    this.quotes = quotes;
    this.programs = programs;
    this.kernels = kernels;
    this.simulation = simulation;
  }

  /** What is told of a product that cannot take part. */
  public static final class UnusableQuoteException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;
    private final int quote;

    UnusableQuoteException(int quote, String message, Throwable cause) {
      super(message, cause);
      this.quote = quote;
    }

    /** Its place in the list. */
    public int quote() {
      return quote;
    }
  }

  /**
   * A calibration.
   *
   * @param quotes
   *          at least as many as parameters
   * @param backend
   *          what simulates
   * @param threads
   *          how many threads simulate, at least 1; does not change any number
   * @throws UnusableQuoteException
   *           when the gradient of a product's price has no estimator without bias, or it depends on no parameter
   * @throws IllegalArgumentException
   *           when quotes are fewer than parameters, or no price depends on a parameter
   */
  public static PriceCalibration of(SoughtParameters sought, List<PriceQuote> quotes, Backend backend, int threads) {
    List<RiskFactor> factors = Require.given("sought", sought).factors();
    List<PriceQuote> given = Require.elements("quotes", quotes);
    Require.given("backend", backend);
    Require.that(given.size() >= factors.size(), "%s prices for %s parameters (%s): at least as many are needed",
        given.size(), factors.size(), factors);
    List<GradientProgram> programs = new ArrayList<>();
    for (PriceQuote quote : given) {
      try {
        programs.add(GradientProgram.of(PricingProgram.of(quote.product(), sought.market()), factors));
      } catch (RefusedException e) {
        throw new UnusableQuoteException(programs.size(), String.valueOf(e.getMessage()), e);
      }
    }
    for (int k = 0; k < factors.size(); k++) {
      int parameter = k;
      Require.that(programs.stream().anyMatch(program -> program.derivatives().get(parameter).isPresent()),
          "no price depends on %s", factors.get(k));
    }
    return new PriceCalibration(sought, given, programs, new KernelCache(backend), new Simulation(threads));
  }

  /** By what the gradient of each price is estimated. */
  public List<String> estimators() {
    return programs.stream().map(GradientProgram::estimator).toList();
  }

  /**
   * Searches from the market's parameters.
   *
   * @param seed
   *          of the paths
   * @throws IllegalArgumentException
   *           when a model does not allow what was found
   */
  public PriceFit run(SearchSettings settings, long seed) {
    Require.given("settings", settings);
    NoiseKey noise = NoiseKey.results(seed);
    List<Objective> prices = programs.stream().map(program -> objective(program, noise)).toList();
    SquaredErrors errors = new SquaredErrors(IntStream.range(0, quotes.size())
        .mapToObj(j -> new SquaredErrors.Term(prices.get(j), quotes.get(j).price(), quotes.get(j).weight(),
            quotes.get(j).error()))
        .toList(), simulation);
    Minimum minimum = Minimisation.run(errors, sought.intervals(), sought.start(), settings);
    List<Double> found = minimum.parameters().stream().map(Parameter::value).toList();
    double[] values = found.stream().mapToDouble(value -> value).toArray();
    return new PriceFit(sought.at(found), sought.factors(), minimum,
        prices.stream().map(price -> price(price, values, settings.samples())).toList(), estimators());
  }

  private Objective objective(GradientProgram program, NoiseKey noise) {
    LoweredProgram lowered = Lowering.lower(program.program());
    return new ProgramObjective(lowered, kernels.get(lowered, Sampling.INDEPENDENT), PricingProgram.VALUE,
        program.derivatives(), sought.start(), values -> program.inputs(sought.factors(), values), noise, simulation);
  }

  private static Estimate price(Objective price, double[] values, int samples) {
    int blocks = 2 * samples;
    double[] results = new double[blocks * (1 + price.dimension())];
    price.compute(values, UNSEEN_BLOCK, blocks, results);
    return Estimate.ofSamples(
        IntStream.range(0, blocks).mapToDouble(b -> results[b * (1 + price.dimension())]).toArray(), 0, blocks);
  }

  /** Stops the threads and releases the kernels. */
  @Override
  public void close() {
    kernels.close();
    simulation.close();
  }
}
