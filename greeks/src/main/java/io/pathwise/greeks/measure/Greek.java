package io.pathwise.greeks.measure;

import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One number of a result, or the reason why there is none.
 *
 * @param measure
 *          what it is
 * @param factors
 *          the risk factors it is taken by: none for the value, one or two for derivatives
 * @param value
 *          in the units of {@link Measure}, for a quantity of one; NaN when failed
 * @param standardError
 *          of the value, 1.96 of which make a 95 % interval however few samples there are; for a number that no noise
 *          reaches what rounding may have done; NaN when failed, or not known
 * @param estimator
 *          the name of the estimator, {@code pathwise-adjoint} for example; empty when failed
 * @param reason
 *          why that estimator
 * @param paths
 *          how many paths the number rests on
 * @param status
 *          how it went
 * @param message
 *          for people: the reason of a failure, or a warning; empty when all is well
 * @param errors
 *          how the error came about, by which a {@link io.pathwise.engine.statistics.TotalError} knows the error of a
 *          sum of numbers of the same seed and sampling; none when failed, or without an error
 */
public record Greek(Measure measure, List<RiskFactor> factors, double value, double standardError, String estimator,
    String reason, long paths, Status status, String message, ErrorProfile errors) {

  /** How the computation of a number went. */
  public enum Status {
    /** As asked. */
    OK,
    /** The maximum number of paths came before the target error. */
    MAXIMUM_PATHS,
    /**
     * Few paths carry the number, so that it may be farther off than its standard error says; the message says how few.
     */
    FEW_HITS,
    /**
     * All paths gave the same, though they need not, so that what is rare has not been seen. The standard error covers
     * what the payoff can still bring with 95 % confidence (at 1.96 of them), and is NaN where nothing bounds it.
     */
    NO_HITS,
    /** The product has no such number; the message says why. */
    NOT_APPLICABLE,
    /** There is no number; the message says why. */
    FAILED
  }

  /** Copies the list; none of the arguments may be null. */
  public Greek {
    Require.given("measure", measure);
    factors = Require.elements("factors", factors);
    Require.given("estimator", estimator);
    Require.given("reason", reason);
    Require.given("status", status);
    Require.given("message", message);
    Require.given("errors", errors);
  }

  /** A number of which it is not known how its error came about. */
  public Greek(Measure measure, List<RiskFactor> factors, double value, double standardError, String estimator,
      String reason, long paths, Status status, String message) {
    this(measure, factors, value, standardError, estimator, reason, paths, status, message, ErrorProfile.NONE);
  }

  /** The number in another unit. */
  public Greek scaled(double factor) {
    return new Greek(measure, factors, value * factor, standardError * Math.abs(factor), estimator, reason, paths,
        status, message, errors.scaled(factor));
  }

  /**
   * The factors as in the {@code factor} column of results: {@code AAPL.spot,AAPL.vol}. A factor that comes twice is
   * named once; the valuation time, of which there is only one, is not named.
   */
  public String factorText() {
    return factorText(factors);
  }

  /** Factors as in results. */
  public static String factorText(List<RiskFactor> factors) {
    return Require.given("factors", factors).stream()
        .filter(factor -> !(factor instanceof RiskFactor.ValuationTime)).distinct()
        .map(RiskFactor::toString).collect(Collectors.joining(","));
  }
}
