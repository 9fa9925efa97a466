package io.pathwise.batch.risk;

import io.pathwise.batch.output.Position;
import io.pathwise.batch.output.ReportingCurrency;
import io.pathwise.batch.output.Totals;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.TotalError;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;

/**
 * What a change of the market brings to several trades, in the currency that they are added up in: their profits at the
 * exchange rate after the change, and what their values before gain by the rate. Start at {@link #add}.
 */
public final class ProfitSum {
  private final ReportingCurrency reporting;
  private final MarketData before;
  private final MarketData after;
  private final TotalError error = new TotalError();
  private double profit;

  /** Profits from one market to another. */
  public ProfitSum(ReportingCurrency reporting, MarketData before, MarketData after) {
    this.reporting = reporting;
    this.before = before;
    this.after = after;
  }

  /** Whether a trade's profit is small enough for sums. */
  public static boolean canBeAdded(Trade trade, Greek profit) {
    return Totals.canBeAdded(Position.value(trade, profit), Position.standardError(trade, profit));
  }

  /**
   * Adds a trade.
   *
   * @param base
   *          the value before, of one unit
   * @param gain
   *          of one unit
   * @return what the trade brings
   */
  public double add(Trade trade, Greek base, Greek gain) {
    double rate = rate(trade);
    double rateChange = rateChange(trade);
    double more = rate * Position.value(trade, gain) + rateChange * Position.value(trade, base);
    profit += more;
    error.add(rate * trade.quantity(), gain.standardError(), gain.errors());
    if (rateChange != 0) {
      error.add(rateChange * trade.quantity(), base.standardError(), base.errors());
    }
    return more;
  }

  /** What a unit of a trade's currency is worth after the change. */
  public double rate(Trade trade) {
    return reporting.rate(currency(trade), after);
  }

  /** How much more than before. */
  double rateChange(Trade trade) {
    return rate(trade) - reporting.rate(currency(trade), before);
  }

  private String currency(Trade trade) {
    return trade.product().curve(before).id();
  }

  /** The sum. */
  public double profit() {
    return profit;
  }

  /** Of the sum; trades share their noise. */
  public double standardError() {
    return error.standardError();
  }

  /** What it is at most, however the errors of trades depend on each other. */
  public double standardErrorBound() {
    return error.bound();
  }

  /** How the error came about. */
  public ErrorProfile errors() {
    return error.profile();
  }
}
