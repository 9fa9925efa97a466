package io.pathwise.benchmarks;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.estimator.EstimatorChoice;
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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * How far the policy's choices are from the best ones: every valid unbiased candidate for every number of a portfolio
 * is run with a seed of its own, and variance × cost of the chosen one is divided by the least. Of estimators that
 * leave a choice of their own, such as which nodes to score after a rewrite, their choice counts. A number that some
 * candidate gives without variance counts as best when the chosen one does, too.
 *
 * <pre>
 * java -cp ... io.pathwise.benchmarks.PolicyGuarantee PORTFOLIO MARKET [PATHS]
 * </pre>
 */
public final class PolicyGuarantee {

  private static final long SEED = 3;
  private static final String DEFAULT_PATHS = "65536";
  private static final double GUARANTEE = 1.3;
  /** The name of the plain mean, which is the structural policy's choice for a value. */
  private static final String MEAN = "mean";
  private static final double ROUNDING = 1e-20;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA, Measure.VEGA,
      Measure.VANNA, Measure.RHO, Measure.THETA, Measure.MODEL_PARAMETER);

  private PolicyGuarantee() {}

  /** Prints one line for each number and a summary. */
  public static void main(String[] arguments) throws IOException {
    MarketData market = MarketReader.read(Path.of(arguments[1]));
    long paths = Long.parseLong(arguments.length > 2 ? arguments[2] : DEFAULT_PATHS);
    List<Double> ratios = new ArrayList<>();
    try (PortfolioReader reader = PortfolioReader.open(Path.of(arguments[0]), market, Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        if (entry instanceof PortfolioReader.Entry.Usable usable) {
          try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), Runtime.getRuntime().availableProcessors())) {
            ratios.addAll(ratios(engine, usable.trade(), market, paths));
          }
        }
      }
    }
    long kept = ratios.stream().filter(ratio -> ratio <= GUARANTEE).count();
    System.out.printf(Locale.ROOT, "%d of %d numbers within %.1f of the best candidate; the worst is %.3g%n", kept,
        ratios.size(), GUARANTEE, ratios.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
  }

  private static List<Double> ratios(GreeksEngine engine, Trade trade, MarketData market, long paths) {
    List<Explanation.Row> rows = engine
        .explain(trade.product(), market, MEASURES, Settings.paths(1).withPolicy(Policy.PILOT)).rows();
    Map<String, List<Greek>> runs = new LinkedHashMap<>();
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      int number = i;
      Explanation.Row row = rows.get(i);
      double best = Double.POSITIVE_INFINITY;
      double chosen = Double.NaN;
      String winner = "";
      Set<String> seen = new LinkedHashSet<>();
      for (Explanation.CandidateRow candidate : row.candidates()) {
        String name = named(candidate.name());
        if (!candidate.valid() || candidate.biased() || (!candidate.chosen() && !seen.add(name))) {
          continue;
        }
        List<Greek> run = runs.computeIfAbsent(name, key -> run(engine, trade, market, rows, key, paths));
        Greek greek = run.get(number);
        double figure = figure(greek, candidate.operationsPerPath());
        chosen = candidate.chosen() ? figure : chosen;
        if (figure < best) {
          best = figure;
          winner = candidate.name();
        }
      }
      if (seen.size() > 1 && Double.isFinite(best)) {
        double ratio = best == 0 ? (chosen == 0 ? 1 : Double.POSITIVE_INFINITY) : chosen / best;
        ratios.add(ratio);
        System.out.printf(Locale.ROOT, "%-4s %-14s %-20s %8.3f  %-36s best %s%n", trade.id(), row.measure().label(),
            row.factorText(), ratio, row.estimator(), winner);
      }
    }
    return ratios;
  }

  /** All numbers by one estimator, where it is valid; by the policy's choice where not. */
  private static List<Greek> run(GreeksEngine engine, Trade trade, MarketData market, List<Explanation.Row> rows,
      String name, long paths) {
    Settings settings = Settings.paths(paths).withSeed(SEED);
    if (name.equals(MEAN)) {
      return engine.evaluate(trade.product(), market, MEASURES, settings.withPolicy(Policy.STRUCTURAL)).numbers();
    }
    for (Measure measure : MEASURES) {
      OptionalInt valid = IntStream.range(0, rows.size())
          .filter(i -> rows.get(i).measure() == measure && rows.get(i).candidates().stream()
              .anyMatch(candidate -> candidate.valid() && named(candidate.name()).equals(name)))
          .findFirst();
      if (valid.isPresent()) {
        settings = settings.withEstimator(measure, Estimator.of(name));
      }
    }
    return engine.evaluate(trade.product(), market, MEASURES, settings).numbers();
  }

  private static double figure(Greek greek, double cost) {
    double variance = greek.standardError() * greek.standardError() * greek.paths();
    return variance <= ROUNDING * greek.value() * greek.value() ? 0 : variance * cost;
  }

  /** The name that asks for a candidate. */
  private static String named(String candidate) {
    int end = candidate.indexOf(" + ");
    String name = end < 0 ? candidate : candidate.substring(0, end);
    return name.equals("pathwise") ? EstimatorChoice.PATHWISE_TANGENT.label() : name;
  }
}
