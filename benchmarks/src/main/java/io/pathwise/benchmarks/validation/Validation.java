package io.pathwise.benchmarks.validation;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/**
 * Simulates every measure of many trades and compares the numbers with closed forms. Each trade has a seed of its own.
 * Left out are trades on which a standard error would rest on fewer than {@value #FEWEST_HITS} paths (see
 * {@link ExpectedHits}). Prints a table; exits with 1 when a z-score or a test over z-scores is out of bounds, or a
 * number is missing.
 *
 * <pre>
 * mvn -q package -DskipTests -pl benchmarks -am
 * java -cp 'benchmarks/target/classes:benchmarks/target/lib/*' \
 *   io.pathwise.benchmarks.validation.Validation 1000000 auto main
 * </pre>
 *
 * The arguments are the number of paths, the backend and the set: main, heldout, market, which are trades under other
 * models, in other currencies and with dividends of cash ({@link MarketValidation}), or rare, which are trades on which
 * few paths count, none of them left out, at this number of paths and at a fifth and two fifths of it, or to a target
 * error. A fourth argument is the number of trades where they are drawn at random: {@value #HELD_OUT_TRADES} of
 * heldout, {@value #MARKET_TRADES} of market, {@value #RARE_TRADES} of rare without it. A million paths take a quarter
 * of a minute on two cores; for rare trades 20 000 are enough.
 */
public final class Validation {

  private static final int FEWEST_HITS = 1000;
  private static final int HELD_OUT_TRADES = 240;
  private static final int MARKET_TRADES = 96;
  private static final int RARE_TRADES = 6_000;
  private static final long FIRST_SEED = 1000;

  private Validation() {}

  /** See the class comment. */
  public static void main(String[] arguments) {
    boolean drawn = arguments.length == 4 && !arguments[2].equals("main");
    if (arguments.length != 3 && !drawn) {
      System.err.println("usage: Validation PATHS " + String.join("|", BackendChoice.names())
          + " main|heldout|market|rare [TRADES], the latter not of main");
      System.exit(2);
    }
    long paths = Long.parseLong(arguments[0]);
    Verdict verdict;
    try (GreeksEngine engine = new GreeksEngine(BackendChoice.of(arguments[1]).find(),
        Runtime.getRuntime().availableProcessors())) {
      verdict = switch (arguments[2]) {
        case "main" -> run(engine, MainSet.cases(), paths);
        case "heldout" ->
          run(engine, HeldOutSet.cases(drawn ? Integer.parseInt(arguments[3]) : HELD_OUT_TRADES), paths);
        case "market" -> MarketValidation.run(engine,
            MarketSet.cases(drawn ? Integer.parseInt(arguments[3]) : MARKET_TRADES), paths);
        case "rare" -> RareEvents.run(engine, 0, drawn ? Integer.parseInt(arguments[3]) : RARE_TRADES,
            List.of(Policy.values()), paths).verdict();
        default -> throw new IllegalArgumentException(
            "unknown set " + arguments[2] + ", allowed: main, heldout, market, rare");
      };
    }
    System.out.print(verdict.text());
    verdict.failures().forEach(failure -> System.out.println("FAILED " + failure));
    System.exit(verdict.failures().isEmpty() ? 0 : 1);
  }

  /** Simulates the trades of a set that have enough hits. */
  static Verdict run(GreeksEngine engine, List<ValidationCase> cases, long paths) {
    List<Observation> observations = new ArrayList<>();
    List<String> withoutNumber = new ArrayList<>();
    int left = 0;
    int reserved = 0;
    for (int trade = 0; trade < cases.size(); trade++) {
      ValidationCase validated = cases.get(trade);
      if (ExpectedHits.fewest(validated, paths) < FEWEST_HITS) {
        left++;
        continue;
      }
      AnalyticPrice price = AnalyticPrice.of(validated.market(), validated.product()).orElseThrow();
      Settings settings = Settings.paths(paths).withSeed(FIRST_SEED + trade);
      for (Greek greek : engine
          .evaluate(validated.product(), validated.market(), EnumSet.allOf(Measure.class), settings).numbers()) {
        switch (greek.status()) {
          case OK, MAXIMUM_PATHS ->
            observations.add(Observation.of(trade, validated, greek, price.derivative(greek.factors())));
          case FAILED -> withoutNumber.add("trade " + trade + " (" + validated.name() + ") has no "
              + greek.measure().label() + " " + greek.factorText() + ": " + greek.message());
          case FEW_HITS, NO_HITS -> reserved++;
          case NOT_APPLICABLE -> {
          }
        }
      }
    }
    Verdict verdict = Verdict.of(observations, withoutNumber);
    String head = String.format(Locale.ROOT,
        "%d trades at %d paths, %d left out for too few expected hits; %d numbers with few hits or none%n",
        cases.size() - left, paths, left, reserved);
    return new Verdict(verdict.families(), verdict.failures(), head + verdict.text());
  }
}
