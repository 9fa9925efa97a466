package io.pathwise.batch.risk;

import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.greeks.execution.WorkEstimate;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses trades that would take more time than is allowed, or more memory than there is, before anything is begun of
 * them. Start at {@link #check}.
 */
public final class WorkLimit implements PortfolioReader.Condition {
  private static final double SECONDS_A_MINUTE = 60;
  private static final double MEBIBYTE = 1 << 20;

  private final MarketData market;
  private final Collection<Measure> measures;
  private final Settings settings;
  private final int threads;
  private final double mostMinutes;
  private final double mostBytes;

  /**
   * A limit.
   *
   * @param threads
   *          how many threads simulate
   * @param mostMinutes
   *          of one core, by {@link WorkEstimate}
   */
  public WorkLimit(MarketData market, Collection<Measure> measures, Settings settings, int threads,
      double mostMinutes) {
    this.market = market;
    this.measures = measures;
    this.settings = settings;
    this.threads = threads;
    this.mostMinutes = mostMinutes;
    mostBytes = 0.5 * Runtime.getRuntime().maxMemory();
  }

  /** What a trade will take. */
  public WorkEstimate estimate(Trade trade) {
    return WorkEstimate.of(trade.product(), market, measures, settings, threads);
  }

  /**
   * Looks at a trade.
   *
   * @throws IllegalArgumentException
   *           when it would take too much, with the estimate, the limit, and how it can be raised
   */
  @Override
  public void check(Trade trade) {
    WorkEstimate estimate = estimate(trade);
    String size = rounded(estimate.steps()) + " steps, " + rounded(estimate.paths())
        + " paths with those of pilots, assets: " + trade.product().assets().size();
    double minutes = estimate.seconds() / SECONDS_A_MINUTE;
    if (!(minutes <= mostMinutes)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "the trade would take about %s minutes of one core (%s), but --max-work allows %s", rounded(minutes), size,
          rounded(mostMinutes)));
    }
    if (!(estimate.bytes() <= mostBytes)) {
      throw new IllegalArgumentException(String.format(Locale.ROOT,
          "the trade would take about %s MiB of memory (%s, %d threads), but a trade may have %s, half of the heap;"
              + " fewer --threads or a larger heap (PATHWISE_JAVA_OPTS=-Xmx...) make room",
          rounded(estimate.bytes() / MEBIBYTE), size, threads, rounded(mostBytes / MEBIBYTE)));
    }
  }

  /** What the change of a trade's value in a scenario takes of what the trade itself takes, over some trades. */
  public double workOfAChange(List<Trade> trades) {
    double changes = 0;
    double whole = 0;
    for (Trade trade : trades) {
      // The value in the scenario, by an estimator that is known; the base value serves all scenarios.
      changes += WorkEstimate.of(trade.product(), market, Set.of(Measure.VALUE),
          settings.withPolicy(Policy.PREFERENCE), threads).simulationSeconds();
      whole += estimate(trade).seconds();
    }
    return whole > 0 ? changes / whole : 1;
  }

  /** More digits than an estimate has, so that what is just beyond a limit looks so. */
  private static String rounded(double number) {
    return Double.isFinite(number)
        ? new BigDecimal(number).round(new MathContext(3)).stripTrailingZeros().toPlainString()
        : "more than can be counted";
  }
}
