package io.pathwise.batch.profit;

import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.TotalError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The explained profits of the trades that are added up in one currency: profits at the exchange rate of the second
 * market, and what values gain by the rate as a term of its own. Start at {@link #add}.
 */
final class ExplainedTotal {
  /** The name of the term that the change of exchange rates into the reporting currency makes. */
  private static final String TRANSLATION = "translation";

  private final String currency;
  private final Sum before = new Sum();
  private final Sum actual = new Sum();
  private final Sum unexplained = new Sum();
  private final SequencedMap<String, Sum> terms = new LinkedHashMap<>();
  private final Map<ProfitTerm.Kind, Sum> kinds = new EnumMap<>(ProfitTerm.Kind.class);
  private final List<OfTrade> trades = new ArrayList<>();
  private double paid;

  /** A sum with its error. */
  static final class Sum {
    private final TotalError error = new TotalError();
    private double amount;

    private void add(double weight, double more, double standardError, ErrorProfile errors) {
      amount += weight * more;
      error.add(weight, standardError, errors);
    }

    double amount() {
      return amount;
    }

    double standardError() {
      return error.standardError();
    }
  }

  /** What became of a trade. */
  record OfTrade(String id, double actual, double unexplained, double unexplainedError, String message) {}

  ExplainedTotal(String currency) {
    this.currency = currency;
  }

  /**
   * Adds a trade.
   *
   * @param rateBefore
   *          what a unit of its currency was worth in this one
   * @param rateAfter
   *          what it is worth
   */
  void add(ExplainedProfit profit, double rateBefore, double rateAfter) {
    double quantity = profit.trade().quantity();
    double weight = rateAfter * quantity;
    before.add(rateBefore * quantity, profit.base().value(), profit.base().standardError(), profit.base().errors());
    actual.add(weight, profit.actual().value(), profit.actual().standardError(), profit.actual().errors());
    unexplained.add(weight, profit.unexplained(), profit.unexplainedError(), profit.unexplainedErrors());
    paid += weight * profit.paid();
    profit.terms().forEach(term -> add(term.name(), term.kind(), weight, term.amount(), term.standardError(),
        term.errors()));
    double gain = (rateAfter - rateBefore) * quantity;
    if (gain != 0) {
      actual.add(gain, profit.base().value(), profit.base().standardError(), profit.base().errors());
      add(TRANSLATION, ProfitTerm.Kind.TRANSLATION, gain, profit.base().value(), profit.base().standardError(),
          profit.base().errors());
    }
    trades.add(new OfTrade(profit.trade().id(), weight * profit.actual().value() + gain * profit.base().value(),
        weight * profit.unexplained(), Math.abs(weight) * profit.unexplainedError(), profit.message()));
  }

  private void add(String name, ProfitTerm.Kind kind, double weight, double amount, double standardError,
      ErrorProfile errors) {
    terms.computeIfAbsent(name, missing -> new Sum()).add(weight, amount, standardError, errors);
    kinds.computeIfAbsent(kind, missing -> new Sum()).add(weight, amount, standardError, errors);
  }

  String currency() {
    return currency;
  }

  /** The value on the first market. */
  Sum before() {
    return before;
  }

  Sum actual() {
    return actual;
  }

  Sum unexplained() {
    return unexplained;
  }

  /** What was paid, which is part of the actual profit. */
  double paid() {
    return paid;
  }

  /** By the name of the term. */
  SequencedMap<String, Sum> terms() {
    return Collections.unmodifiableSequencedMap(terms);
  }

  /** By the kind of the term, in the order of kinds. */
  Map<ProfitTerm.Kind, Sum> kinds() {
    return Collections.unmodifiableMap(kinds);
  }

  List<OfTrade> trades() {
    return Collections.unmodifiableList(trades);
  }
}
