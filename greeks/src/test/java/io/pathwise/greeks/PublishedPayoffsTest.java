package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.ContinuousFormulas.Derivative;
import io.pathwise.greeks.ContinuousFormulas.Formula;
import io.pathwise.greeks.ContinuousFormulas.Market;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.calibration.Calibration;
import io.pathwise.pricing.calibration.ModelFamily;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures that others have published, of products that are scripts or defined by them. Each closed form is held to the
 * published digits first, and what is simulated to the closed form, with its derivatives. Seeds are fixed, the bound is
 * 4.5 standard errors. The trades are those of {@code examples/published.jsonl}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PublishedPayoffsTest {

  private static final double LARGEST_Z = 4.5;
  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);
  private static final Map<Derivative, Measure> MEASURES = new EnumMap<>(Map.of(Derivative.VALUE, Measure.VALUE,
      Derivative.DELTA, Measure.DELTA, Derivative.GAMMA, Measure.GAMMA, Derivative.VEGA, Measure.VEGA, Derivative.RHO,
      Measure.RHO, Derivative.DIVIDEND_RHO, Measure.DIVIDEND_RHO));

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static MarketData market(double spot, double rate, double yield, AssetModel model) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat("EUR", rate)),
        List.of(Asset.of("A", "EUR", spot, yield, model)), Correlations.NONE);
  }

  private static Scripted script(String text) {
    return Scripted.of(text, List.of("A"), Optional.of(Examples.TODAY));
  }

  private static Scripted varianceSwap(String fields) {
    return new DefinedExamples.Example("variance-swap", List.of("A"), "strike: 0; " + fields).scripted();
  }

  private List<Greek> numbers(Product product, MarketData market, Set<Measure> measures, int paths) {
    return engine.evaluate(product, market, measures, Settings.paths(paths).withSeed(11)).numbers();
  }

  private Greek value(Product product, MarketData market, int paths) {
    return numbers(product, market, Set.of(Measure.VALUE), paths).getFirst();
  }

  private static void check(Greek number, double exact) {
    assertThat(number.status()).as(number.message()).isEqualTo(Greek.Status.OK);
    assertThat(Math.abs(Examples.z(number, exact))).as("%s %s by %s: %s ± %s, exactly %s", number.measure(),
        number.factorText(), number.estimator(), number.value(), number.standardError(), exact).isLessThan(LARGEST_Z);
  }

  private void checkAll(String script, Market quotes, Formula formula, Set<Derivative> derivatives) {
    MarketData market = market(quotes.spot(), quotes.rate(), quotes.yield(), AssetModel.BlackScholes.of(quotes.vol()));
    Set<Measure> measures = EnumSet.noneOf(Measure.class);
    MEASURES.forEach((derivative, measure) -> {
      if (derivatives.contains(derivative)) {
        measures.add(measure);
      }
    });
    List<Greek> numbers = numbers(script(script), market, measures, 1 << 18);
    assertThat(numbers).hasSameSizeAs(derivatives);
    for (Derivative derivative : derivatives) {
      Greek number = numbers.stream().filter(greek -> greek.measure() == MEASURES.get(derivative)).findFirst()
          .orElseThrow();
      check(number, ContinuousFormulas.of(derivative, formula, quotes));
    }
  }

  /**
   * Haug (2007), "The complete guide to option pricing formulas", table 4-13: a down-and-out call with a rebate at the
   * hit. The script pays it on the Monday after, with the interest of half a week, so that what is left of the delay is
   * of second order.
   */
  @Test
  void barrierWithARebateAtTheHit() {
    Market quotes = new Market(100, 0.08, 0.04, 0.25);
    Formula rebate = m -> ContinuousFormulas.rebateAtTheHit(m, 3, 95, 0.5);
    Formula formula = m -> ContinuousFormulas.downAndOutCall(m, 90, 95, 0.5) + rebate.price(m);
    assertThat(formula.price(quotes)).isCloseTo(9.0246, within(5e-5));
    String weeks = """
        state alive = 1
        at 26 times until 0.5 {
          let hit = alive * fallen(A, 95)
          pay 3 * hit * exp(0.04 * years)
          set alive = alive - hit
        }
        """;
    checkAll(weeks + "at 0.5 { pay alive * max(A - 90, 0) }", quotes, formula, EnumSet.allOf(Derivative.class));
    checkAll(weeks, quotes, rebate, EnumSet.of(Derivative.VALUE, Derivative.DELTA, Derivative.VEGA));
  }

  /**
   * Haug (2007), section 4.15.1: a lookback call with a floating strike whose lowest price so far is known, with four
   * decimals of 25.35336 that are cut off rather than rounded. Its gamma has a kink that no score takes away.
   */
  @Test
  void lookbackWithALowestPriceSoFar() {
    Market quotes = new Market(120, 0.1, 0.06, 0.3);
    Formula formula = m -> ContinuousFormulas.floatingLookbackCall(m, 100, 0.5);
    assertThat(formula.price(quotes)).isCloseTo(25.3533, within(1e-4));
    checkAll("at 0.5 { pay A - min(100, lowest(A)) }", quotes, formula,
        EnumSet.complementOf(EnumSet.of(Derivative.GAMMA)));
  }

  private static double black(boolean call, double forward, double strike, double deviation) {
    double d = Math.log(forward / strike) / deviation + deviation / 2;
    double sign = call ? 1 : -1;
    return sign * (forward * NORMAL.cumulativeProbability(sign * d)
        - strike * NORMAL.cumulativeProbability(sign * (d - deviation)));
  }

  private static double integral(DoubleUnaryOperator of, double from, double to, int intervals) {
    double width = (to - from) / intervals;
    double sum = 0;
    for (int i = 0; i <= intervals; i++) {
      sum += (i == 0 || i == intervals ? 1 : i % 2 == 1 ? 4 : 2) * of.applyAsDouble(from + i * width);
    }
    return sum * width / 3;
  }

  /**
   * Demeterfi, Derman, Kamal and Zou (1999), "More than you ever wanted to know about volatility swaps", the table of
   * the replicating portfolio: ten puts from 100 down to 55 and seven calls from 100 up to 130, whose weights follow
   * from strikes 5 apart, up to 50 and 135.
   */
  private static final class DermanAndOthers {

    static final double SPOT = 100;
    static final double RATE = 0.05;
    static final double TIME = 90 / 365.0;
    static final double FORWARD = SPOT * Math.exp(RATE * TIME);

    /** A point more for every 5 that the strike is lower. */
    static double vol(double strike) {
      return 0.2 - 0.01 * (strike - 100) / 5;
    }

    /** What options would have to pay. */
    private static double curve(double price) {
      return 2 / TIME * ((price - SPOT) / SPOT - Math.log(price / SPOT));
    }

    /** What holding the share and financing it adds to the worth of the options. */
    static double fairVariance(double options) {
      return 2 / TIME * (RATE * TIME - Math.expm1(RATE * TIME)) + Math.exp(RATE * TIME) * options;
    }

    /** An option and how many of it. */
    record Holding(boolean call, double strike, double units) {

      double worth(DoubleUnaryOperator vols) {
        return units * Math.exp(-RATE * TIME)
            * black(call, FORWARD, strike, vols.applyAsDouble(strike) * Math.sqrt(TIME));
      }
    }

    static List<Holding> portfolio() {
      List<Holding> all = new ArrayList<>();
      for (double step : new double[]{5, -5}) {
        double before = 0;
        for (double strike = 100; strike > 50 && strike < 135; strike += step) {
          double slope = Math.abs(curve(strike + step) - curve(strike)) / 5;
          all.add(new Holding(step > 0, strike, slope - before));
          before = slope;
        }
      }
      return all;
    }

    /** With all strikes. */
    static double fairVariance(DoubleUnaryOperator vols) {
      double deviation = Math.sqrt(TIME);
      return 2 / TIME * (integral(strike -> black(false, FORWARD, strike, vols.applyAsDouble(strike) * deviation)
          / (strike * strike), 20, FORWARD, 4000)
          + integral(strike -> black(true, FORWARD, strike, vols.applyAsDouble(strike) * deviation)
              / (strike * strike), FORWARD, 190, 4000));
    }

    /** Quotes in proportion to the density of the price. */
    static List<VolQuote> quotes() {
      List<VolQuote> quotes = new ArrayList<>();
      for (double strike = 50; strike <= 135; strike += 5) {
        double deviation = vol(strike) * Math.sqrt(TIME);
        double d = Math.log(FORWARD / strike) / deviation + deviation / 2;
        quotes.add(new VolQuote(TIME, strike, vol(strike), Math.exp(-0.5 * d * d)));
      }
      return quotes;
    }
  }

  /**
   * The published variance is that of the options, and those under a surface that is fitted to their volatilities have
   * it. The smile itself is worth less, as what lies between strikes is paid too much for: that is what the swap is.
   * The surface meets the volatilities from 80 to 120 to 0.02 points, so that both variances are met to 1e-5. Returns
   * of days add to the variance of a path 1.2e-5 at most: the squares of their means, 2.5e-6, and what volatilities
   * rise by within a day on which the price falls.
   */
  @Test
  void varianceSwapWithASmile() {
    double published = 0.04189;
    double ofSmile = DermanAndOthers.fairVariance(DermanAndOthers::vol);
    assertThat(DermanAndOthers.portfolio()).hasSize(17);
    assertThat(DermanAndOthers.fairVariance(DermanAndOthers.portfolio().stream()
        .mapToDouble(holding -> holding.worth(DermanAndOthers::vol)).sum())).isCloseTo(published, within(5e-6));
    assertThat(ofSmile).isCloseTo(0.040187, within(1e-6));

    MarketData flat = market(DermanAndOthers.SPOT, DermanAndOthers.RATE, 0, AssetModel.BlackScholes.of(0.2));
    AssetModel.LocalVol model = (AssetModel.LocalVol) Calibration.fit(flat, "A", DermanAndOthers.quotes(),
        ModelFamily.LOCAL_VOL).model();
    SmileSurface.Slice smile = model.surface().slice(DermanAndOthers.TIME);
    DoubleUnaryOperator fitted = strike -> Math.sqrt(
        smile.totalVariance(Math.log(strike / DermanAndOthers.FORWARD)) / DermanAndOthers.TIME);
    for (double strike = 80; strike <= 120; strike += 5) {
      assertThat(fitted.applyAsDouble(strike)).isCloseTo(DermanAndOthers.vol(strike), within(2e-4));
    }
    assertThat(DermanAndOthers.fairVariance(fitted)).isCloseTo(ofSmile, within(1e-5));

    MarketData market = flat.with(flat.asset("A").withModel(model));
    StringBuilder pays = new StringBuilder();
    DermanAndOthers.portfolio().forEach(holding -> pays.append(String.format(Locale.ROOT, " pay %.12f * max(%s, 0)",
        holding.units(), holding.call() ? "A - " + holding.strike() : holding.strike() + " - A")));
    Greek options = value(script("at " + DermanAndOthers.TIME + " {" + pays + " }"), market, 1 << 20);
    assertThat(DermanAndOthers.fairVariance(options.value())).isCloseTo(published,
        within(LARGEST_Z * options.standardError() + 1e-5));

    double growth = Math.exp(DermanAndOthers.RATE * DermanAndOthers.TIME);
    Greek swap = value(varianceSwap("initialFixing: 100; periods: 365; expiry: " + DermanAndOthers.TIME
        + "; fixings: 90 times until " + DermanAndOthers.TIME), market, 1 << 17).scaled(growth);
    assertThat(swap.value()).isCloseTo(ofSmile, within(LARGEST_Z * swap.standardError() + 2.2e-5));
    assertThat(swap.value()).isLessThan(published - 0.001);
  }

  /**
   * What the variance of Heston's model is expected to be.
   *
   * @param spot
   *          the price, where returns count from 100
   */
  private record Heston(double spot, double rate, double yield, double v0, double kappa, double theta, double xi,
      double rho) {

    MarketData market() {
      return PublishedPayoffsTest.market(spot, rate, yield,
          new AssetModel.Heston(StochasticVariance.of(v0, kappa, theta, xi, rho)));
    }

    /** The mean over a time: Brockhaus and Long (2000), "Volatility swaps made simple"; Gatheral (2006), chapter 11. */
    double fairVariance(double time) {
      return theta + (v0 - theta) * -Math.expm1(-kappa * time) / (kappa * time);
    }

    private double expected(double time) {
      return theta + (v0 - theta) * Math.exp(-kappa * time);
    }

    private double variance(double time) {
      double decay = Math.exp(-kappa * time);
      return xi * xi / kappa * (v0 * decay * (1 - decay) + 0.5 * theta * (1 - decay) * (1 - decay));
    }

    /** How much more variance is expected up to some time later, where the variance is more by one. */
    private double lasting(double later) {
      return -Math.expm1(-kappa * later) / kappa;
    }

    /**
     * The expected square of a log return. With I the integral of the variance v and M that of √v dW, the return is (r
     * − q) Δ − I/2 + M, and what is expected of I moves by {@link #lasting} × ξ√v dZ.
     */
    private double square(double initial, double from, double to) {
      double length = to - from;
      double mean = Math.log(initial) + (rate - yield) * length - 0.5 * integral(this::expected, from, to, 8);
      double ofIntegral = lasting(length) * lasting(length) * variance(from)
          + xi * xi * integral(t -> expected(t) * lasting(to - t) * lasting(to - t), from, to, 8);
      double covariance = rho * xi * integral(t -> expected(t) * lasting(to - t), from, to, 8);
      return mean * mean + integral(this::expected, from, to, 8) + 0.25 * ofIntegral - covariance;
    }

    /** The mean of the squares of returns in a year, discounted. */
    double swap(int returns) {
      double sum = 0;
      for (int i = 0; i < returns; i++) {
        sum += square(i == 0 ? spot / 100 : 1, (double) i / returns, (i + 1.0) / returns);
      }
      return Math.exp(-rate) * sum;
    }

    /** With one of them moved. */
    Heston moved(RiskFactor factor, double by) {
      return switch (factor) {
        case RiskFactor.Spot _ -> new Heston(spot + by, rate, yield, v0, kappa, theta, xi, rho);
        case RiskFactor.Zero _ -> new Heston(spot, rate + by, yield, v0, kappa, theta, xi, rho);
        case RiskFactor.Dividend _ -> new Heston(spot, rate, yield + by, v0, kappa, theta, xi, rho);
        case RiskFactor.ModelParameter(String _, String name) -> switch (name) {
          case "v0" -> new Heston(spot, rate, yield, v0 + by, kappa, theta, xi, rho);
          case "kappa" -> new Heston(spot, rate, yield, v0, kappa + by, theta, xi, rho);
          case "theta" -> new Heston(spot, rate, yield, v0, kappa, theta + by, xi, rho);
          case "xi" -> new Heston(spot, rate, yield, v0, kappa, theta, xi + by, rho);
          default -> new Heston(spot, rate, yield, v0, kappa, theta, xi, rho + by);
        };
        default -> throw new IllegalArgumentException(factor.toString());
      };
    }
  }

  /**
   * Returns of a month or a week have more than the fair variance, since volatility rises where the price falls and a
   * return has a mean; Broadie and Jain (2008), "The effect of jumps and discrete sampling on volatility and variance
   * swaps".
   */
  @ParameterizedTest
  @ValueSource(ints = {12, 52})
  void varianceSwapUnderHeston(int returns) {
    Heston heston = new Heston(100, 0.1, 0.025, 0.19, 2, 0.09, 0.8, -0.75);
    double continuous = Math.exp(-0.1) * heston.fairVariance(1);
    assertThat(heston.swap(100_000)).isCloseTo(continuous, within(1e-6));
    List<Greek> numbers = numbers(varianceSwap("initialFixing: 100; periods: " + returns + "; expiry: 1; fixings: "
        + returns + " times until 1"), heston.market(), EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.RHO,
            Measure.DIVIDEND_RHO, Measure.MODEL_PARAMETER),
        1 << 17);
    assertThat(numbers).hasSize(9);
    check(numbers.getFirst(), heston.swap(returns));
    for (Greek number : numbers.subList(1, numbers.size())) {
      RiskFactor factor = number.factors().getFirst();
      double step = factor instanceof RiskFactor.Spot ? 0.1 : 1e-4;
      check(number, (heston.moved(factor, step).swap(returns) - heston.moved(factor, -step).swap(returns))
          / (2 * step));
    }
    if (returns == 12) {
      assertThat(Examples.z(numbers.getFirst(), continuous)).isGreaterThan(LARGEST_Z);
    } else {
      assertThat(numbers.getFirst().value()).isCloseTo(continuous,
          within(LARGEST_Z * numbers.getFirst().standardError() + 1e-3));
    }
  }
}
