package io.pathwise.batch.risk;

import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.output.Position;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.RiskFactor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The profit or loss of a trade in a scenario as its Greeks estimate it: Σ v_i s_i + ½ Σ v_ij s_i s_j over the shifts
 * s, with the second derivatives that are there (of spots and a spot's own volatility); third ones are left out.
 *
 * @param terms
 *          the summands, for one unit of the product
 * @param missing
 *          the factors that move without a first derivative
 * @param hasSecondOrder
 *          whether every spot and volatility that moves has its second derivative
 */
public record TaylorExpansion(List<Term> terms, List<RiskFactor> missing, boolean hasSecondOrder) {
  private static final String ESTIMATOR = "taylor";

  /**
   * A summand.
   *
   * @param number
   *          the derivative
   * @param coefficient
   *          what it is multiplied with: the shift, the product of two, or half a square
   */
  public record Term(Greek number, double coefficient) {
    /** What it adds. */
    public double amount() {
      return number.value() * coefficient;
    }
  }

  /** Copies the lists. */
  public TaylorExpansion {
    terms = List.copyOf(terms);
    missing = List.copyOf(missing);
  }

  /**
   * The expansion.
   *
   * @param shifts
   *          of the factors that the trade depends on
   */
  public static TaylorExpansion of(Collection<Greek> numbers, Map<RiskFactor, Double> shifts) {
    List<Term> terms = new ArrayList<>();
    for (Greek number : numbers) {
      int order = number.factors().size();
      if (Position.hasNumber(number) && order > 0 && order <= 2 && shifts.keySet().containsAll(number.factors())) {
        terms.add(new Term(number, coefficient(number.factors(), shifts)));
      }
    }
    Set<List<RiskFactor>> known = numbers.stream().filter(Position::hasNumber).map(Greek::factors)
        .collect(Collectors.toSet());
    List<RiskFactor> missing = shifts.keySet().stream().filter(factor -> !known.contains(List.of(factor))).toList();
    boolean second = shifts.keySet().stream()
        .filter(factor -> factor instanceof RiskFactor.Spot || factor instanceof RiskFactor.Vol
            || factor instanceof RiskFactor.VolPillar || factor instanceof RiskFactor.QuotedVol)
        .allMatch(factor -> known.contains(List.of(factor, factor)));
    return new TaylorExpansion(terms, missing, second);
  }

  private static double coefficient(List<RiskFactor> factors, Map<RiskFactor, Double> shifts) {
    double product = 1;
    for (RiskFactor factor : factors) {
      product *= shifts.getOrDefault(factor, 0.0);
    }
    boolean square = factors.size() == 2 && factors.getFirst().equals(factors.getLast());
    return square ? 0.5 * product : product;
  }

  /** For one unit of the product; NaN when a first derivative is missing. */
  public double profit() {
    double profit = missing.isEmpty() ? 0 : Double.NaN;
    for (Term term : terms) {
      profit += term.amount();
    }
    return profit + 0.0;
  }

  /** The profit with the error that those of the derivatives make of it, or a failure that names what is missing. */
  public Greek number() {
    if (!missing.isEmpty()) {
      return new Greek(Measure.VALUE, List.of(), Double.NaN, Double.NaN, "", "", 0, Greek.Status.FAILED,
          "there is no derivative by " + missing.stream().map(RiskFactor::toString).collect(Collectors.joining(", ")));
    }
    TotalError error = new TotalError();
    terms.forEach(term -> error.add(term.coefficient(), term.number().standardError(), term.number().errors()));
    return new Greek(Measure.VALUE, List.of(), profit(), error.standardError(), ESTIMATOR, "",
        terms.stream().mapToLong(term -> term.number().paths()).min().orElse(0), Greek.Status.OK, "", error.profile());
  }

  /** The shifts of a scenario that a trade depends on. */
  public static Map<RiskFactor, Double> relevant(Scenario scenario, Collection<RiskFactor> factors) {
    return scenario.shifts().entrySet().stream()
        .filter(shift -> shift.getValue() != 0.0 && factors.contains(shift.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
