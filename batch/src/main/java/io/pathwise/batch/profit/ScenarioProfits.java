package io.pathwise.batch.profit;

import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.output.Position;
import io.pathwise.batch.risk.ProfitSum;
import io.pathwise.batch.risk.RiskInputs;
import io.pathwise.batch.risk.ScenarioChanges.Change;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.measure.Greek;
import java.util.ArrayList;
import java.util.List;

/**
 * The profits of the trades of one currency in all scenarios, and of their sum. Memory grows with trades times
 * scenarios, eight bytes each. Start at {@link #add} and {@link #tail}.
 */
final class ScenarioProfits {
  private static final double NORMAL_QUANTILE = 1.96;

  private final String currency;
  private final List<ProfitSum> sums;
  private final double[] unseen;
  private final List<OfTrade> trades = new ArrayList<>();

  /**
   * The profits of a trade.
   *
   * @param profits
   *          in the order of the scenarios
   */
  @SuppressWarnings("ArrayRecordComponent") // made here, and never compared
  record OfTrade(String id, List<String> assets, double[] profits) {}

  /**
   * What a trade, or the trades on the same assets, add to the expected shortfall.
   *
   * @param name
   *          the trade's id, or the assets
   * @param amount
   *          the average loss in the tail
   */
  record Contribution(String name, String assets, double amount) {}

  ScenarioProfits(String currency, RiskInputs inputs) {
    this.currency = currency;
    sums = inputs.scenarios().stream().map(Scenario::market)
        .map(after -> new ProfitSum(inputs.reporting(), inputs.market(), after)).toList();
    unseen = new double[sums.size()];
  }

  /** Adds a trade with its changes in all scenarios, in their order. */
  void add(List<Change> changes) {
    double[] profits = new double[sums.size()];
    for (int i = 0; i < profits.length; i++) {
      Change change = changes.get(i);
      profits[i] = sums.get(i).add(change.trade(), change.base(), believed(i, change));
    }
    trades.add(new OfTrade(changes.getFirst().trade().id(), changes.getFirst().trade().product().assets(), profits));
  }

  /** A profit whose paths have all brought the same has no standard error, but a bound to what they have not seen. */
  private Greek believed(int scenario, Change change) {
    Greek profit = change.profit();
    if (profit.status() != Greek.Status.NO_HITS) {
      return profit;
    }
    double bound = NORMAL_QUANTILE * Position.standardError(change.trade(), profit);
    unseen[scenario] += Double.isNaN(bound) ? 0 : Math.abs(sums.get(scenario).rate(change.trade())) * bound;
    return new Greek(profit.measure(), profit.factors(), profit.value(), 0, profit.estimator(), profit.reason(),
        profit.paths(), profit.status(), profit.message());
  }

  String currency() {
    return currency;
  }

  List<OfTrade> trades() {
    return trades;
  }

  double profit(int scenario) {
    return sums.get(scenario).profit();
  }

  /** What simulation leaves open of a profit. */
  double standardError(int scenario) {
    return sums.get(scenario).standardError();
  }

  /**
   * By how much more the profit may be off at most, with 95 % confidence for each trade, because payoffs were not met
   * by any path; of payoffs without a bound nothing is known.
   */
  double unseen(int scenario) {
    return unseen[scenario];
  }

  LossTail tail(ScenarioWeights weights, double confidence) {
    return LossTail.of(sums.stream().mapToDouble(ProfitSum::profit).toArray(), weights, confidence);
  }

  /** What simulation leaves open of the expected shortfall: errors of scenarios on the same noise add up. */
  double errorOfShortfall(LossTail tail) {
    TotalError error = new TotalError();
    for (int i = 0; i < sums.size(); i++) {
      if (tail.weights()[i] > 0) {
        error.add(tail.weights()[i], sums.get(i).standardError(), sums.get(i).errors());
      }
    }
    return error.standardError();
  }

  /** What each trade adds to the expected shortfall, in their order; the sum is the expected shortfall. */
  List<Contribution> contributions(LossTail tail) {
    return trades.stream().map(trade -> {
      double amount = 0;
      for (int i = 0; i < tail.weights().length; i++) {
        amount -= tail.weights()[i] * trade.profits()[i];
      }
      return new Contribution(trade.id(), String.join(",", trade.assets()), amount + 0.0);
    }).toList();
  }
}
