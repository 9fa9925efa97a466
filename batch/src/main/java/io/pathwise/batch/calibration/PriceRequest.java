package io.pathwise.batch.calibration;

import io.pathwise.engine.optimise.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a calibration to prices is asked for.
 *
 * @param market
 *          the market file, with the models where the search begins
 * @param prices
 *          the file of trades with their prices
 * @param parameters
 *          names of what is sought; all numbers of the models of the trades' assets when empty
 * @param method
 *          the optimiser
 * @param step
 *          its first step; its own when empty
 * @param paths
 *          of each price, over which SVRG and SAGA search and every method is judged
 * @param mostPaths
 *          of each price that may be simulated in all
 * @param tolerance
 *          what is left alone, as a root mean square share of the prices; 1e-4 when empty
 * @param seed
 *          of the noise
 * @param out
 *          where the market with the calibrated models goes
 * @param report
 *          where a page goes
 */
public record PriceRequest(Path market, Path prices, List<String> parameters, Method method, OptionalDouble step,
    long paths, long mostPaths, OptionalDouble tolerance, long seed, Path out, Optional<Path> report) {

  /** The fewest paths of a price: two blocks of 256 for each of as many samples as tell how gradients are spread. */
  public static final long FEWEST_PATHS = 16_384;
  /** The most: more do not fit into an array with their gradients. */
  public static final long MOST_PATHS = 1L << 28;

  private static final double DEFAULT_TOLERANCE = 1e-4;

  /** Copies the list. */
  public PriceRequest {
    parameters = List.copyOf(parameters);
  }

  /** The tolerance. */
  double toleranceOfPrices() {
    return tolerance.orElse(DEFAULT_TOLERANCE);
  }
}
