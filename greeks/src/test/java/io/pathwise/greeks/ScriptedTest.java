package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.definition.ProductDefinitions;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The program of a script is what the script means: without volatility it gives what the interpreter gives on forwards,
 * and where a script says what a built-in product is, it has the same numbers by the same estimators.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScriptedTest {

  private static final double LARGEST_Z = 4.5;
  private static final double ROUNDING = 1e-10;
  private static final int PATHS = 32 * 256;
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA,
      Measure.CROSS_GAMMA, Measure.VEGA, Measure.RHO, Measure.THETA, Measure.CORRELATION);
  private static final List<String> BOTH = List.of("FLAT", "TERM");

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private double value(Product product, MarketData market) {
    Greek value = engine.evaluate(product, market, Set.of(Measure.VALUE),
        Settings.paths(256).withPolicy(Policy.STRUCTURAL)).get(Measure.VALUE);
    assertThat(value.status()).as(value.message()).isEqualTo(Greek.Status.OK);
    return value.value();
  }

  /** A market whose prices are their forwards, which rise or fall, one faster than the other. */
  private static MarketData certain(double spots, double rate) {
    MarketData market = DefinedExamples.MARKET;
    for (String id : BOTH) {
      market = market.with(market.asset(id)
          .withSpot(market.asset(id).spot() * (id.equals("FLAT") ? spots : Math.sqrt(spots)))
          .withModel(AssetModel.BlackScholes.of(0)));
    }
    return market.shifted(new RiskFactor.Zero("EUR"), rate);
  }

  static List<DefinedExamples.Example> examples() {
    return DefinedExamples.all();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void withoutVolatilityTheProgramIsTheInterpreter(DefinedExamples.Example example) {
    checkWithoutVolatility(example, -0.25, 0.2);
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Tag("long")
  void withSteepForwardsToo(DefinedExamples.Example example) {
    checkWithoutVolatility(example, -0.25, 0.004, 0.05, 0.2);
  }

  private void checkWithoutVolatility(DefinedExamples.Example example, double... rates) {
    Scripted product = example.scripted();
    double least = Double.POSITIVE_INFINITY;
    double largest = Double.NEGATIVE_INFINITY;
    for (double spots : new double[]{0.6, 0.83, 0.98, 1.13, 1.35}) {
      for (double rate : rates) {
        MarketData market = certain(spots, rate);
        double expected = DefinedExamples.valueOnForwards(product, market);
        assertThat(value(product, market)).as("spots %s, rate %s", spots, rate).isCloseTo(expected,
            within(ROUNDING * (1 + Math.abs(expected))));
        least = Math.min(least, expected);
        largest = Math.max(largest, expected);
      }
    }
    assertThat(largest).as("the markets tell branches apart").isGreaterThan(least + 0.1);
  }

  /** Random scripts of two assets, with states, conditions and all functions. */
  private static final class RandomScript {

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    RandomScript(long seed) {
      random = new Random(seed);
    }

    private String pick(String... of) {
      return of[random.nextInt(of.length)];
    }

    /** A number between about 0.01 and 100. */
    private String number(int depth) {
      if (depth == 0) {
        return pick("FLAT / 100", "TERM / 40", "s", "t", "1.3", "0.7", "2", "number", "time", "years", "w", "0", "1",
            "worst(prices / f)", "sum(u)", "m");
      }
      String a = number(depth - 1);
      String b = number(depth - 1);
      return switch (random.nextInt(15)) {
        case 0 -> "(" + a + " + " + b + ")";
        case 1 -> "(" + a + " - " + b + ")";
        case 2 -> "(" + a + " * " + b + ")";
        case 3 -> "(" + a + " / (1 + abs(" + b + ")))";
        case 4 -> "max(" + a + ", " + b + ")";
        case 5 -> "min(" + a + ", " + b + ")";
        case 6 -> "abs(" + a + ")";
        case 7 -> "exp(-abs(" + a + "))";
        case 8 -> "log(1 + abs(" + a + "))";
        case 9 -> "sqrt(abs(" + a + "))";
        case 10 -> "min(abs(" + a + "), 3) ^ " + pick("2", "3", "0.5", "1.5", "0", "1", "-0", "w", "number");
        case 11 -> "min(max(" + a + ", -2), 2) ^ " + pick("2", "3", "4", "0") + " + (1 + abs(" + a + ")) ^ "
            + pick("-1", "-2", "-1.5", "(-s)");
        case 12 -> "ranked(2, " + a + ", " + b + ", FLAT / TERM)";
        case 13 -> "average(" + a + ", " + b + ", prices / f)";
        default -> "(if " + condition(depth - 1) + " then " + a + " else " + b + ")";
      };
    }

    private String condition(int depth) {
      String compared = number(depth) + " " + pick("<", "<=", ">", ">=") + " 1.0137 * " + number(depth) + " + 0.00317";
      return depth == 0 ? compared : switch (random.nextInt(5)) {
        case 0 -> "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
        case 1 -> "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
        case 2 -> "not (" + condition(depth - 1) + ")";
        default -> compared;
      };
    }

    private void statement(int depth) {
      switch (random.nextInt(depth == 0 ? 5 : 7)) {
        case 0 -> text.append("set s = min(max(").append(number(2)).append(", -5), 5)\n");
        case 1 -> text.append("set t = t + min(").append(number(1)).append(", 5)\n");
        case 2 -> text.append("set u = min(").append(number(1)).append(" * prices / f, 4)\n");
        case 3, 4 -> text.append("pay ").append(number(3)).append("\n");
        default -> {
          text.append("when ").append(condition(1)).append(" {\n");
          statement(depth - 1);
          statement(depth - 1);
          if (random.nextInt(4) == 0) {
            text.append("end\n");
          }
          text.append("}");
          if (random.nextBoolean()) {
            text.append(" otherwise {\n");
            statement(depth - 1);
            text.append("}");
          }
          text.append("\n");
        }
      }
    }

    String text() {
      text.append("let f = [100, 40] per asset\nlet w = [0.9, 1.1, 1.2] per time\nstate s = 0.4\nstate t = 0\n")
          .append("state u = 1 per asset\nschedule dates = [0.5, 0.9, 1.4]\n");
      for (int event = 0; event < 3; event++) {
        text.append("at dates").append(pick("", "", " from 2")).append(" {\nlet m = ")
            .append(pick("FLAT * TERM / 4000", "best(prices / f)", "s + 0.01", "max(FLAT / 100, w)")).append("\n");
        statement(2);
        statement(2);
        text.append("pay s + t\n}\n");
      }
      return text.toString();
    }
  }

  @Test
  void randomScriptsMeanWhatTheyMeanToTheInterpreter() {
    checkRandomScripts(0, 12);
  }

  @Test
  @Tag("long")
  void manyRandomScriptsMeanWhatTheyMeanToTheInterpreter() {
    checkRandomScripts(12, 200);
  }

  private void checkRandomScripts(int from, int to) {
    int different = 0;
    for (int seed = from; seed < to; seed++) {
      String text = new RandomScript(seed).text();
      Scripted product = Scripted.of(text, BOTH, Optional.of(Examples.TODAY));
      List<Double> values = new ArrayList<>();
      for (double spots : new double[]{0.73, 1.31}) {
        MarketData market = certain(spots, 0.004);
        double expected = DefinedExamples.valueOnForwards(product, market);
        assertThat(value(product, market)).as("%s at %s", text, spots).isCloseTo(expected,
            within(ROUNDING * (1 + Math.abs(expected))));
        values.add(expected);
      }
      different += values.getFirst().equals(values.getLast()) ? 0 : 1;
    }
    assertThat(different).as("scripts whose value depends on the spots").isGreaterThan((to - from) * 4 / 5);
  }

  /** A script and what it says in other words. */
  record Pair(Scripted script, Product product) {}

  private static Scripted script(String text, String... assets) {
    return Scripted.of(text, List.of(assets), Optional.empty());
  }

  private static Scripted window(Barrier barrier) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("option", barrier.option().label());
    fields.put("strike", String.valueOf(barrier.strike()));
    fields.put("barrier", String.valueOf(barrier.barrier()));
    fields.put("kind", barrier.kind().label());
    fields.put("rebate", String.valueOf(barrier.rebate()));
    fields.put("expiry", String.valueOf(barrier.expiry()));
    fields.put("window", barrier.monitoring().toString());
    return script(ProductDefinitions.find("window-barrier").orElseThrow().script(fields), barrier.asset());
  }

  static List<Pair> pairs() {
    List<Pair> pairs = new ArrayList<>();
    pairs.add(new Pair(script("at 0.75 { pay max(FLAT - 105, 0) }", "FLAT"), Examples.european(OptionType.CALL)));
    pairs.add(new Pair(script("observe level = average of FLAT at 4 times until 1 at 1 { pay max(level - 100, 0) }",
        "FLAT"), Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 4)));
    pairs.add(new Pair(script("observe m = maximum of FLAT at 4 times until 1 at 1 { pay max(m - 100, 0) }", "FLAT"),
        script("state m = 1 at 4 times until 1 { set m = max(m, FLAT) } at 1 { pay max(m - 100, 0) }", "FLAT")));
    pairs.add(new Pair(script("observe m = minimum of FLAT at 4 times until 1 at 1 { pay FLAT - m }", "FLAT"),
        script("state m = 9999 at 4 times until 1 { set m = min(m, FLAT) } at 1 { pay FLAT - m }", "FLAT")));
    pairs
        .add(new Pair(script("observe v = variance of FLAT at 5 times until 1 at 1 { pay 100 * v }", "FLAT"), script("""
            state last = 0
            state v = 0
            at 0.2 { set last = log(FLAT) }
            at [0.4, 0.6, 0.8, 1] { set v = v + (log(FLAT) - last) ^ 2 set last = log(FLAT) }
            at 1 { pay 100 * v / 4 }""", "FLAT")));
    pairs.add(new Pair(script("at 0.75 { pay max(105 - FLAT, 0) }", "FLAT"), Examples.european(OptionType.PUT)));
    pairs.add(new Pair(script("at 0.75 { when FLAT > 105 { pay 10 } }", "FLAT"), Examples.digital(OptionType.CALL)));
    pairs.add(new Pair(script("at 0.75 { pay if FLAT <= 105 then 10 else 0 }", "FLAT"),
        Examples.digital(OptionType.PUT)));
    pairs.add(new Pair(script("at 1.2 { when TERM > 41 { pay 1 * TERM } }", "TERM"),
        Digital.assetOrNothing("TERM", OptionType.CALL, 41, 1.2)));
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      Barrier barrier = Examples.barrier(OptionType.CALL, kind);
      pairs.add(new Pair(window(barrier), barrier));
    }
    pairs.add(new Pair(script("""
        state total = 0
        at 4 times until 1 { set total = total + price }
        at 1 { pay max(total / 4 - 41, 0) }""", "TERM"),
        Asian.of("TERM", OptionType.CALL, Asian.Average.ARITHMETIC, 41, 1, 4)));
    pairs.add(new Pair(script("""
        state total = 0
        at 4 times until 1 { set total = total + log(price) }
        at 1 { pay max(exp(total / 4) - 41, 0) }""", "TERM"),
        Asian.of("TERM", OptionType.CALL, Asian.Average.GEOMETRIC, 41, 1, 4)));
    pairs.add(new Pair(script("at 1 { pay max(worst(FLAT, 2.5 * TERM) - 100, 0) }", "FLAT", "TERM"),
        Examples.basket(Basket.Aggregate.WORST_OF, OptionType.CALL)));
    pairs.add(new Pair(script("at 1 { pay max(200 - (FLAT + 2.5 * TERM), 0) }", "FLAT", "TERM"),
        Examples.basket(Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT)));
    Autocallable note = Examples.autocallable("FLAT", "TERM");
    pairs.add(new Pair(script("""
        schedule dates = 6 times until 1.5
        at dates { when worst(FLAT / 100, TERM / 40) >= 0.75 { pay 25 } }
        at dates from 2 { when worst(FLAT / 100, TERM / 40) >= 1.01 { pay 1000 end } }
        at 1.5 {
          let level = worst(FLAT / 100, TERM / 40)
          pay if level >= 0.7 then 1000 else 1000 * level
        }""", "FLAT", "TERM"), note));
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void whatIsBuiltInHasTheSameNumbers(Pair pair) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withControlVariates(false).withSeed(3);
    List<Greek> scripted = engine.evaluate(pair.script(), Examples.MARKET, MEASURES, settings).numbers();
    List<Greek> builtIn = engine.evaluate(pair.product(), Examples.MARKET, MEASURES, settings).numbers();
    assertThat(scripted).hasSameSizeAs(builtIn);
    for (int i = 0; i < builtIn.size(); i++) {
      Greek expected = builtIn.get(i);
      Greek greek = scripted.get(i);
      assertThat(kind(greek)).as("%s %s", greek.measure(), greek.factorText()).isEqualTo(kind(expected));
      assertThat(greek.status()).as(greek.message()).isEqualTo(expected.status());
      if (greek.status() != Greek.Status.NOT_APPLICABLE) {
        double rounding = ROUNDING * (Math.abs(expected.value()) + expected.standardError());
        assertThat(greek.value()).as("%s %s", greek.measure(), greek.factorText()).isCloseTo(expected.value(),
            within(rounding));
        assertThat(greek.standardError()).isCloseTo(expected.standardError(), within(rounding));
      }
    }
  }

  static Stream<Product> builtIn() {
    return Stream.concat(Examples.everyProduct().stream(),
        Stream.concat(pairs().stream().map(Pair::product).filter(product -> !(product instanceof Scripted)), Stream.of(
            new Asian("TERM", OptionType.PUT, Asian.Average.ARITHMETIC, 41, 1.2, List.of(0.5, 1.0), List.of(39.0, 44.0),
                1),
            new Asian("TERM", OptionType.CALL, Asian.Average.GEOMETRIC, 41, 1, List.of(0.5, 1.0), List.of(39.0, 44.0),
                1),
            new Basket(BOTH, List.of(1.0, -2.5), Basket.Aggregate.BEST_OF, OptionType.CALL, 5, 1, List.of(0.5, 1.0),
                List.of(List.of(96.0, 104.0), List.of(39.0, 44.0)), 1),
            new Basket(BOTH, List.of(1.0, 2.5), Basket.Aggregate.WORST_OF, OptionType.PUT, 105, 1, List.of(0.5, 1.0),
                1),
            Digital.of("FLAT", OptionType.PUT, 105, 0.75, Digital.Payout.ASSET, 0.01),
            Barrier.of("FLAT", OptionType.PUT, 100, 1, 120, Barrier.Kind.UP_AND_OUT, List.of(0.3, 0.6), 0),
            Autocallable.of(BOTH, List.of(100.0, 40.0), 1000, 25, 0.75, 1.01, 9, 0.7, 1.5, 6))));
  }

  /** The text of a product pays what its term pays, on every path. */
  @ParameterizedTest
  @MethodSource("builtIn")
  void theScriptOfAProductHasItsValue(Product product) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL).withControlVariates(false).withSeed(3);
    Scripted script = ScriptOfProduct.of(product.domestic(), Examples.TODAY);
    Greek scripted = engine.evaluate(script, Examples.MARKET, Set.of(Measure.VALUE), settings).get(Measure.VALUE);
    Greek expected = engine.evaluate(product, Examples.MARKET, Set.of(Measure.VALUE), settings).get(Measure.VALUE);
    double rounding = ROUNDING * (Math.abs(expected.value()) + expected.standardError());
    assertThat(expected.standardError()).as("the product depends on its paths").isPositive();
    assertThat(scripted.value()).as(script.text()).isCloseTo(expected.value(), within(rounding));
    assertThat(scripted.standardError()).isCloseTo(expected.standardError(), within(rounding));
  }

  /** The estimator; tangents and adjoints are two ways to the same number. */
  private static String kind(Greek greek) {
    return greek.estimator().replace("-tangent", "").replace("-adjoint", "");
  }

  /** Controls that only built-in products have make them more exact, not different. */
  @ParameterizedTest
  @MethodSource("pairs")
  void controlsLeaveTheNumbersTheSame(Pair pair) {
    Settings settings = Settings.paths(PATHS).withPolicy(Policy.STRUCTURAL);
    Greek scripted = engine.evaluate(pair.script(), Examples.MARKET, Set.of(Measure.VALUE), settings.withSeed(4))
        .get(Measure.VALUE);
    Greek builtIn = engine.evaluate(pair.product(), Examples.MARKET, Set.of(Measure.VALUE), settings.withSeed(5))
        .get(Measure.VALUE);
    assertThat(Math.abs(scripted.value() - builtIn.value()))
        .isLessThan(LARGEST_Z * Math.hypot(scripted.standardError(), builtIn.standardError()));
  }

  /** The branch that is not taken may have no number or no slope; what is computed of it does not count. */
  @ParameterizedTest
  @ValueSource(strings = {"if FLAT > 100 then sqrt(FLAT - 100) else 0", "if FLAT > 100 then log(FLAT - 100) else 1",
      "if FLAT > 100 then (FLAT - 100) ^ 1.5 else 0", "max(FLAT - 100, 0) ^ 1.5", "max(FLAT - 100, 0) ^ 2",
      "sqrt(1 + max(FLAT - 100, 0))", "(FLAT - 100) ^ 3 / 100", "max(FLAT - 100, 0) ^ 1", "abs(FLAT - 100)",
      "(FLAT / 100) ^ -2"})
  void branchesThatAreNotTakenDoNotSpoilGreeks(String amount) {
    Scripted product = script("at 1 { pay " + amount + " }", "FLAT");
    Settings settings = Settings.paths(1 << 15).withPolicy(Policy.STRUCTURAL);
    Greek delta = engine.evaluate(product, Examples.MARKET, Set.of(Measure.DELTA), settings.withSeed(6))
        .get(Measure.DELTA, Examples.SPOT);
    assertThat(delta.status()).as(delta.message()).isEqualTo(Greek.Status.OK);
    double step = 0.25;
    Greek change = engine.change(product, Examples.MARKET.shifted(Examples.SPOT, -step),
        Examples.MARKET.shifted(Examples.SPOT, step), Set.of(Measure.VALUE), settings.withSeed(7), 1 << 15);
    assertThat(Math.abs(delta.value() - change.value() / (2 * step))).isLessThan(
        LARGEST_Z * Math.hypot(delta.standardError(), change.standardError() / (2 * step)));
  }
}
