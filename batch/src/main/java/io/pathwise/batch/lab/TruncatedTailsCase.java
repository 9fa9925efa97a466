package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Distribution;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.sample.TruncatedLogistic;
import io.pathwise.engine.sample.TruncatedNormal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** Draws from beyond a far bound: a light tail against an exponential one. */
final class TruncatedTailsCase implements LabCase {
  private static final List<Double> BOUNDS = List.of(0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0);
  /** The scale at which the logistic law has variance 1, like the normal one. */
  private static final double LOGISTIC_SCALE = StrictMath.sqrt(3) / StrictMath.PI;
  private static final double FAR = 15;
  private static final String EXCESS = "excess";

  /**
   * A law beyond a bound.
   *
   * @param name
   *          for people
   * @param law
   *          with parameters location, scale, lower and upper bound
   * @param scale
   *          its scale
   * @param excess
   *          E[x] − l by the bound l at location 0
   * @param derivative
   *          ∂E[x]/∂location by the bound at location 0
   */
  private record Tail(String name, Distribution law, double scale, DoubleUnaryOperator excess,
      DoubleUnaryOperator derivative) {}

  private static final List<Tail> TAILS = List.of(
      new Tail("normal", new TruncatedNormal(), 1, l -> hazard(l) - l, l -> 1 - hazard(l) * (hazard(l) - l)),
      new Tail("logistic", new TruncatedLogistic(), LOGISTIC_SCALE, TruncatedTailsCase::logisticExcess,
          TruncatedTailsCase::logisticDerivative));

  @Override
  public String id() {
    return "truncated-tails";
  }

  @Override
  public String title() {
    return "Beyond a far bound: truncated normal against truncated logistic";
  }

  @Override
  public String text() {
    return """
        Draws from a normal and from a logistic law, both with mean 0 and variance 1, given that they lie above a bound l. \
        Far out the normal law's draws crowd against the bound, at a distance of about 1/l, and the distance still \
        responds to the location, by about 1/l². The logistic tail is exponential and has no memory: the distance keeps \
        the mean √3/π however far the bound lies, and its response to the location dies with e^(−πl/√3). One-step survival \
        draws from such laws. Plain inversion of the distribution function would return infinities near l = 8, where 1 \
        minus a probability is 0; both laws are drawn without that subtraction and stay accurate at 30 standard \
        deviations, where the event has probability 10⁻¹⁹⁸.

        C. Robert, Simulation of Truncated Normal Variables, Statistics and Computing 5 (1995), for the behaviour of the \
        normal tail.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<Measurement> all = new ArrayList<>();
    List<Series> excesses = new ArrayList<>();
    List<Series> derivatives = new ArrayList<>();
    List<Series> variances = new ArrayList<>();
    for (Tail tail : TAILS) {
      ProgramBuilder builder = new ProgramBuilder();
      Expr.Parameter location = builder.parameter("location");
      Program program = program(builder, location, tail.law());
      Estimator mean = Estimator.mean("mean", program, EXCESS);
      Estimator pathwise = Estimator.pathwise(program, EXCESS, location);
      Estimator score = Estimator.scoreWithBaseline(program, EXCESS, location);
      Series excess = Series.of(tail.name() + ", measured");
      Series derivative = Series.of(tail.name() + ", pathwise");
      Series exactExcess = Series.exact(tail.name() + ", exact");
      Series exactDerivative = Series.exact(tail.name() + ", exact");
      Series pathwiseVariance = Series.of(tail.name() + ", pathwise");
      Series scoreVariance = Series.of(tail.name() + ", score with baseline");
      for (double bound : bench.budget().of(BOUNDS)) {
        Inputs inputs = new Inputs(1, Map.of("location", 0.0, "scale", tail.scale(), "lower", bound), Map.of(),
            Map.of());
        String problem = tail.name() + ", l = " + Numbers.text(bound);
        double expected = tail.derivative().applyAsDouble(bound);
        Measurement m = bench.measure(problem, "E[x] − l", mean, inputs,
            Optional.of(Exact.of(tail.excess().applyAsDouble(bound), 1)));
        all.add(m);
        excess.addValue(bound, m);
        Measurement p = bench.measure(problem, "∂E[x]/∂μ", pathwise, inputs, Optional.of(Exact.of(expected, 1)));
        Measurement s = bench.measure(problem, "∂E[x]/∂μ", score, inputs, Optional.of(Exact.of(expected, 1)));
        all.add(p);
        all.add(s);
        derivative.addValue(bound, p);
        pathwiseVariance.addVariance(bound, p);
        scoreVariance.addVariance(bound, s);
      }
      for (double bound = 0; bound <= 30; bound += 0.5) {
        exactExcess.add(bound, tail.excess().applyAsDouble(bound));
        exactDerivative.add(bound, tail.derivative().applyAsDouble(bound));
      }
      excesses.addAll(List.of(excess, exactExcess));
      derivatives.addAll(List.of(derivative, exactDerivative));
      variances.addAll(List.of(pathwiseVariance, scoreVariance));
    }
    findings.checkUnbiased(all);
    findings.check("Every number is finite at 30 standard deviations",
        all.stream().allMatch(m -> Double.isFinite(m.value()) && Double.isFinite(m.standardError())),
        all.size() + " numbers");
    findings.plot("Mean distance from the bound", "The normal tail shrinks like 1/l, the logistic one keeps its scale.",
        Axis.linear("bound l in standard deviations"), Axis.logarithmic("E[x] − l"), excesses);
    findings.plot("Response to the location", "The exponential tail forgets where its centre is.",
        Axis.linear("bound l in standard deviations"), Axis.logarithmic("∂E[x]/∂μ"), derivatives);
    findings.plot("Variance per path of ∂E[x]/∂μ", "", Axis.linear("bound l in standard deviations"),
        Axis.logarithmic("variance per path"), variances);
    findings.measurements("Mean excess and its derivative", all);
  }

  private static Program program(ProgramBuilder builder, Expr.Parameter location, Distribution law) {
    Graph graph = builder.graph();
    Expr lower = builder.parameter("lower");
    Expr.State x = builder.state("x", graph.literal(0.0));
    builder.stage("draw");
    builder.update("draw", x, builder.sample(law, location, builder.parameter("scale"), lower,
        graph.literal(Double.POSITIVE_INFINITY)));
    builder.output(EXCESS, graph.sub(x, lower));
    return builder.build();
  }

  /** φ(l) / (1 − Φ(l)). */
  private static double hazard(double l) {
    return StandardNormal.density(l) / StandardNormal.cdf(-l);
  }

  /** s (1 + e^a) log(1 + e^−a) with a = l/s. */
  private static double logisticExcess(double l) {
    double a = l / LOGISTIC_SCALE;
    return LOGISTIC_SCALE * (1 + StrictMath.exp(a)) * StrictMath.log1p(StrictMath.exp(-a));
  }

  /** 1 − e^a log(1 + e^−a), by its series in e^−a where that would cancel. */
  private static double logisticDerivative(double l) {
    double a = l / LOGISTIC_SCALE;
    double y = StrictMath.exp(-a);
    return a > FAR ? y * (1.0 / 2 - y * (1.0 / 3 - y / 4)) : 1 - StrictMath.log1p(y) / y;
  }
}
