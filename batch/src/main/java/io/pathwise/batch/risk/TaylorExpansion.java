package io.pathwise.batch.risk;

import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.output.Position;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.market.RiskFactor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The profit or loss of a trade in a scenario as its Greeks estimate it: Σ v_i s_i + ½ Σ v_ij s_i s_j over the shifts
 * s, with the second derivatives that are there (of spots and a spot's own volatility); third ones are left out.
 *
 * @param profit
 *          for one unit of the product; NaN when a first derivative is missing
 * @param hasSecondOrder
 *          whether every spot and volatility that moves has its second derivative
 */
record TaylorExpansion(double profit, boolean hasSecondOrder) {

  /**
   * The expansion.
   *
   * @param shifts
   *          of the factors that the trade depends on
   */
  static TaylorExpansion of(Collection<Greek> numbers, Map<RiskFactor, Double> shifts) {
    double profit = 0;
    for (Greek number : numbers) {
      int order = number.factors().size();
      if (Position.hasNumber(number) && order > 0 && order <= 2 && shifts.keySet().containsAll(number.factors())) {
        profit += term(number, shifts);
      }
    }
    Set<List<RiskFactor>> known = numbers.stream().filter(Position::hasNumber).map(Greek::factors)
        .collect(Collectors.toSet());
    boolean first = shifts.keySet().stream().allMatch(factor -> known.contains(List.of(factor)));
    boolean second = shifts.keySet().stream()
        .filter(factor -> factor instanceof RiskFactor.Spot || factor instanceof RiskFactor.Vol
            || factor instanceof RiskFactor.VolPillar || factor instanceof RiskFactor.QuotedVol)
        .allMatch(factor -> known.contains(List.of(factor, factor)));
    return new TaylorExpansion(first ? profit + 0.0 : Double.NaN, second);
  }

  private static double term(Greek number, Map<RiskFactor, Double> shifts) {
    List<RiskFactor> factors = number.factors();
    double product = number.value();
    for (RiskFactor factor : factors) {
      product *= shifts.getOrDefault(factor, 0.0);
    }
    boolean square = factors.size() == 2 && factors.getFirst().equals(factors.getLast());
    return square ? 0.5 * product : product;
  }

  /** The shifts of a scenario that a trade depends on. */
  static Map<RiskFactor, Double> relevant(Scenario scenario, Collection<RiskFactor> factors) {
    return scenario.shifts().entrySet().stream()
        .filter(shift -> shift.getValue() != 0.0 && factors.contains(shift.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
