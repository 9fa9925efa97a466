package io.pathwise.benchmarks;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.GreeksRun;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Variance × cost of every number of a portfolio under a policy (by pilots unless another is named) against the
 * structural policy without control variates, with the geometric mean of their ratios. Variances come from runs with a
 * seed of their own, not from the pilots; costs are operations per path of a simulation for the number alone. A number
 * without variance is not in the mean, since its ratio is infinite.
 *
 * <pre>
 * java -cp ... io.pathwise.benchmarks.PolicyComparison PORTFOLIO MARKET [PATHS [POLICY]]
 * </pre>
 */
public final class PolicyComparison {

  private static final long SEED = 2;
  private static final String DEFAULT_PATHS = "100000";
  /** A variance of so small a share of the square of the number is rounding. */
  private static final double ROUNDING = 1e-20;

  /** What a policy made of a number. */
  private record Figure(Greek greek, double variance, double cost) {
    boolean isExact() {
      return variance <= ROUNDING * greek.value() * greek.value();
    }

    double product() {
      return variance * cost;
    }
  }

  private PolicyComparison() {}

  /** Prints the table. */
  public static void main(String[] arguments) throws IOException {
    MarketData market = MarketReader.read(Path.of(arguments[1]));
    long paths = Long.parseLong(arguments.length > 2 ? arguments[2] : DEFAULT_PATHS);
    Policy policy = Policy.of(arguments.length > 3 ? arguments[3] : Policy.PILOT.label());
    List<Double> logarithms = new ArrayList<>();
    int exact = 0;
    double before = 0;
    double after = 0;
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), Runtime.getRuntime().availableProcessors());
        PortfolioReader reader = PortfolioReader.open(Path.of(arguments[0]), market, Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        if (!(entry instanceof PortfolioReader.Entry.Usable usable)) {
          continue;
        }
        List<Figure> old = figures(engine, usable.trade(), market,
            Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withControlVariates(false));
        List<Figure> now = figures(engine, usable.trade(), market,
            Settings.paths(paths).withPolicy(policy));
        for (int i = 0; i < old.size(); i++) {
          Figure a = old.get(i);
          Figure b = now.get(i);
          if (a.greek().status() != Greek.Status.OK || b.greek().status() != Greek.Status.OK) {
            continue;
          }
          System.out.printf(Locale.ROOT, "%-4s %-13s %-20s %10.3g %-24s %10.3g %-40s %12s%n", usable.trade().id(),
              a.greek().measure().label(), a.greek().factorText(), a.product(), a.greek().estimator(), b.product(),
              b.greek().estimator(), b.isExact() ? "exact" : "%.4g".formatted(b.product() / a.product()));
          if (b.isExact() || a.isExact()) {
            exact += b.isExact() ? 1 : 0;
          } else {
            logarithms.add(Math.log(b.product() / a.product()));
          }
          double scale = a.greek().value() * a.greek().value();
          before += scale > 0 ? a.product() / scale : 0;
          after += scale > 0 ? b.product() / scale : 0;
        }
      }
    }
    double mean = logarithms.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    System.out.printf(Locale.ROOT,
        "%d numbers became exact; of the other %d the geometric mean of new/old is %.4g%n"
            + "sum of variance × cost relative to the square of the number: old %.4g, new %.4g%n",
        exact, logarithms.size(), Math.exp(mean), before, after);
  }

  private static List<Figure> figures(GreeksEngine engine, Trade trade, MarketData market, Settings plain) {
    Settings settings = plain.withSeed(SEED);
    EnumSet<Measure> measures = EnumSet.allOf(Measure.class);
    Explanation explanation = engine.explain(trade.product(), market, measures, settings);
    GreeksRun run = engine.start(trade.product(), market, measures, settings);
    run.extendTo(settings.accuracy().mostPaths());
    List<Greek> greeks = run.greeks().numbers();
    List<Figure> figures = new ArrayList<>();
    for (int i = 0; i < greeks.size(); i++) {
      Greek greek = greeks.get(i);
      double cost = explanation.rows().get(i).candidates().stream().filter(Explanation.CandidateRow::chosen)
          .mapToDouble(Explanation.CandidateRow::operationsPerPath).findFirst().orElse(Double.NaN);
      figures.add(new Figure(greek, greek.standardError() * greek.standardError() * greek.paths(), cost));
    }
    return figures;
  }
}
