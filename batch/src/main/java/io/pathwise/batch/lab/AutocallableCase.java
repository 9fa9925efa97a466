package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.analytic.TwoAssetAutocallable;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worst-of autocallable on two assets. */
final class AutocallableCase implements LabCase {
  private static final double WANTED_GAIN = 25;
  private static final double LARGEST_Z = 4.5;
  private static final String FIRST = "A";
  private static final String SECOND = "B";
  private static final Data DATA = new Data(List.of(2095.15, 97.82), List.of(0.2, 0.3), 0.6, 0.01, 1000, 25.5, 0.7, 2,
      2, 8);
  private static final double LOW_CORRELATION = 0.3;
  private static final double QUADRATURE = 1e-5;
  private static final double PUBLISHED_PATHS = 1e7;
  private static final double PUBLISHED_WIDTH = 0.8;
  /** What the first vega at the low correlation is said to be: by bumps, by smoothing, and without care. */
  private static final double BUMPED_VEGA = -420.4;
  private static final double SMOOTHED_VEGA = -415.7;
  private static final double NAIVE_VEGA = -118;

  /** The note and its market, without discounting; the barrier is that of coupons and of the protection. */
  record Data(List<Double> spots, List<Double> vols, double correlation, double rate, double nominal, double coupon,
      double barrier, int firstRedemption, double expiry, int dates) {

    Data withCorrelation(double other) {
      return new Data(spots, vols, other, rate, nominal, coupon, barrier, firstRedemption, expiry, dates);
    }

    Autocallable note() {
      return Autocallable.of(List.of(FIRST, SECOND), spots, nominal, coupon, barrier, 1, firstRedemption, barrier,
          expiry, dates).undiscounted();
    }

    MarketData market() {
      return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, rate)),
          List.of(Asset.blackScholes(FIRST, Examples.CURRENCY, spots.getFirst(), 0, vols.getFirst()),
              Asset.blackScholes(SECOND, Examples.CURRENCY, spots.getLast(), 0, vols.getLast())),
          Correlations.of(FIRST, SECOND, correlation));
    }
  }

  /**
   * A number and what others have published for it.
   *
   * @param number
   *          by bumps
   * @param tolerance
   *          how far it may be from ours: it has an error of its own, which is not published
   * @param smoothed
   *          by adjoints of the smoothed payoff
   * @param parameter
   *          of the smoothed program
   */
  private record Published(Measure measure, List<RiskFactor> factors, double number, double tolerance,
      double smoothed, String parameter) {}

  private static final List<Published> PUBLISHED = List.of(
      new Published(Measure.DELTA, List.of(new RiskFactor.Spot(FIRST)), 0.03586, 0.001, 0.03697,
          PublishedSmoothing.parameter(PublishedSmoothing.SPOT, 1)),
      new Published(Measure.DELTA, List.of(new RiskFactor.Spot(SECOND)), 3.1966, 0.01, 3.1773,
          PublishedSmoothing.parameter(PublishedSmoothing.SPOT, 2)),
      new Published(Measure.VEGA, List.of(new RiskFactor.Vol(FIRST)), -299.3, 5, -297.3,
          PublishedSmoothing.parameter(PublishedSmoothing.VOL, 1)),
      new Published(Measure.VEGA, List.of(new RiskFactor.Vol(SECOND)), -562.6, 5, -557.7,
          PublishedSmoothing.parameter(PublishedSmoothing.VOL, 2)));
  private static final double PUBLISHED_VALUE = 997.3;
  /** By how much the published smoothing is said to move the Greeks. */
  private static final double LEAST_MOVE = 0.007;
  private static final double LARGEST_MOVE = 0.03;

  @Override
  public String id() {
    return "autocallable";
  }

  @Override
  public String title() {
    return "A worst-of autocallable on two assets";
  }

  @Override
  public String text() {
    return """
        A note of nominal 1000 on two assets (2095.15 and 97.82, vols 20 % and 30 %, correlation 0.6, 1 % drift, no \
        discounting) with 8 quarterly dates. On each it pays a coupon of 25.5 if the worse asset stands at 70 % or above; \
        from the second on it ends at its nominal if both stand at 100 % or above; at the end it pays the nominal if the \
        worse stands at 70 % or above, and that share of the nominal if not. The payoff jumps at every date. Published \
        numbers, from 10⁷ paths with bumps and noisy, are a value of 997.3, deltas of 0.0359 and 3.197 and vegas of \
        −299.3 and −562.6. Exact values come from a quadrature over both assets.

        The same source smooths every condition on a price's share p of its first fixing with "width 0.8": p ≥ l becomes \
        ½ (1 + u/√(1 + u²)), u = (p − l)/(0.02 · 0.8). So the width is 0.016 of the initial price. The rows \
        "published smoothing" are that payoff, differentiated by tangents: the published numbers come out, and they are \
        off by about 0.7 to 3 %. The engine's own smoothing has one width for logarithms of prices, found by a pilot.

        Differentiating such a payoff without care for its thresholds gives numbers that look reasonable: at correlation \
        0.3 about −118 for the first vega. The published −415.7 is smoothed, the published −420.4 has the noise of bumps; \
        the quadrature gives −423.67.

        MatLogica, QuantBench, 2AssetAutoCallable (2025), for the problem and the published numbers; P. Glasserman, J. \
        Staum, Operations Research 49 (2001); T. Alm, B. Harrach, D. Harrach, M. Keller, A Monte Carlo Pricing Algorithm \
        for Autocallables That Allows for Stable Differentiation, Journal of Computational Finance 17 (2013).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = DATA.market();
    GreeksBench greeks = bench.greeks();
    List<Measurement> all = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    Measurement value = greeks.measure(new Target("", DATA.note(), market, Measure.VALUE), Optional.empty(),
        EstimatorChoice.CONDITIONAL_PRINCIPAL);
    compare(findings, rows, value, PUBLISHED_VALUE, 0.3);
    for (Published published : bench.budget().of(PUBLISHED)) {
      Target target = new Target("", DATA.note(), market, published.measure(), published.factors());
      Exact exact = exact(DATA, published.factors());
      List<Measurement> row = greeks.all(target, Optional.of(exact));
      all.addAll(row);
      compare(findings, rows, best(row), published.number(), published.tolerance());
      Gains.of(row).check(findings, target.quantity(), WANTED_GAIN);
      Measurement smoothed = smoothed(bench, target.quantity(), published, exact);
      all.add(smoothed);
      rows.add(row(smoothed, target.quantity() + ", smoothed", published.smoothed()));
      checkSmoothed(findings, smoothed, published);
      if (!bench.budget().thin()) {
        checkMove(findings, smoothed, exact);
      }
    }
    findings.checkUnbiased(all);
    withoutCare(bench, findings, rows);
    findings.table("Published numbers and ours", List.of("number", "published", "ours", "± 95 %", "estimator"), rows);
    findings.measurements("First-order Greeks", all);
  }

  private static void compare(Findings findings, List<List<String>> rows, Measurement ours, double published,
      double tolerance) {
    rows.add(row(ours, ours.quantity(), published));
    findings.check("The published " + ours.quantity() + " is ours within " + Numbers.text(tolerance),
        Math.abs(ours.value() - published) < tolerance + ours.halfWidth(),
        "ours " + Numbers.text(ours.value()) + " ± " + Numbers.text(ours.halfWidth()) + ", published "
            + Numbers.text(published));
  }

  private static List<String> row(Measurement ours, String what, double published) {
    return List.of(what, Numbers.text(published), Numbers.text(ours.value()), Numbers.text(ours.halfWidth()),
        ours.estimator());
  }

  private static Measurement smoothed(Bench bench, String quantity, Published published, Exact exact) {
    Program program = PublishedSmoothing.program();
    Estimator estimator = Estimator
        .pathwise(program, PublishedSmoothing.VALUE, parameter(program, published.parameter()))
        .named("published smoothing").knownBiased();
    return bench.measure("", quantity, estimator, PublishedSmoothing.inputs(DATA, PUBLISHED_WIDTH),
        Sampling.INDEPENDENT, Optional.of(exact), bench.budget().mostBlocks());
  }

  /** The published number has the standard error of as many paths as were published. */
  private static void checkSmoothed(Findings findings, Measurement ours, Published published) {
    double error = Math.hypot(ours.standardError(), Math.sqrt(ours.variance() / PUBLISHED_PATHS));
    double z = (ours.value() - published.smoothed()) / error;
    findings.check("The published smoothing of width 0.8 is one of 0.016 of the initial price: " + ours.quantity(),
        Math.abs(z) < LARGEST_Z, "ours " + Numbers.text(ours.value()) + " ± " + Numbers.text(ours.halfWidth())
            + ", published " + Numbers.text(published.smoothed()) + ", z " + Numbers.text(z));
  }

  private static void checkMove(Findings findings, Measurement ours, Exact exact) {
    double move = Math.abs(ours.bias() / exact.value());
    double uncertain = ours.halfWidth() / Math.abs(exact.value());
    findings.check("The published smoothing moves the " + ours.quantity() + " by 0.7 to 3 %, within the 95 % interval",
        move + uncertain > LEAST_MOVE && move - uncertain < LARGEST_MOVE,
        Numbers.text(100 * move) + " % ± " + Numbers.text(100 * uncertain) + " %");
  }

  /** The tangent transform applied to the payoff as it stands. */
  private static void withoutCare(Bench bench, Findings findings, List<List<String>> rows) {
    Data data = DATA.withCorrelation(LOW_CORRELATION);
    RiskFactor vol = new RiskFactor.Vol(FIRST);
    Exact exact = exact(data, List.of(vol));
    Measurement right = bench.greeks().measure(
        new Target("correlation 0.3", data.note(), data.market(), Measure.VEGA, vol), Optional.of(exact),
        EstimatorChoice.CONDITIONAL_PRINCIPAL);
    PricingProgram pricing = PricingProgram.of(data.note(), data.market());
    Inputs inputs = pricing.inputs();
    Expr.Parameter parameter = parameter(pricing.program(), PricingProgram.parameter(vol));
    Estimator naive = new Estimator("naive pathwise",
        Tangent.differentiate(pricing.program(), Map.of(PricingProgram.VALUE, List.of(parameter))),
        Tangent.name(PricingProgram.VALUE, parameter), Estimator.Correction.NONE, true);
    Measurement wrong = bench.measure("correlation 0.3", right.quantity(), naive, inputs, Optional.of(exact));
    String what = right.quantity() + " at correlation 0.3";
    rows.add(row(right, what + ", bumped", BUMPED_VEGA));
    rows.add(row(right, what + ", smoothed", SMOOTHED_VEGA));
    rows.add(row(wrong, what + ", without care", NAIVE_VEGA));
    findings.check("At correlation 0.3 the first vega is the quadrature's, and about −118 without care for thresholds",
        Math.abs(right.z()) < LARGEST_Z && Math.abs(wrong.value() - NAIVE_VEGA) < 10 + wrong.halfWidth()
            && Math.abs(wrong.z()) > LARGEST_Z,
        Numbers.text(right.value()) + " ± " + Numbers.text(right.halfWidth()) + " and " + Numbers.text(wrong.value())
            + ", quadrature " + Numbers.text(exact.value()));
  }

  private static Expr.Parameter parameter(Program program, String name) {
    return program.parameters().stream().filter(candidate -> candidate.name().equals(name)).findFirst().orElseThrow();
  }

  /** By a quadrature over both assets, differentiated by differences. */
  private static Exact exact(Data data, List<RiskFactor> factors) {
    double number = TwoAssetAutocallable.derivative(data.market(), data.note(), factors);
    return new Exact(number, QUADRATURE * Math.max(1e-3, Math.abs(number)));
  }

  private static Measurement best(List<Measurement> row) {
    return row.stream().filter(m -> m.hasNumber() && !m.biased())
        .min(Comparator.comparingDouble(Measurement::standardError)).orElseThrow();
  }
}
