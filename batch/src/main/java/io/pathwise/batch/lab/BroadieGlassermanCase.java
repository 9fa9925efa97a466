package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.Scored;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The paper that compared pathwise derivatives, scores and bumps for options. */
final class BroadieGlassermanCase implements LabCase {
  private static final String NO_BASELINE = "score, no baseline";
  private static final double EXPIRY = 0.2;
  private static final int DAYS = 30;
  private static final List<Double> SPOTS = List.of(90.0, 100.0, 110.0);
  private static final List<EstimatorChoice> CHOICES = List.of(EstimatorChoice.PATHWISE_ADJOINT,
      EstimatorChoice.SCORE_FIRST, EstimatorChoice.SCORE_ALL, EstimatorChoice.BUMP);

  /** A product, and whether its payoff jumps. */
  private record Example(String name, Product product, boolean jumps) {}

  @Override
  public String id() {
    return "broadie-glasserman";
  }

  @Override
  public String title() {
    return "Broadie and Glasserman 1996: European, Asian and digital options";
  }

  @Override
  public String text() {
    return """
        Three calls with strike 100 on an asset at 90, 100 and 110, with r = 10 %, dividend yield 3 %, σ = 25 % and 0.2 \
        years to expiry; the Asian option averages the closing prices of the last 30 days. Where the payoff is continuous \
        the pathwise derivative wins against the score, and the bump (of small steps, with common noise) has the variance \
        of the pathwise derivative for twice its work, and a bias. Where it jumps there is no pathwise derivative, and the \
        bump pays for a small bias with a large variance. The score without a baseline is that of the paper. \
        The parameters are those usually quoted from the paper; its tables were not at hand, so no number is compared with \
        them: the exact values of the European and the digital option are closed forms, and the Asian one has none.

        M. Broadie, P. Glasserman, Estimating Security Price Derivatives Using Simulation, Management Science 42 (1996).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<Measurement> all = new ArrayList<>();
    List<List<Measurement>> continuous = new ArrayList<>();
    List<List<Measurement>> jumping = new ArrayList<>();
    List<List<String>> ratios = new ArrayList<>();
    for (Example example : examples()) {
      for (double spot : bench.budget().of(SPOTS)) {
        MarketData market = Examples.market(spot, 0.1, 0.03, 0.25);
        for (Measure measure : List.of(Measure.DELTA, Measure.VEGA)) {
          RiskFactor factor = measure == Measure.DELTA ? Examples.SPOT : Examples.VOL;
          Target target = new Target(example.name() + ", spot " + Math.round(spot), example.product(), market, measure,
              factor);
          Optional<Exact> exact = bench.greeks().exact(target);
          List<Measurement> row = new ArrayList<>(bench.greeks().some(target, exact, CHOICES));
          row.add(withoutBaseline(bench, target, factor, exact));
          List<Measurement> compared = exact.isPresent() ? row : Reference.leastError(row);
          all.addAll(compared);
          ratios.add(ratios(target, compared));
          (example.jumps() ? jumping : continuous).add(compared);
        }
      }
    }
    check(findings, continuous, jumping);
    findings.checkUnbiased(all);
    findings.table("Standard errors at equal numbers of paths, as multiples of the pathwise one (of the score's with "
        + "baseline for the digital option)",
        List.of("number", "pathwise", "score", "score, no baseline", "bump"), ratios);
    findings.measurements("Deltas and vegas", all);
  }

  /** Where the payoff is continuous pathwise beats the score, and where it jumps it is refused. */
  private static void check(Findings findings, List<List<Measurement>> continuous, List<List<Measurement>> jumping) {
    double[] gains = continuous.stream().mapToDouble(row -> deviation(score(row)) / deviation(row.getFirst())).sorted()
        .toArray();
    findings.check("Pathwise has a smaller standard error than the score wherever the payoff is continuous",
        gains[0] > 1, gains.length + " numbers, ratios from " + Numbers.text(gains[0]) + " to "
            + Numbers.text(gains[gains.length - 1]));
    findings.check("The pathwise derivative of the digital option is refused",
        jumping.stream().noneMatch(row -> row.getFirst().hasNumber()), jumping.getFirst().getFirst().refusal());
  }

  /** The paper's score: of the first step for delta, of all steps for vega. */
  private static Measurement withoutBaseline(Bench bench, Target target, RiskFactor factor,
      Optional<Exact> exact) {
    PricingProgram pricing = PricingProgram.of(target.product(), target.market());
    Scored scored = Scored.at(target.measure() == Measure.DELTA ? Scored.Steps.FIRST : Scored.Steps.ALL,
        PricingProgram.STEP_LENGTH);
    Program program = scored.program(pricing.program(), pricing.inputs());
    Expr.Parameter parameter = program.parameters().stream()
        .filter(candidate -> candidate.name().equals(PricingProgram.parameter(factor))).findFirst().orElseThrow();
    Estimator estimator = Estimator.mean(NO_BASELINE,
        Tangent.differentiate(program, Map.of(PricingProgram.VALUE, List.of(parameter))),
        Tangent.name(PricingProgram.VALUE, parameter));
    return bench.measure(target.problem(), target.quantity(), estimator,
        scored.inputs(pricing.program(), pricing.inputs()), exact);
  }

  private static List<String> ratios(Target target, List<Measurement> row) {
    double unit = deviation(row.getFirst().hasNumber() ? row.getFirst() : score(row));
    return List.of(target.problem() + ", " + target.measure().label(), ratio(row.getFirst(), unit),
        ratio(score(row), unit), ratio(named(row, NO_BASELINE), unit),
        ratio(named(row, EstimatorChoice.BUMP.label()), unit));
  }

  private static String ratio(Measurement measurement, double unit) {
    return measurement.hasNumber() ? Numbers.text(deviation(measurement) / unit) : "not valid";
  }

  /** The standard deviation per path, since numbers of paths differ. */
  private static double deviation(Measurement measurement) {
    return Math.sqrt(measurement.variance());
  }

  /** The best score with a baseline. */
  private static Measurement score(List<Measurement> row) {
    return Gains.of(row.stream().filter(m -> !m.estimator().equals(NO_BASELINE)).toList()).score();
  }

  private static Measurement named(List<Measurement> row, String name) {
    return row.stream().filter(m -> m.estimator().equals(name)).findFirst().orElseThrow();
  }

  private static List<Example> examples() {
    List<Double> closings = IntStream.rangeClosed(1, DAYS).mapToObj(day -> EXPIRY - (DAYS - day) / 365.0).toList();
    return List.of(
        new Example("european", European.of(Examples.ASSET, OptionType.CALL, Examples.STRIKE, EXPIRY), false),
        new Example("asian", Asian.of(Examples.ASSET, OptionType.CALL, Asian.Average.ARITHMETIC, Examples.STRIKE,
            EXPIRY, closings), false),
        new Example("digital", Digital.cash(Examples.ASSET, OptionType.CALL, Examples.STRIKE, EXPIRY, 1), true));
  }
}
