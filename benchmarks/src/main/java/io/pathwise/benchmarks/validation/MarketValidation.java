package io.pathwise.benchmarks.validation;

import io.pathwise.benchmarks.reference.ReferencePrice;
import io.pathwise.benchmarks.reference.Units;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * Simulates every measure of the trades of {@link MarketSet} and compares the numbers with references that know nothing
 * of the simulation. Models that are simulated in steps have a bias that falls with the square of the step: they are
 * simulated with {@value #COARSE}, {@value #MIDDLE} and {@value #FINE} steps a year, with other noise each, and what is
 * tested is (16 × that of {@value #FINE} − that of {@value #MIDDLE})/15, which has no such bias if the order is right;
 * biases are measured at each. Start with {@link #run}.
 */
final class MarketValidation {

  private static final int COARSE = 6;
  private static final int MIDDLE = 24;
  private static final int FINE = 96;
  /** What a bias of second order shrinks by from step size to step size. */
  private static final double SHRINKS = 16;
  /** By so much seeds of one trade lie apart. */
  private static final long SEEDS = 1_000_000;
  private static final long FIRST_SEED = 5000;

  private final GreeksEngine engine;
  private final long paths;
  private final Set<Measure> measures;
  private final List<Observation> tested = new ArrayList<>();
  private final SequencedMap<Integer, List<Observation>> measured = new LinkedHashMap<>();
  private final Set<String> failures = new LinkedHashSet<>();
  private int reserved;

  private MarketValidation(GreeksEngine engine, long paths, Set<Measure> measures) {
    this.engine = engine;
    this.paths = paths;
    this.measures = measures;
  }

  /** Simulates trades, with all measures. */
  static Verdict run(GreeksEngine engine, List<MarketCase> cases, long paths) {
    return run(engine, cases, paths, EnumSet.allOf(Measure.class));
  }

  /** Simulates trades. */
  static Verdict run(GreeksEngine engine, List<MarketCase> cases, long paths, Set<Measure> measures) {
    MarketValidation validation = new MarketValidation(engine, paths, measures);
    for (int trade = 0; trade < cases.size(); trade++) {
      validation.add(trade, cases.get(trade));
    }
    Verdict verdict = Verdict.of(validation.tested, List.copyOf(validation.failures));
    String head = String.format(Locale.ROOT, "%d trades at %d paths; %d numbers with few hits or none%n", cases.size(),
        paths, validation.reserved);
    return new Verdict(verdict.families(), verdict.failures(),
        head + verdict.text() + BiasTable.of(validation.measured));
  }

  private void add(int trade, MarketCase validated) {
    ReferencePrice.Derivatives reference = ReferencePrice.derivatives(validated.market(), validated.product());
    if (!validated.isStepped()) {
      tested.addAll(simulate(trade, validated, validated.market(), 0, reference).values());
      return;
    }
    Map<String, Observation> coarse = simulate(trade, validated, validated.simulatedBy(COARSE), 0, reference);
    Map<String, Observation> middle = simulate(trade, validated, validated.simulatedBy(MIDDLE), 1, reference);
    Map<String, Observation> fine = simulate(trade, validated, validated.simulatedBy(FINE), 2, reference);
    fine.forEach((name, observation) -> {
      Observation ofMiddle = middle.get(name);
      Observation ofCoarse = coarse.get(name);
      if (ofMiddle != null && ofCoarse != null) {
        tested.add(extrapolated(observation, ofMiddle));
        measured.computeIfAbsent(COARSE, steps -> new ArrayList<>()).add(ofCoarse);
        measured.computeIfAbsent(MIDDLE, steps -> new ArrayList<>()).add(ofMiddle);
        measured.computeIfAbsent(FINE, steps -> new ArrayList<>()).add(observation);
      }
    });
  }

  private static Observation extrapolated(Observation fine, Observation middle) {
    Greek a = fine.greek();
    Greek b = middle.greek();
    double value = (SHRINKS * a.value() - b.value()) / (SHRINKS - 1);
    double error = Math.hypot(SHRINKS * a.standardError(), b.standardError()) / (SHRINKS - 1);
    return new Observation(fine.trade(), fine.kind(), new Greek(a.measure(), a.factors(), value, error, a.estimator(),
        a.reason(), a.paths(), a.status(), a.message()), fine.exact(), fine.scale());
  }

  /** The numbers that are stated without reserve, by name. */
  private Map<String, Observation> simulate(int trade, MarketCase validated, MarketData market, int run,
      ReferencePrice.Derivatives reference) {
    Map<String, Observation> observations = new LinkedHashMap<>();
    Settings settings = Settings.paths(paths).withSeed(FIRST_SEED + trade + SEEDS * run);
    String kind = validated.kind() + " " + validated.option();
    for (Greek greek : evaluate(trade, kind, validated.product(), market, settings)) {
      List<RiskFactor> factors = greek.factors();
      switch (greek.status()) {
        case OK, MAXIMUM_PATHS -> observations.put(greek.measure().label() + " " + greek.factorText(),
            new Observation(trade, kind, greek, reference.of(factors),
                Units.size(factors, validated.market(), validated.product())));
        case FAILED -> failures.add("trade " + trade + " (" + kind + ") has no " + greek.measure().label() + " "
            + greek.factorText() + ": " + greek.message());
        case FEW_HITS, NO_HITS -> reserved++;
        case NOT_APPLICABLE -> {
        }
      }
    }
    return observations;
  }

  /** What is thrown is a failure of the trade. */
  private List<Greek> evaluate(int trade, String kind, Product product, MarketData market, Settings settings) {
    try {
      return engine.evaluate(product, market, measures, settings).numbers();
    } catch (RuntimeException e) {
      failures.add("trade " + trade + " (" + kind + ", " + product + "): " + e);
      return List.of();
    }
  }
}
