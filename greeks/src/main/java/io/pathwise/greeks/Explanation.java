package io.pathwise.greeks;

import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * Which estimator serves which number, and why.
 *
 * @param rows
 *          one per number
 * @param programs
 *          the programs that would be simulated, as text
 */
public record Explanation(List<Row> rows, List<ProgramText> programs) {

  /** Copies the lists. */
  public Explanation {
    rows = List.copyOf(rows);
    programs = List.copyOf(programs);
  }

  /**
   * A number.
   *
   * @param measure
   *          what it is
   * @param factors
   *          the risk factors
   * @param estimator
   *          the name of the estimator; empty when there is none
   * @param reason
   *          why this one, or why there is none
   * @param grade
   *          how the payoff depends on the factors: independent, C1, Lipschitz or discontinuous
   * @param operationsPerPath
   *          what the simulation it comes from costs, in primitive operations per path without noise
   */
  public record Row(Measure measure, List<RiskFactor> factors, String estimator, String reason, String grade,
      double operationsPerPath) {

    /** The factors as in the {@code factor} column of results. */
    public String factorText() {
      return Greek.factorText(factors);
    }
  }

  /**
   * A program.
   *
   * @param title
   *          which estimator
   * @param text
   *          in the notation of docs/grammar.md
   */
  public record ProgramText(String title, String text) {}
}
