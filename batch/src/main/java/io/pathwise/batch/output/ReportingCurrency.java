package io.pathwise.batch.output;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.util.Optional;

/**
 * In which currency numbers of trades are added up: in that of each trade, or all in one. Numbers are converted at the
 * exchange rates of a market; what the conversion itself adds to sensitivities by exchange rates is left out. Start at
 * {@link #of} and {@link #position}.
 */
public final class ReportingCurrency {

  private final Optional<String> currency;

  private ReportingCurrency(Optional<String> currency) {
    this.currency = currency;
  }

  /**
   * The choice.
   *
   * @param currency
   *          the id of its curve; empty for each trade's own
   * @throws IllegalArgumentException
   *           when the market has no such curve
   */
  public static ReportingCurrency of(Optional<String> currency, MarketData market) {
    currency.ifPresent(market::curve);
    return new ReportingCurrency(currency);
  }

  /** The currency that numbers in some currency are added up in: their own, where there is no exchange rate. */
  public String of(String own, MarketData market) {
    return currency.filter(reported -> hasRate(own, reported, market)).orElse(own);
  }

  /** What a unit of a currency is worth in the one that it is added up in. */
  public double rate(String own, MarketData market) {
    String reported = of(own, market);
    return reported.equals(own) ? 1 : market.exchangeRate(own, reported).today(market);
  }

  /** A trade's position with numbers in the currency that they are added up in. */
  public Trade position(Trade trade, MarketData market) {
    double rate = rate(trade.product().curve(market).id(), market);
    return rate == 1 ? trade : new Trade(trade.id(), trade.product(), trade.quantity() * rate, trade.remark());
  }

  private static boolean hasRate(String own, String reported, MarketData market) {
    return own.equals(reported) || market.hasExchangeRate(own, reported);
  }
}
