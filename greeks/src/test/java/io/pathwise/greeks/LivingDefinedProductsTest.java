package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Contract;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.contract.Remainder;
import io.pathwise.pricing.definition.DefinedField;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.ScriptValues;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Defined products while days pass: what was paid and what is left are together worth what the product was worth at
 * first. Without volatility that holds on every day to rounding, with it on average over paths. Would find an accrued
 * state, a fixing or a payment that is lost, counted twice or moved to another day.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LivingDefinedProductsTest {

  private static final LocalDate START = Examples.TODAY;
  private static final double ROUNDING = 1e-9;
  private static final double LARGEST_Z = 4.5;
  private static final double YIELD = 0.015;
  private static final Pattern COUNT = Pattern.compile("(\\d+) times until (\\S+)");

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(LocalDate today, double flat, double term, double rate, double vol) {
    return MarketData.of(today, List.of(ZeroCurve.flat("EUR", rate)),
        List.of(Asset.blackScholes("FLAT", "EUR", flat, YIELD, vol),
            Asset.blackScholes("TERM", "EUR", term, 0, 1.2 * vol)),
        Correlations.of("FLAT", "TERM", 0.4));
  }

  /** A day of the contract, which is {@code years} after its start. */
  private static LocalDate date(String years) {
    return START.plusDays(Math.round(365 * Double.parseDouble(years)));
  }

  /** The same trade with dates in place of years. */
  private static Scripted dated(DefinedExamples.Example example) {
    ProductDefinition definition = ProductDefinitions.find(example.product()).orElseThrow();
    Map<String, String> values = new LinkedHashMap<>(example.values());
    for (DefinedField field : definition.fields()) {
      if (field.kind() == DefinedField.Kind.TIME || field.kind() == DefinedField.Kind.SCHEDULE) {
        values.computeIfPresent(field.name(), (name, value) -> dated(value));
      }
    }
    return Scripted.of(definition.script(values), example.assets(), Optional.of(START));
  }

  private static String dated(String times) {
    Matcher count = COUNT.matcher(times);
    if (count.matches()) {
      int number = Integer.parseInt(count.group(1));
      long days = ChronoUnit.DAYS.between(START, date(count.group(2)));
      return IntStream.rangeClosed(1, number).mapToObj(i -> START.plusDays(days * i / number).toString())
          .collect(Collectors.joining(", ", "[", "]"));
    }
    return times.startsWith("[")
        ? Stream.of(times.substring(1, times.length() - 1).split(",", -1)).map(time -> date(time.strip()).toString())
            .collect(Collectors.joining(", ", "[", "]"))
        : date(times).toString();
  }

  static List<DefinedExamples.Example> examples() {
    return DefinedExamples.all();
  }

  /** What is paid before a day, discounted to the start, if prices are known. */
  private static double paidBefore(LocalDate day, Scripted terms, double rate,
      ToDoubleBiFunction<String, LocalDate> prices) {
    ScriptValues run = new ScriptValues(terms.script());
    double sum = 0;
    for (double time : terms.script().times()) {
      LocalDate date = START.plusDays(Math.round(365 * time));
      if (date.isBefore(day)) {
        sum += Math.exp(-rate * time) * run.happen(time,
            asset -> prices.applyAsDouble(terms.assets().get(asset), date));
      }
    }
    return sum;
  }

  private Greek value(Product product, MarketData market, int paths, long seed) {
    return engine.evaluate(product, market, Set.of(Measure.VALUE),
        Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withSeed(seed)).get(Measure.VALUE);
  }

  /** The days of events, the days around them, and some more. */
  private static Set<LocalDate> days(Scripted terms) {
    Set<LocalDate> days = new TreeSet<>();
    for (double time : terms.script().times()) {
      for (int off = -1; off <= 1; off++) {
        days.add(START.plusDays(Math.round(365 * time) + off));
      }
    }
    days.add(START);
    days.add(START.plusDays(17));
    return days;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void withoutVolatilityNothingIsLostOnAnyDay(DefinedExamples.Example example) {
    checkWithoutVolatility(example, 0.03, 0.83, 1.12);
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Tag("long")
  void withSteepForwardsNothingIsLostEither(DefinedExamples.Example example) {
    checkWithoutVolatility(example, -0.2, 0.76, 0.97, 1.12, 1.3);
    checkWithoutVolatility(example, 0.18, 0.76, 0.97, 1.12, 1.3);
  }

  private void checkWithoutVolatility(DefinedExamples.Example example, double rate, double... allSpots) {
    Scripted terms = dated(example);
    Contract contract = new Contract(terms, START, Optional.empty());
    Set<String> kinds = new TreeSet<>();
    for (double spots : allSpots) {
      MarketData first = market(START, 100 * spots, 40 * Math.sqrt(spots), rate, 0);
      double worth = DefinedExamples.valueOnForwards(terms, first);
      ToDoubleBiFunction<String, LocalDate> forwards = (asset, date) -> first.forward(asset,
          ChronoUnit.DAYS.between(START, date) / 365.0);
      for (LocalDate day : days(terms)) {
        Fixings fixings = (asset, date) -> date.isAfter(day)
            ? OptionalDouble.empty()
            : OptionalDouble.of(forwards.applyAsDouble(asset, date));
        Product left = contract.on(day, fixings).product();
        kinds.add(left.getClass().getSimpleName());
        MarketData today = market(day, forwards.applyAsDouble("FLAT", day), forwards.applyAsDouble("TERM", day),
            rate, 0);
        double discount = Math.exp(-rate * ChronoUnit.DAYS.between(START, day) / 365.0);
        double past = paidBefore(day, terms, rate, forwards);
        assertThat(past + discount * value(left, today, 256, 1).value())
            .as("on %s, spots %s, rate %s", day, spots, rate)
            .isCloseTo(worth, within(ROUNDING * (1 + Math.abs(worth))));
      }
    }
    assertThat(kinds).contains("Scripted", "Payments");
  }

  /** Prices on the days of a contract's events up to a day, and on that day, as a lognormal walk draws them. */
  private static Map<String, Map<LocalDate, Double>> walk(Scripted terms, LocalDate until, double rate, double vol,
      Random random) {
    Set<LocalDate> days = new TreeSet<>();
    terms.script().times().forEach(time -> days.add(START.plusDays(Math.round(365 * time))));
    days.removeIf(day -> day.isAfter(until));
    days.add(until);
    double flat = 100;
    double term = 40;
    LocalDate before = START;
    Map<LocalDate, Double> flats = new HashMap<>();
    Map<LocalDate, Double> others = new HashMap<>();
    for (LocalDate day : days) {
      double years = ChronoUnit.DAYS.between(before, day) / 365.0;
      double one = random.nextGaussian();
      double other = 0.4 * one + Math.sqrt(1 - 0.16) * random.nextGaussian();
      flat *= Math.exp((rate - YIELD - 0.5 * vol * vol) * years + vol * Math.sqrt(years) * one);
      term *= Math.exp((rate - 0.72 * vol * vol) * years + 1.2 * vol * Math.sqrt(years) * other);
      flats.put(day, flat);
      others.put(day, term);
      before = day;
    }
    return Map.of("FLAT", flats, "TERM", others);
  }

  /**
   * The mean over walks of what was paid by a day and is left on it, against the value at the start; or, as a control,
   * with the states at the start in place of those on the day.
   */
  private double towerZ(Scripted terms, LocalDate day, int walks, boolean forgetful) {
    double rate = 0.03;
    double vol = 0.25;
    Greek worth = value(terms, market(START, 100, 40, rate, vol), 1 << 17, 1);
    Contract contract = new Contract(terms, START, Optional.empty());
    double discount = Math.exp(-rate * ChronoUnit.DAYS.between(START, day) / 365.0);
    Random random = new Random(11);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < walks; i++) {
      Fixings fixings = Fixings.of(walk(terms, day, rate, vol, random));
      ToDoubleBiFunction<String, LocalDate> known = fixings::price;
      Remainder left = contract.on(day, fixings);
      Product product = left.product();
      if (forgetful && product instanceof Scripted scripted) {
        product = new Scripted(scripted.text(), scripted.origin(), scripted.names(), scripted.assets(),
            scripted.wholeDays(), scripted.passed(), List.of(), scripted.unpaid(), 1);
      }
      double today = value(product,
          market(day, known.applyAsDouble("FLAT", day), known.applyAsDouble("TERM", day), rate, vol), 256, i).value();
      double total = paidBefore(day, terms, rate, known) + discount * today;
      sum += total;
      squares += total * total;
    }
    double mean = sum / walks;
    double variance = (squares / walks - mean * mean) / (walks - 1);
    return (mean - worth.value()) / Math.sqrt(variance + worth.standardError() * worth.standardError());
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Tag("long")
  void onAverageWhatWasPaidAndIsLeftIsWorthWhatItWas(DefinedExamples.Example example) {
    Scripted terms = dated(example);
    List<Double> times = terms.script().times();
    Set<LocalDate> days = new TreeSet<>();
    LocalDate middle = START.plusDays(Math.round(365 * times.get((times.size() - 1) / 2)));
    days.add(times.size() == 1 ? START.plusDays(200) : middle);
    days.add(START.plusDays(Math.round(365 * times.getLast()) - 40));
    for (LocalDate day : days) {
      double z = towerZ(terms, day, 600, false);
      assertThat(Math.abs(z)).as("z on %s", day).isLessThan(LARGEST_Z);
    }
  }

  /** Sums and flags that are forgotten on the way are felt. */
  @Test
  @Tag("long")
  void aStateThatIsForgottenIsFelt() {
    for (String product : List.of("volatility-swap", "range-accrual", "cliquet")) {
      Scripted terms = dated(DefinedExamples.all().stream().filter(each -> each.product().equals(product)).findFirst()
          .orElseThrow());
      LocalDate day = START.plusDays(Math.round(365 * terms.script().times().getLast()) - 40);
      assertThat(Math.abs(towerZ(terms, day, 600, true))).as(product).isGreaterThan(LARGEST_Z);
    }
  }

  /** States are what a reader of the term sheet would write down. */
  @Test
  void accruedStatesAreThoseOfTheFixings() {
    Map<LocalDate, Double> prices = new HashMap<>();
    double[] path = {84, 101, 97, 120};
    List<LocalDate> dates = new ArrayList<>();
    for (int i = 0; i < path.length; i++) {
      dates.add(START.plusDays(91L * (i + 1)));
      prices.put(dates.get(i), path[i]);
    }
    String times = dates.toString();
    Fixings fixings = Fixings.of(Map.of("FLAT", prices));
    check("knock-in-put", "strike: 100; barrier: 85; expiry: 2028-01-01; observations: " + times, dates.get(0), fixings,
        0, 1.0);
    check("range-accrual", "lower: 90; upper: 110; expiry: 2028-01-01; fixings: " + times, dates.get(2), fixings, 0,
        2.0);
    check("target-redemption", "strike: 95; target: 9; fixings: " + times, dates.get(2), fixings, 2, 8.0);
    check("target-redemption", "strike: 95; target: 9; fixings: " + times, dates.get(2).plusDays(1), fixings, 0, 8.0);
    check("cliquet", "initialFixing: 80; localFloor: -0.02; expiry: 2028-01-01; resets: " + times, dates.get(2),
        fixings, 0, 97, 84.0 / 80 - 1 + 101.0 / 84 - 1 - 0.02);
    check("lookback", "option: call; kind: floating; extreme: 99; expiry: 2028-01-01; observations: " + times,
        dates.get(1), fixings, 0, 101, 84);
    check("ladder", "option: put; strike: 100; firstRung: 90; secondRung: 80; expiry: 2028-01-01; observations: "
        + times, dates.get(1), fixings, 0, 10);
    check("accumulator", "strike: 95; barrier: 130; fixings: " + times, dates.get(0), fixings, -22);
    check("memory-autocallable", "initialFixings: [100]; nominal: 100; coupon: 3; couponBarrier: 0.99; "
        + "autocallBarrier: 1.05; protectionBarrier: 0.6; expiry: 2028-01-01; observations: " + times, dates.get(0),
        fixings, 0, 1);
    check("memory-autocallable", "initialFixings: [100]; nominal: 100; coupon: 3; couponBarrier: 0.99; "
        + "autocallBarrier: 1.05; protectionBarrier: 0.6; expiry: 2028-01-01; observations: " + times, dates.get(1),
        fixings, 6, 0);
    check("memory-autocallable", "initialFixings: [100]; nominal: 100; coupon: 3; couponBarrier: 0.99; "
        + "autocallBarrier: 1.05; protectionBarrier: 0.6; expiry: 2028-01-01; observations: " + times, dates.get(2),
        fixings, 0, 1);
  }

  private static void check(String product, String fields, LocalDate day, Fixings fixings, double due,
      double... states) {
    DefinedExamples.Example example = new DefinedExamples.Example(product, List.of("FLAT"), fields);
    Scripted left = (Scripted) new Contract(example.scripted(), START, Optional.empty()).on(day, fixings).product();
    assertThat(left.unpaid()).as("%s: %s", product, fields).allMatch(payment -> payment.time() == 0);
    assertThat(left.unpaid().stream().mapToDouble(KnownPayment::amount).sum()).as("%s: %s", product, fields)
        .isCloseTo(due, within(1e-12));
    assertThat(left.states()).as("%s: %s", product, fields).hasSize(states.length);
    for (int i = 0; i < states.length; i++) {
      assertThat(left.states().get(i)).isCloseTo(states[i], within(1e-12));
    }
  }
}
