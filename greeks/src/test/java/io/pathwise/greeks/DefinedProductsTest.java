package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptValues;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values of defined products against closed forms that are written here and against a simulation that is, and Greeks
 * against differences of values. Would find a wrong program, a wrong dividend, drift or discount factor, and an
 * estimator that does not see a threshold. Seeds are fixed, the bound is 4.5 standard errors.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DefinedProductsTest {

  private static final double LARGEST_Z = 4.5;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final Set<Measure> BUMPED = EnumSet.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.RHO,
      Measure.THETA);
  private static final int SEEDS = 64;
  private static final List<String> FLAT = List.of("FLAT");
  private static final List<String> TERM = List.of("TERM");
  private static final List<String> BOTH = List.of("FLAT", "TERM");

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private Greek value(Product product, MarketData market, int paths, long seed) {
    return engine.evaluate(product, market, Set.of(Measure.VALUE),
        Settings.paths(paths).withPolicy(Policy.STRUCTURAL).withSeed(seed)).get(Measure.VALUE);
  }

  /** The law of one asset's price, for closed forms. */
  private record Law(String asset, MarketData market) {

    double forward(double time) {
      return market.forward(asset, time);
    }

    double variance(double time) {
      return time == 0 ? 0 : ((AssetModel.BlackScholes) market.asset(asset).model()).vols().totalVariance(time);
    }

    double discount(double time) {
      return market.curve("EUR").discountFactor(time);
    }

    double below(double level, double time) {
      double deviation = Math.sqrt(variance(time));
      return NORMAL.cumulativeProbability(Math.log(level / forward(time)) / deviation + deviation / 2);
    }

    /** The expected square of a return, weighted with the price over the first one or not. */
    double square(double initial, double from, double to, boolean weighted) {
      double moved = variance(to) - variance(from);
      double mean = Math.log(forward(to) / (from == 0 ? initial : forward(from))) + (weighted ? 0.5 : -0.5) * moved;
      return (moved + mean * mean) * (weighted ? forward(to) / initial : 1);
    }

    /** A call on the ratio of two prices, undiscounted. */
    double ratioCall(double initial, double from, double to, double strike) {
      return black(forward(to) / (from == 0 ? initial : forward(from)), strike, variance(to) - variance(from));
    }
  }

  private static double black(double forward, double strike, double variance) {
    double deviation = Math.sqrt(variance);
    double d = Math.log(forward / strike) / deviation + deviation / 2;
    return forward * NORMAL.cumulativeProbability(d) - strike * NORMAL.cumulativeProbability(d - deviation);
  }

  /**
   * A product with a closed form.
   *
   * @param exact
   *          its value in a market
   */
  record Known(DefinedExamples.Example example, ToDoubleFunction<MarketData> exact) {

    @Override
    public String toString() {
      return example.toString();
    }
  }

  private static Known known(String product, List<String> assets, String fields, ToDoubleFunction<Law> exact) {
    return new Known(new DefinedExamples.Example(product, assets, fields),
        market -> exact.applyAsDouble(new Law(assets.getFirst(), market)));
  }

  private static double sum(int count, DoubleUnaryOperator term) {
    return IntStream.rangeClosed(1, count).mapToDouble(i -> term.applyAsDouble(i)).sum();
  }

  static List<Known> known() {
    return List.of(
        known("variance-swap", TERM, "initialFixing: 39; strike: 0.0625; notional: 1000; periods: 12; expiry: 1; "
            + "fixings: 12 times until 1",
            law -> 1000 * law.discount(1)
                * (sum(12, i -> law.square(39, (i - 1) / 12, i / 12, false)) - 0.0625)),
        known("gamma-swap", TERM, "initialFixing: 39; strike: 0.0625; notional: 1000; periods: 6; expiry: 1; "
            + "fixings: 6 times until 1",
            law -> 1000 * law.discount(1) * (sum(6, i -> law.square(39, (i - 1) / 6, i / 6, true)) - 0.0625)),
        known("corridor-variance-swap", TERM, "initialFixing: 41; strike: 0.0625; lower: 36; upper: 44; "
            + "notional: 1000; periods: 6; expiry: 1; fixings: 6 times until 1",
            law -> 1000 * law.discount(1) / 6 * sum(6,
                i -> (i == 1 ? 1 : law.below(44, (i - 1) / 6) - law.below(36, (i - 1) / 6))
                    * (6 * law.square(41, (i - 1) / 6, i / 6, false) - 0.0625))),
        known("range-accrual", TERM, "lower: 36; upper: 45; amount: 10; expiry: 1.2; fixings: 6 times until 1",
            law -> 10 * law.discount(1.2) / 6 * sum(6, i -> law.below(45, i / 6) - law.below(36, i / 6))),
        known("range-digital", TERM, "lower: 36; upper: 45; amount: 10; expiry: 1",
            law -> 10 * law.discount(1) * (law.below(45, 1) - law.below(36, 1))),
        known("range-digital", FLAT, "lower: 85; upper: 118; amount: 10; pays: outside; expiry: 1",
            law -> 10 * law.discount(1) * (1 - law.below(118, 1) + law.below(85, 1))),
        known("forward-start", TERM, "option: call; moneyness: 1.05; strikeDate: 0.2; expiry: 1.5",
            law -> law.discount(1.5) * law.forward(0.2) * law.ratioCall(0, 0.2, 1.5, 1.05)),
        known("cliquet", TERM, "initialFixing: 41; nominal: 100; localFloor: -0.05; localCap: 0.08; expiry: 1; "
            + "resets: 4 times until 1",
            law -> 100 * law.discount(1) * sum(4, i -> -0.05 + law.ratioCall(41, (i - 1) / 4, i / 4, 0.95)
                - law.ratioCall(41, (i - 1) / 4, i / 4, 1.08))),
        known("window-barrier", TERM, "option: call; strike: 39; barrier: 46; kind: up-and-out; rebate: 2; expiry: 1; "
            + "window: [0.5]",
            law -> 2 * law.discount(0.5) * (1 - law.below(46, 0.5)) + law.discount(1)
                * integral(law, 0.5, 46, price -> price * black(law.forward(1) / law.forward(0.5), 39 / price,
                    law.variance(1) - law.variance(0.5)))),
        new Known(new DefinedExamples.Example("spread", BOTH, "option: call; weights: [1, -2.5]; expiry: 1"),
            DefinedProductsTest::margrabe));
  }

  /** Over the prices below a level at a time. */
  private static double integral(Law law, double time, double level, DoubleUnaryOperator of) {
    double deviation = Math.sqrt(law.variance(time));
    double end = Math.log(level / law.forward(time)) / deviation + deviation / 2;
    int intervals = 4000;
    double width = (end + 9) / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      double z = -9 + i * width;
      double weight = i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * NORMAL.density(z)
          * of.applyAsDouble(law.forward(time) * Math.exp(deviation * z - deviation * deviation / 2));
    }
    return sum * width / 3;
  }

  /** The right to exchange, with volatilities that are constant up to 0.3 and from there to 1. */
  private static double margrabe(MarketData market) {
    Law flat = new Law("FLAT", market);
    Law term = new Law("TERM", market);
    double covariance = 0;
    for (double[] span : new double[][]{{0, 0.3}, {0.3, 1}}) {
      covariance += 0.4 * Math.sqrt((flat.variance(span[1]) - flat.variance(span[0]))
          * (term.variance(span[1]) - term.variance(span[0])));
    }
    return flat.discount(1)
        * black(flat.forward(1), 2.5 * term.forward(1), flat.variance(1) + term.variance(1) - 2 * covariance);
  }

  @ParameterizedTest
  @MethodSource("known")
  void valuesAreThoseOfClosedForms(Known known) {
    Scripted product = known.example().scripted();
    Greek value = value(product, DefinedExamples.MARKET, 1 << 17, 1);
    double exact = known.exact().applyAsDouble(DefinedExamples.MARKET);
    double z = Examples.z(value, exact);
    assertThat(Math.abs(z)).as("%s ± %s, exactly %s", value.value(), value.standardError(), exact)
        .isLessThan(LARGEST_Z);
    RiskFactor vol = new RiskFactor.Vol(product.assets().getLast());
    RiskFactor rate = new RiskFactor.Zero("EUR");
    assertThat(Stream.of(vol, rate).map(factor -> DefinedExamples.MARKET.shifted(factor, 0.02)))
        .as("two points of volatility or rate are felt")
        .anyMatch(moved -> Math.abs(Examples.z(value, known.exact().applyAsDouble(moved))) > LARGEST_Z);
  }

  /** Greeks are derivatives of the closed forms. */
  @ParameterizedTest
  @MethodSource("known")
  void greeksAreThoseOfClosedForms(Known known) {
    Scripted product = known.example().scripted();
    for (Greek greek : engine.evaluate(product, DefinedExamples.MARKET,
        Set.of(Measure.DELTA, Measure.GAMMA, Measure.VEGA, Measure.RHO),
        Settings.paths(1 << 15).withPolicy(Policy.STRUCTURAL).withSeed(2)).numbers()) {
      assertThat(greek.status()).as(greek.message()).isEqualTo(Greek.Status.OK);
      RiskFactor factor = greek.factors().getFirst();
      double step = factor instanceof RiskFactor.Spot(String id)
          ? 1e-3 * DefinedExamples.MARKET.asset(id).spot()
          : 1e-4;
      double up = known.exact().applyAsDouble(DefinedExamples.MARKET.shifted(factor, step));
      double down = known.exact().applyAsDouble(DefinedExamples.MARKET.shifted(factor, -step));
      double middle = known.exact().applyAsDouble(DefinedExamples.MARKET);
      double exact = greek.factors().size() == 2 ? (up - 2 * middle + down) / (step * step) : (up - down) / (2 * step);
      double rounding = 1e-5 * (1 + Math.abs(exact));
      assertThat(Math.abs(greek.value() - exact)).as("%s %s: %s ± %s, exactly %s", greek.measure(),
          greek.factorText(), greek.value(), greek.standardError(), exact)
          .isLessThan(LARGEST_Z * greek.standardError() + rounding);
    }
  }

  static List<DefinedExamples.Example> examples() {
    return DefinedExamples.all();
  }

  /** What is the same on all paths of a simulation. */
  private record Step(double time, double flatDeviation, double termDeviation, double flatMedian, double termMedian,
      double discount) {

    static Step of(double from, double time, Law flat, Law term) {
      return new Step(time, Math.sqrt(flat.variance(time) - flat.variance(from)),
          Math.sqrt(term.variance(time) - term.variance(from)),
          flat.forward(time) * Math.exp(-flat.variance(time) / 2),
          term.forward(time) * Math.exp(-term.variance(time) / 2), flat.discount(time));
    }
  }

  /** Lognormal steps in plain Java, with the interpreter, whose meaning is checked by hand elsewhere. */
  private static double[] simulated(Scripted product, MarketData market, int paths) {
    Script script = product.script();
    Set<Double> times = new TreeSet<>(script.times());
    times.addAll(List.of(0.3, 1.0));
    times.removeIf(time -> time > script.times().getLast());
    List<Step> steps = new ArrayList<>();
    double from = 0;
    for (double time : times) {
      steps.add(Step.of(from, time, new Law("FLAT", market), new Law("TERM", market)));
      from = time;
    }
    Random random = new Random(17);
    double sum = 0;
    double squares = 0;
    for (int path = 0; path < paths; path++) {
      ScriptValues run = new ScriptValues(script);
      double one = 0;
      double other = 0;
      double paid = 0;
      for (Step step : steps) {
        double z = random.nextGaussian();
        one += step.flatDeviation() * z;
        other += step.termDeviation() * (0.4 * z + Math.sqrt(1 - 0.16) * random.nextGaussian());
        double flatPrice = step.flatMedian() * Math.exp(one);
        double termPrice = step.termMedian() * Math.exp(other);
        paid += step.discount()
            * run.happen(step.time(), asset -> product.assets().get(asset).equals("FLAT") ? flatPrice : termPrice);
      }
      sum += paid;
      squares += paid * paid;
    }
    double mean = sum / paths;
    return new double[]{mean, Math.sqrt((squares / paths - mean * mean) / paths)};
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Tag("long")
  void valuesAreThoseOfASimulationInPlainJava(DefinedExamples.Example example) {
    Scripted product = example.scripted();
    Greek value = value(product, DefinedExamples.MARKET, 1 << 18, 3);
    double[] simulated = simulated(product, DefinedExamples.MARKET, 100_000);
    double error = Math.hypot(value.standardError(), simulated[1]);
    assertThat(Math.abs(value.value() - simulated[0])).isLessThan(LARGEST_Z * error);
    assertThat(Math.min(error / (0.02 * (1 + Math.abs(value.value()))), LARGEST_Z * error / twoPointsOfVol(product)))
        .as("two points of vol, or 2 % of the value, would be felt").isLessThan(1);
  }

  private double twoPointsOfVol(Scripted product) {
    MarketData moved = DefinedExamples.MARKET;
    for (String asset : product.assets()) {
      moved = moved.shifted(new RiskFactor.Vol(asset), 0.02);
    }
    return Math
        .abs(value(product, moved, 1 << 16, 3).value() - value(product, DefinedExamples.MARKET, 1 << 16, 3).value());
  }

  /** A mean over seeds with its standard error. */
  private static double[] overSeeds(LongToDoubleFunction of) {
    double[] values = IntStream.range(0, SEEDS).mapToDouble(of::applyAsDouble).toArray();
    double mean = IntStream.range(0, SEEDS).mapToDouble(i -> values[i]).sum() / SEEDS;
    double squares = IntStream.range(0, SEEDS).mapToDouble(i -> (values[i] - mean) * (values[i] - mean)).sum();
    return new double[]{mean, Math.sqrt(squares / (SEEDS - 1) / SEEDS)};
  }

  private double plain(Product product, MarketData market, long seed) {
    return value(product, market, 32 * 256, 1000 + seed).value();
  }

  /** The values that differences start from, by seed, once for all Greeks of a product. */
  private double[] plain(Product product, MarketData market) {
    return IntStream.range(0, SEEDS).mapToDouble(seed -> plain(product, market, seed)).toArray();
  }

  /** A difference of values on common random numbers, in place of a Greek. */
  private double[] bump(Scripted product, MarketData market, double[] now, Greek greek) {
    if (greek.measure() == Measure.THETA) {
      double step = 0.002;
      return overSeeds(seed -> (plain(product.after(2 * step, List.of(), List.of()), market, seed)
          - now[(int) seed]) / (2 * step));
    }
    RiskFactor factor = greek.factors().getFirst();
    double spot = factor instanceof RiskFactor.Spot(String id) ? market.asset(id).spot() : 0;
    double step = greek.measure() == Measure.GAMMA ? 0.015 * spot : spot > 0 ? 0.005 * spot : 0.004;
    MarketData up = market.shifted(factor, step);
    MarketData down = market.shifted(factor, -step);
    return greek.measure() == Measure.GAMMA
        ? overSeeds(seed -> (plain(product, up, seed) - 2 * now[(int) seed] + plain(product, down, seed))
            / (step * step))
        : overSeeds(seed -> (plain(product, up, seed) - plain(product, down, seed)) / (2 * step));
  }

  /** Without dividends on days, which would come nearer with the valuation date. */
  private static MarketData withoutDates() {
    return DefinedExamples.MARKET.with(DefinedExamples.MARKET.asset("TERM").withDividends(Dividends.NONE));
  }

  private void checkBumps(String name, Scripted product) {
    MarketData market = withoutDates();
    double[] now = plain(product, market);
    Settings settings = Settings.paths(1 << 16).withPolicy(Policy.STRUCTURAL).withSeed(4);
    for (Greek greek : engine.evaluate(product, market, BUMPED, settings).numbers()) {
      if (name.startsWith("power") && greek.measure() == Measure.GAMMA) {
        assertThat(greek.message()).contains("gives no finite number");
        continue;
      }
      assertThat(greek.status()).as("%s: %s", greek.measure(), greek.message()).isEqualTo(Greek.Status.OK);
      Greek compared = greek.measure() == Measure.THETA
          ? engine.evaluate(product.after(0.002, List.of(), List.of()), market, Set.of(Measure.THETA), settings)
              .get(Measure.THETA)
          : greek;
      double[] bump = bump(product, market, now, greek);
      double error = Math.hypot(compared.standardError(), bump[1]) + 1e-9 * (1 + Math.abs(bump[0]));
      assertThat(Math.abs(compared.value() - bump[0])).as("%s %s by %s: %s ± %s, bump %s ± %s", greek.measure(),
          greek.factorText(), greek.estimator(), compared.value(), compared.standardError(), bump[0], bump[1])
          .isLessThan(LARGEST_Z * error);
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  @Tag("long")
  void greeksAreThoseOfBumps(DefinedExamples.Example example) {
    checkBumps(example.product(), example.scripted());
  }

  /** A payoff of desks that no definition has. */
  record Desk(String name, Scripted product) {

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Desk> desk() throws IOException {
    try (var in = Objects.requireNonNull(DefinedProductsTest.class.getResourceAsStream("desk-scripts.txt"))) {
      List<Desk> desk = new ArrayList<>();
      for (String part : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^== ", -1)) {
        if (!part.isBlank()) {
          String[] head = part.substring(0, part.indexOf('\n')).split(" on ", -1);
          desk.add(new Desk(head[0], Scripted.of(part.substring(part.indexOf('\n')),
              Stream.of(head[1].split(",", -1)).map(String::strip).toList(), Optional.of(Examples.TODAY))));
        }
      }
      return desk;
    }
  }

  @Test
  void thereAreTwentyPayoffsOfDesks() throws IOException {
    assertThat(desk()).hasSize(20);
  }

  /** The second derivative of a power of 1.5 is infinite at 0: that payoff has no gamma, and says so. */
  @ParameterizedTest
  @MethodSource("desk")
  @Tag("long")
  void everyMeasureOfADeskPayoffIsANumberOrHasAReason(Desk desk) {
    for (Greek greek : engine.evaluate(desk.product(), DefinedExamples.MARKET, EnumSet.allOf(Measure.class),
        Settings.paths(32 * 256).withPolicy(Policy.STRUCTURAL)).numbers()) {
      if (greek.status() == Greek.Status.OK) {
        assertThat(greek.value()).as("%s %s", greek.measure(), greek.factorText()).isFinite();
        assertThat(greek.standardError()).as("%s %s", greek.measure(), greek.factorText()).isFinite();
      } else {
        assertThat(greek.message()).as("%s %s", greek.measure(), greek.factorText()).isNotEmpty();
        assertThat(greek.status()).as("%s: %s", greek.measure(), greek.message()).isIn(desk.name().startsWith("power")
            ? EnumSet.of(Greek.Status.NOT_APPLICABLE, Greek.Status.FAILED)
            : EnumSet.of(Greek.Status.NOT_APPLICABLE, Greek.Status.FEW_HITS, Greek.Status.NO_HITS));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("desk")
  @Tag("long")
  void deskPayoffsHaveTheGreeksOfBumps(Desk desk) {
    checkBumps(desk.name(), desk.product());
  }

  @ParameterizedTest
  @MethodSource("desk")
  @Tag("long")
  void deskPayoffsHaveTheValuesOfASimulationInPlainJava(Desk desk) {
    Greek value = value(desk.product(), DefinedExamples.MARKET, 1 << 17, 5);
    double[] simulated = simulated(desk.product(), DefinedExamples.MARKET, 100_000);
    double error = Math.hypot(value.standardError(), simulated[1]);
    assertThat(Math.abs(value.value() - simulated[0])).isLessThan(LARGEST_Z * error);
  }
}
