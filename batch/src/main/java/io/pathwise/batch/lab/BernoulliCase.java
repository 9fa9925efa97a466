package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.rewrite.Enumerated;
import io.pathwise.engine.rewrite.Relaxed;
import io.pathwise.engine.sample.Bernoulli;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A coin that falls on heads with a probability that is differentiated. */
final class BernoulliCase implements LabCase {
  private static final double LOGIT = -1;
  private static final double TARGET = 0.45;
  private static final double LARGEST_Z = 4.5;
  private static final List<Double> TEMPERATURES = List.of(0.05, 0.1, 0.2, 0.5, 1.0, 2.0);

  @Override
  public String id() {
    return "bernoulli";
  }

  @Override
  public String title() {
    return "A Bernoulli draw: score, enumeration, relaxation";
  }

  @Override
  public String text() {
    return """
        E[(b − 0.45)²] with b = 1 with probability p = 1/(1 + e^−θ), at θ = −1. The derivative by θ is p(1 − p)·0.1. A \
        draw that jumps from 0 to 1 has no pathwise derivative. The score needs nothing of the function and has the \
        variance to match; enumeration sums over both outcomes and has none. A relaxation replaces b by a number between 0 \
        and 1 that moves with θ: a logistic function of temperature τ. Hot ones are smooth and estimate the derivative of \
        another problem; cold ones come close to the right one and their variance grows like 1/τ. Straight-through \
        estimators keep the draw and take the derivative of its relaxation, or of p. All of these are biased, and are \
        labelled so.

        G. Tucker et al., REBAR: Low-Variance, Unbiased Gradient Estimates for Discrete Latent Variable Models (2017), for \
        the problem; C. Maddison, A. Mnih, Y. W. Teh, The Concrete Distribution (2017); E. Jang, S. Gu, B. Poole, \
        Categorical Reparameterization with Gumbel-Softmax (2017).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.Parameter logit = builder.parameter("logit");
    Expr one = graph.literal(1.0);
    Expr probability = graph.div(one, graph.add(one, graph.exp(graph.neg(logit))));
    Expr.State draw = builder.state("draw", graph.literal(0.0));
    builder.stage("toss");
    builder.update("toss", draw, builder.sample(new Bernoulli(), probability));
    Expr distance = graph.sub(draw, graph.literal(TARGET));
    builder.output(OneDraw.F, graph.mul(distance, distance));
    Program program = builder.build();
    Inputs inputs = new Inputs(1, Map.of("logit", LOGIT), Map.of(), Map.of());
    double p = 1 / (1 + StrictMath.exp(-LOGIT));
    double derivative = p * (1 - p) * (1 - 2 * TARGET);
    Optional<Exact> exact = Optional.of(Exact.of(derivative));

    Enumerated enumerated = Enumerated.exactly(Optional.empty());
    List<Measurement> unbiased = new ArrayList<>();
    for (Estimator estimator : List.of(Estimator.score(program, OneDraw.F, logit),
        Estimator.scoreWithBaseline(program, OneDraw.F, logit),
        Estimator.scoreLeaveOneOut(program, OneDraw.F, logit))) {
      unbiased.add(bench.measure("", "∂E[f]/∂θ", estimator, inputs, exact));
    }
    Measurement sum = bench.measure("", "∂E[f]/∂θ", Estimator
        .pathwise(enumerated.program(program, inputs), OneDraw.F, logit).named(enumerated.name()),
        enumerated.inputs(program, inputs), exact);
    unbiased.add(sum);
    findings.checkUnbiased(unbiased);
    findings.check("Enumeration has no variance", sum.standardError() == 0, "standard error 0");

    List<Measurement> biased = new ArrayList<>();
    List<Series> biases = new ArrayList<>();
    VarianceLines variances = new VarianceLines();
    for (Relaxed.Kind kind : Relaxed.Kind.values()) {
      Estimator estimator = Estimator
          .pathwise(new Relaxed(kind, 1).program(program, inputs), OneDraw.F, logit)
          .named(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')).knownBiased();
      List<Measurement> row = new ArrayList<>();
      Series bias = Series.of(estimator.name());
      for (double temperature : bench.budget().of(TEMPERATURES)) {
        Measurement m = bench.measure("τ = " + temperature, "∂E[f]/∂θ", estimator,
            new Relaxed(kind, temperature).inputs(program, inputs), exact);
        row.add(m);
        bias.points().add(new Series.Point(temperature, m.bias(), m.bias() - m.halfWidth(), m.bias() + m.halfWidth()));
        variances.add(temperature, List.of(m));
      }
      biases.add(bias);
      biased.addAll(row);
      findings.check("Relaxation is biased and seen to be: " + estimator.name() + " at the highest temperature",
          Math.abs(row.getLast().z()) > LARGEST_Z, "z " + Numbers.text(row.getLast().z()));
    }
    for (double temperature : bench.budget().of(TEMPERATURES)) {
      variances.add(temperature, unbiased);
    }
    List<Measurement> concrete = biased.stream().filter(m -> m.estimator().equals("concrete")).toList();
    findings.check("Cold is less biased than hot and varies more: concrete",
        Math.abs(concrete.getFirst().bias()) < Math.abs(concrete.getLast().bias())
            && concrete.getFirst().variance() > concrete.getLast().variance(),
        "bias " + Numbers.text(concrete.getFirst().bias()) + " against " + Numbers.text(concrete.getLast().bias())
            + ", variance " + Numbers.text(concrete.getFirst().variance()) + " against "
            + Numbers.text(concrete.getLast().variance()));
    findings.plot("Bias by temperature", "The exact derivative is " + Numbers.text(derivative) + ".",
        Axis.logarithmic("temperature τ"), Axis.linear("bias"), biases);
    findings.plot("Variance per path by temperature", "The unbiased estimators know no temperature.",
        Axis.logarithmic("temperature τ"), Axis.logarithmic("variance per path"), variances.series());
    findings.measurements("Unbiased", unbiased);
    findings.measurements("Relaxed", biased);
  }
}
