package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.RiskFactor;
import java.util.List;

/**
 * The estimator of every number of a trade with the reason, and the candidates for it.
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
   *          how the payoff depends on the factors: independent, C1, Lipschitz or discontinuous; empty for the value
   * @param operationsPerPath
   *          what the simulation it comes from costs, which may serve other numbers, too: primitive operations per path
   * @param candidates
   *          everything that was considered
   */
  public record Row(Measure measure, List<RiskFactor> factors, String estimator, String reason, String grade,
      double operationsPerPath, List<CandidateRow> candidates) {

    /** Copies the lists. */
    public Row {
      factors = List.copyOf(factors);
      candidates = List.copyOf(candidates);
    }

    /** The factors as in the {@code factor} column of results. */
    public String factorText() {
      return Greek.factorText(factors);
    }
  }

  /**
   * An estimator that was considered for a number.
   *
   * @param name
   *          of the estimator
   * @param valid
   *          whether it exists for this number and does not leave out a jump
   * @param biased
   *          whether it is known to be biased; such ones are used only when asked for or when nothing else is valid
   * @param chosen
   *          whether it is the one that is used
   * @param why
   *          why it is valid, or why not
   * @param mean
   *          the number in the pilot; NaN without a pilot
   * @param variancePerPath
   *          of the number, after regression on controls, in the pilot; NaN without a pilot
   * @param operationsPerPath
   *          the cost of a simulation for this number alone; NaN without a pilot
   * @param efficiency
   *          1/(variance × cost), as a share of that of the best valid unbiased candidate; NaN where the pilot says
   *          nothing
   * @param pilotPaths
   *          how many paths the pilot had; 0 without a pilot
   * @param bias
   *          for a biased candidate beside an unbiased one: the difference of their numbers in the pilot; otherwise NaN
   * @param biasStandardError
   *          the standard error of that difference at most
   */
  public record CandidateRow(String name, boolean valid, boolean biased, boolean chosen, String why, double mean,
      double variancePerPath, double operationsPerPath, double efficiency, long pilotPaths, double bias,
      double biasStandardError) {}

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
