package io.pathwise.greeks.hedging;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Hedges that are traded at several dates. */
final class RebalancedHedgingTest {
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("C", 0.03)), List.of(Asset.blackScholes("A", "C", 100, 0.01, 0.2)), Correlations.NONE);
  private static final Hedging HEDGING = new Hedging(new CpuBackend(), 2);

  @AfterAll
  static void close() {
    HEDGING.close();
  }

  @Test
  void scratch() {
    Trade call = Trade.of("c", European.of("A", OptionType.CALL, 105, 1));
    Trade forward = Trade.of("f", European.of("A", OptionType.CALL, 0, 1));
    System.out.println(HEDGING.hedge(List.of(call), List.of(forward), MARKET, 100_000, 1));
    for (int n : List.of(1, 2, 4, 12, 52)) {
      long start = System.nanoTime();
      Set<Double> dates = new TreeSet<>(IntStream.range(0, n).mapToObj(i -> (double) i / n).toList());
      RebalancedHedge hedge = HEDGING.rebalanced(List.of(call), List.of(forward), dates, MARKET, 100_000, 1);
      System.out.println(n + " " + hedge.unhedged() + hedge.hedged() + hedge.explained() + hedge.trainingPaths() + " "
          + 1e-9 * (System.nanoTime() - start));
      hedge.dates().stream().limit(4).forEach(System.out::println);
    }
    assertThat(1).isOne();
  }
}
