package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.greeks.Measure;
import io.pathwise.pricing.analytic.TwoAssetAutocallable;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.model.PricingProgram;
import io.pathwise.pricing.product.Autocallable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A worst-of autocallable on two assets. */
final class AutocallableCase implements LabCase {
  private static final double WANTED_GAIN = 25;
  private static final String FIRST = "A";
  private static final String SECOND = "B";
  private static final double FIRST_SPOT = 2095.15;
  private static final double SECOND_SPOT = 97.82;
  private static final double QUADRATURE = 1e-5;
  private static final double PUBLISHED_VALUE = 997.3;
  private static final double NAIVE_VEGA = -118;
  private static final double TRUE_VEGA = -415;

  /** A number, what others have published for it, and how far from it ours may be. */
  private record Published(Measure measure, List<RiskFactor> factors, double number, double tolerance) {}

  private static final List<Published> PUBLISHED = List.of(
      new Published(Measure.DELTA, List.of(new RiskFactor.Spot(FIRST)), 0.036, 0.002),
      new Published(Measure.DELTA, List.of(new RiskFactor.Spot(SECOND)), 3.197, 0.1),
      new Published(Measure.VEGA, List.of(new RiskFactor.Vol(FIRST)), -300, 15),
      new Published(Measure.VEGA, List.of(new RiskFactor.Vol(SECOND)), -562, 15));

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
        numbers, from 10⁷ paths with bumps and noisy, are a value of 997.3, deltas of 0.036 and 3.197 and vegas of about \
        −300 and −562. Exact values come from a quadrature over both assets.

        Differentiating such a payoff without care for its thresholds gives numbers that look reasonable: at correlation \
        0.3 about −118 for the first vega, which is −415.

        P. Glasserman, J. Staum, Operations Research 49 (2001); T. Alm, B. Harrach, D. Harrach, M. Keller, A Monte Carlo \
        Pricing Algorithm for Autocallables That Allows for Stable Differentiation, Journal of Computational Finance 17 \
        (2013).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = market(0.6);
    GreeksBench greeks = bench.greeks();
    List<Measurement> all = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    Measurement value = greeks.chosen(new Target("", note(), market, Measure.VALUE));
    compare(findings, rows, value, PUBLISHED_VALUE, 0.5);
    for (Published published : bench.budget().of(PUBLISHED)) {
      Target target = new Target("", note(), market, published.measure(), published.factors());
      List<Measurement> row = greeks.all(target, Optional.of(exact(market, published.factors())));
      all.addAll(row);
      compare(findings, rows, best(row), published.number(), published.tolerance());
      Gains.of(row).check(findings, target.quantity(), WANTED_GAIN);
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

  /** The tangent transform applied to the payoff as it stands. */
  private static void withoutCare(Bench bench, Findings findings, List<List<String>> rows) {
    MarketData market = market(0.3);
    RiskFactor vol = new RiskFactor.Vol(FIRST);
    Measurement right = best(bench.greeks().all(new Target("correlation 0.3", note(), market, Measure.VEGA, vol)));
    PricingProgram pricing = PricingProgram.of(note(), market);
    Expr.Parameter parameter = pricing.program().parameters().stream()
        .filter(candidate -> candidate.name().equals(PricingProgram.parameter(vol))).findFirst().orElseThrow();
    Estimator naive = new Estimator("naive pathwise",
        Tangent.differentiate(pricing.program(), Map.of(PricingProgram.VALUE, List.of(parameter))),
        Tangent.name(PricingProgram.VALUE, parameter), Estimator.Correction.NONE, true);
    Measurement wrong = bench.measure("correlation 0.3", right.quantity(), naive, pricing.inputs(), Optional.empty());
    rows.add(row(right, right.quantity() + " at correlation 0.3", TRUE_VEGA));
    rows.add(row(wrong, wrong.quantity() + " at correlation 0.3, without care", NAIVE_VEGA));
    findings.check("At correlation 0.3 the first vega is about −415, and about −118 without care for the thresholds",
        Math.abs(right.value() - TRUE_VEGA) < 15 + right.halfWidth()
            && Math.abs(wrong.value() - NAIVE_VEGA) < 10 + wrong.halfWidth(),
        Numbers.text(right.value()) + " and " + Numbers.text(wrong.value()));
  }

  /** By a quadrature over both assets, differentiated by differences. */
  private static Exact exact(MarketData market, List<RiskFactor> factors) {
    double number = TwoAssetAutocallable.derivative(market, note(), factors);
    return new Exact(number, QUADRATURE * Math.max(1e-3, Math.abs(number)));
  }

  private static Measurement best(List<Measurement> row) {
    return row.stream().filter(m -> m.hasNumber() && !m.biased())
        .min(Comparator.comparingDouble(Measurement::standardError)).orElseThrow();
  }

  private static Autocallable note() {
    return Autocallable.of(List.of(FIRST, SECOND), List.of(FIRST_SPOT, SECOND_SPOT), 1000, 25.5, 0.7, 1, 2, 0.7, 2, 8)
        .undiscounted();
  }

  private static MarketData market(double correlation) {
    return MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, 0.01)),
        List.of(Asset.blackScholes(FIRST, Examples.CURRENCY, FIRST_SPOT, 0, 0.2),
            Asset.blackScholes(SECOND, Examples.CURRENCY, SECOND_SPOT, 0, 0.3)),
        Correlations.of(FIRST, SECOND, correlation));
  }
}
