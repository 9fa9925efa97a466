package io.pathwise.batch.profit;

import io.pathwise.batch.risk.TaylorExpansion;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.contract.Rolled;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a trade gained from one market to a later one, and why; for one unit of its product, in its currency. Start at
 * {@link #of}.
 *
 * @param base
 *          the value on the first market
 * @param actual
 *          the change of the value by revaluation, and what was paid meanwhile
 * @param terms
 *          what explains it
 * @param unexplained
 *          the actual profit less the terms
 * @param unexplainedError
 *          its standard error; all parts are on the same noise, so that most of their errors cancel
 * @param paid
 *          what was paid, which is part of the actual profit
 * @param message
 *          for people: what was fixed and paid, and which moves have no derivative
 */
record ExplainedProfit(Trade trade, Greek base, Greek actual, List<ProfitTerm> terms, double unexplained,
    double unexplainedError, ErrorProfile unexplainedErrors, double paid, String message) {

  /** Copies the list. */
  ExplainedProfit {
    terms = List.copyOf(terms);
  }

  /**
   * The explanation.
   *
   * @param change
   *          of the value from the first market to the second
   * @param revalued
   *          the terms that are revaluations
   * @param expansion
   *          in the moves of risk factors
   */
  static ExplainedProfit of(Trade trade, Greek base, Greek change, Rolled rolled, List<ProfitTerm> revalued,
      TaylorExpansion expansion) {
    List<ProfitTerm> terms = new ArrayList<>(revalued);
    for (TaylorExpansion.Term term : expansion.terms()) {
      if (term.coefficient() != 0) {
        terms.add(ProfitTerm.of(term.number(), term.coefficient()));
      }
    }
    terms.sort((a, b) -> a.kind().compareTo(b.kind()));
    Greek actual = new Greek(change.measure(), change.factors(), change.value() + rolled.paid(),
        change.standardError(), change.estimator(), change.reason(), change.paths(), change.status(),
        change.message(), change.errors());
    TotalError error = new TotalError();
    error.add(1, actual.standardError(), actual.errors());
    double unexplained = actual.value();
    for (ProfitTerm term : terms) {
      unexplained -= term.amount();
      error.add(-1, term.standardError(), term.errors());
    }
    return new ExplainedProfit(trade, base, actual, terms, unexplained, error.standardError(), error.profile(),
        rolled.paid(), message(trade, change, rolled, expansion));
  }

  /** How far the error of what is unexplained can be believed: as far as all that it is made of. */
  Greek.Status unexplainedStatus() {
    return Stream.concat(Stream.of(actual.status()), terms.stream().map(ProfitTerm::status))
        .max(Comparator.naturalOrder()).orElseThrow();
  }

  private static String message(Trade trade, Greek change, Rolled rolled, TaylorExpansion expansion) {
    List<String> parts = new ArrayList<>();
    if (!rolled.fixings().isEmpty()) {
      parts.add("fixed: " + rolled.fixings().stream()
          .map(fixing -> fixing.asset() + " " + fixing.day() + " " + fixing.price()).collect(Collectors.joining(", ")));
    }
    Optional.of(rolled.remark()).filter(remark -> !remark.isEmpty()).ifPresent(parts::add);
    if (rolled.paid() != 0) {
      parts.add("paid: " + trade.quantity() * rolled.paid());
    }
    if (!expansion.missing().isEmpty()) {
      parts.add("no derivative by "
          + expansion.missing().stream().map(Object::toString).sorted().collect(Collectors.joining(", "))
          + ", whose moves are unexplained");
    }
    Optional.of(change.message()).filter(text -> !text.isEmpty()).ifPresent(parts::add);
    return String.join("; ", parts);
  }
}
