package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What floating point does to μ + σε. */
final class AbsorptionCase implements LabCase {
  private static final double MEAN = 1.5;
  /** The distance of neighbouring doubles around the mean. */
  private static final double SPACING = Math.ulp(MEAN);
  private static final List<Integer> EXPONENTS = List.of(-48, -50, -51, -52, -53, -54, -56);
  private static final List<Double> RATIOS = List.of(0.0, 0.25, 0.5, 1.0, 2.0, 4.0, 16.0, 64.0);
  /** Without a saving, and with the most. */
  private static final List<Double> THIN_RATIOS = List.of(0.0, 1.0);
  private static final double DEVIATION = 0.3;
  private static final double UNIT = 0x1p-53;
  private static final int REACH = 9;

  @Override
  public String id() {
    return "absorption";
  }

  @Override
  public String title() {
    return "Absorption of μ + σε in floating point, and what fma saves";
  }

  @Override
  public String text() {
    return """
        A draw μ + σε is a double. Where σ is not large beside the distance of neighbouring doubles at μ (2⁻⁵² for μ = \
        1.5), draws fall on few numbers, and where it is much smaller all of them are μ: σε is absorbed, with probability \
        2Φ(2⁻⁵³/σ) − 1. The pathwise derivative does not notice, since it never looks at x. The score estimator does: it \
        takes the noise from the draw, (x − μ)/σ, and with f(x) = x − 1.5 estimates the derivative 1 by the mean square of \
        what is left of the noise, which first is too large (rounding adds a twelfth of the squared distance) and then 0.

        A fused multiply-add rounds μ + σε once, a product and a sum round twice. The second table compares the mean \
        squared error of both against the exact sum, which is known on every path from the errors of product and sum (both \
        are doubles). At μ = 0 and for μ much larger than σ there is only one rounding that counts and fma saves nothing; \
        between, and where μ and σε cancel, it saves up to half of the error.

        N. Higham, Accuracy and Stability of Numerical Algorithms (2002), section 2; J.-M. Muller et al., Handbook of \
        Floating-Point Arithmetic (2018), chapter 5 for the exact errors.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    absorption(bench, findings);
    rounding(bench, findings);
  }

  private static void absorption(Bench bench, Findings findings) {
    OneDraw draw = OneDraw.of(new Normal(), (graph, x) -> graph.sub(x, graph.literal(MEAN)));
    OneDraw hit = OneDraw.of(new Normal(), (graph, x) -> graph.select(
        graph.apply(Operation.EQUAL, x, graph.literal(MEAN)), graph.literal(1.0), graph.literal(0.0)));
    Estimator absorbed = Estimator.mean("share of absorbed draws", hit.program(), OneDraw.F);
    List<Measurement> shares = new ArrayList<>();
    List<Measurement> derivatives = new ArrayList<>();
    Series measured = Series.of("score");
    Series pathwise = Series.of("pathwise");
    Series theory = Series.exact("mean square of the noise that is left");
    for (int exponent : bench.budget().of(EXPONENTS)) {
      double deviation = Math.scalb(1.0, exponent);
      String problem = "σ = 2^" + exponent;
      double probability = 2 * StandardNormal.cdf(SPACING / 2 / deviation) - 1;
      Measurement share = bench.measure(problem, "P(x = μ)", absorbed, draw.inputs(MEAN, deviation),
          Optional.of(Exact.of(probability)));
      shares.add(share);
      double left = leftOver(deviation);
      Measurement score = bench.measure(problem, "∂E[x]/∂μ", draw.score(0).knownBiased(),
          draw.inputs(MEAN, deviation), Optional.of(Exact.of(1)));
      Measurement exact = bench.measure(problem, "∂E[x]/∂μ", draw.pathwise(0), draw.inputs(MEAN, deviation),
          Optional.of(Exact.of(1)));
      derivatives.add(exact);
      derivatives.add(score);
      double z = score.against(Exact.of(left, 1)).z();
      findings.check("The score's mean is the mean square of the noise that is left at " + problem, Math.abs(z) < 4.5,
          "measured " + Numbers.text(score.value()) + ", exact " + Numbers.text(left) + ", z " + Numbers.text(z));
      measured.addValue(deviation / SPACING, score);
      pathwise.addValue(deviation / SPACING, exact);
      theory.add(deviation / SPACING, left);
    }
    findings.checkUnbiased(shares);
    findings.check("The pathwise derivative is exactly 1 whatever is absorbed",
        derivatives.stream().filter(m -> !m.biased()).allMatch(m -> m.value() == 1 && m.standardError() == 0),
        "standard errors 0 in every bit");
    findings.plot("Estimates of ∂E[x]/∂μ = 1 where σ is as small as the distance of doubles",
        "The score is right where σ is large beside the distance, then too large, then 0.",
        Axis.logarithmic("σ / distance of neighbouring doubles"), Axis.linear("estimate"),
        List.of(pathwise, measured, theory));
    findings.measurements("Draws that are absorbed", shares);
    findings.measurements("The derivative 1", derivatives);
  }

  /** E[((x − μ)/σ)²] where x is μ + σε rounded to a multiple of the spacing. */
  private static double leftOver(double deviation) {
    double grid = SPACING / deviation;
    double sum = 0;
    for (int k = 1; (k - 0.5) * grid < REACH; k++) {
      double probability = StandardNormal.cdf(-(k - 0.5) * grid) - StandardNormal.cdf(-(k + 0.5) * grid);
      sum += 2 * (k * grid) * (k * grid) * probability;
    }
    return sum;
  }

  private static void rounding(Bench bench, Findings findings) {
    Program program = roundingErrors();
    List<List<String>> rows = new ArrayList<>();
    Series saved = Series.of("error of the fma / error of product and sum");
    boolean neverWorse = true;
    double best = 1;
    for (double ratio : bench.budget().thin() ? THIN_RATIOS : RATIOS) {
      Inputs inputs = new Inputs(1, Map.of("mean", ratio * DEVIATION, "deviation", DEVIATION), Map.of(), Map.of());
      String problem = "μ/σ = " + ratio;
      Measurement fused = bench.measure(problem, "error²", Estimator.mean("fma", program, "fused"), inputs,
          Sampling.INDEPENDENT, Optional.empty());
      Measurement separate = bench.measure(problem, "error²", Estimator.mean("product and sum", program, "separate"),
          inputs, Sampling.INDEPENDENT, Optional.empty());
      double share = fused.value() / separate.value();
      neverWorse &= share <= 1;
      best = Math.min(best, share);
      saved.add(ratio, share);
      rows.add(List.of(problem, Numbers.text(Math.sqrt(fused.value())), Numbers.text(Math.sqrt(separate.value())),
          Numbers.text(share)));
    }
    findings.check("One rounding is never worse than two, and better where μ and σε are of one size",
        neverWorse && best < 0.9, "smallest ratio of mean squared errors " + Numbers.text(best));
    findings.plot("Mean squared error of μ + σε: fma against product and sum", "σ = 0.3.", Axis.linear("μ/σ"),
        Axis.linear("ratio of mean squared errors"), List.of(saved));
    findings.table("Rounding errors of μ + σε, root mean square in units of 2⁻⁵³",
        List.of("problem", "fma", "product and sum", "ratio of squares"), rows);
  }

  /**
   * The squared errors of fma(σ, ε, μ) and of μ + (σ ε). The product is p + e with e = fma(σ, ε, −p); the sum μ + p is
   * s + d with d by Knuth's two-sum; so the exact value is s + (d + e).
   */
  private static Program roundingErrors() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr mean = builder.parameter("mean");
    Expr deviation = builder.parameter("deviation");
    Expr.State x = builder.state("x", graph.literal(0.0));
    Expr.State fused = builder.state("error of the fma", graph.literal(0.0));
    Expr.State separate = builder.state("error of product and sum", graph.literal(0.0));
    builder.stage("draw");
    Expr.Sample sample = builder.sample(new Normal(), mean, deviation);
    Expr noise = sample.noise();
    Expr product = graph.mul(deviation, noise);
    Expr productError = graph.fma(deviation, noise, graph.neg(product));
    Expr sum = graph.add(mean, product);
    Expr shadow = graph.sub(sum, mean);
    Expr sumError = graph.add(graph.sub(mean, graph.sub(sum, shadow)), graph.sub(product, shadow));
    Expr missing = graph.add(sumError, productError);
    Expr scale = graph.literal(1 / UNIT);
    builder.update("draw", x, sample);
    builder.update("draw", separate, graph.mul(missing, scale));
    builder.update("draw", fused, graph.mul(graph.sub(graph.sub(sample, sum), missing), scale));
    builder.output("fused", graph.mul(fused, fused));
    builder.output("separate", graph.mul(separate, separate));
    return builder.build();
  }
}
