package io.pathwise.greeks.simulation;

import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Program;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Rewriting;
import io.pathwise.greeks.estimator.RewrittenProgram;
import io.pathwise.greeks.estimator.Rule;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The job of numbers of one order by one candidate: the rewritten program is differentiated as often as the order says,
 * each time by the next factor of every number, and nodes are scored where the rule says. Start with
 * {@link #byTangents}.
 */
final class DerivativeJob {

  private static final String VALUE = PricingProgram.VALUE;
  private static final String CONTROL = PricingProgram.CONTROL;
  private static final List<String> ORDERS = List.of("", ", second order", ", third order");

  /**
   * A number.
   *
   * @param choice
   *          which, and how
   * @param sequence
   *          what the value is differentiated by, one after the other
   * @param hasControl
   *          whether the same derivative of the product's control is known and unbiased
   * @param scores
   *          by which parameters the likelihood is differentiated for it: the longest list first
   */
  private record Derivative(Estimation choice, List<Expr.Parameter> sequence, boolean hasControl,
      List<List<Expr.Parameter>> scores) {}

  private final RewrittenProgram rewritten;
  private final Candidate candidate;
  private final int order;
  private final List<Derivative> numbers = new ArrayList<>();
  /** How many differentiations come before those that the likelihood undergoes, too. */
  private final int beforeLikelihood;

  DerivativeJob(RewrittenProgram rewritten, Candidate candidate, int order, List<Estimation> choices) {
    this.rewritten = rewritten;
    this.candidate = candidate;
    this.order = order;
    Rule rule = candidate.rule();
    boolean hasLikelihood = rule.nodes().isPresent() || rewritten.program().outputNames().contains(Score.LIKELIHOOD);
    this.beforeLikelihood = hasLikelihood ? rule.pathwiseFirst() : order;
    for (Estimation choice : choices) {
      List<Expr.Parameter> sequence = rewritten.parameters(choice.sequence());
      numbers.add(new Derivative(choice, sequence, rewritten.hasControl(rule, sequence),
          parts(sequence.subList(beforeLikelihood, order))));
    }
  }

  /** How many parameters are differentiated by first. */
  int parameters() {
    return (int) numbers.stream().map(number -> number.sequence().getFirst()).distinct().count();
  }

  /** All parts of a list, without the empty one, the longest first. */
  private static List<List<Expr.Parameter>> parts(List<Expr.Parameter> sequence) {
    List<List<Expr.Parameter>> parts = new ArrayList<>();
    for (int size = sequence.size(); size > 0; size--) {
      addParts(sequence, size, List.of(), parts);
    }
    return parts.stream().distinct().toList();
  }

  private static void addParts(List<Expr.Parameter> from, int size, List<Expr.Parameter> start,
      List<List<Expr.Parameter>> parts) {
    if (size == 0) {
      parts.add(start);
      return;
    }
    for (int i = 0; i + size <= from.size(); i++) {
      List<Expr.Parameter> longer = new ArrayList<>(start);
      longer.add(from.get(i));
      addParts(from.subList(i + 1, from.size()), size - 1, longer, parts);
    }
  }

  /** With tangents of tangents. */
  Job byTangents() {
    return job(Tangent::differentiate, EstimatorChoice.PATHWISE_TANGENT);
  }

  /** With an adjoint, for first order only. */
  Job byAdjoints() {
    return job(Adjoint::differentiate, EstimatorChoice.PATHWISE_ADJOINT);
  }

  private interface Differentiation {
    Program of(Program program, Map<String, List<Expr.Parameter>> wanted);
  }

  private Job job(Differentiation differentiation, EstimatorChoice plain) {
    Rule rule = candidate.rule();
    Program program = rewritten.program();
    for (int done = 0; done < order; done++) {
      if (done == rule.pathwiseFirst() && rule.nodes().isPresent()) {
        program = done == 0
            ? rewritten.scored(rule.nodes().get())
            : RewrittenProgram.score(program, rule.nodes().get());
      }
      program = differentiation.of(program, wanted(done));
    }
    String name = candidate.rewriting().equals(Rewriting.NONE) && rule == Rule.PATHWISE
        ? plain.label()
        : candidate.label();
    return new Job(name + ORDERS.get(order - 1), rewritten, program, Optional.empty(),
        numbers.stream().map(number -> entry(number, name)).toList());
  }

  /** What is differentiated next, and by what, when so many differentiations are done. */
  private Map<String, List<Expr.Parameter>> wanted(int done) {
    Map<String, Set<Expr.Parameter>> wanted = new LinkedHashMap<>();
    numbers.forEach(number -> add(wanted, VALUE, number.sequence(), done));
    numbers.forEach(number -> number.scores().stream().filter(score -> score.size() > done - beforeLikelihood)
        .forEach(score -> add(wanted, Score.LIKELIHOOD, score, done - beforeLikelihood)));
    numbers.stream().filter(Derivative::hasControl).forEach(number -> add(wanted, CONTROL, number.sequence(), done));
    Map<String, List<Expr.Parameter>> lists = new LinkedHashMap<>();
    wanted.forEach((output, parameters) -> lists.put(output, List.copyOf(parameters)));
    return lists;
  }

  private static void add(Map<String, Set<Expr.Parameter>> wanted, String output, List<Expr.Parameter> sequence,
      int done) {
    if (done >= 0) {
      wanted.computeIfAbsent(Tangent.name(output, sequence.subList(0, done)), key -> new LinkedHashSet<>())
          .add(sequence.get(done));
    }
  }

  private static Job.Entry entry(Derivative number, String name) {
    List<Control> controls = new ArrayList<>();
    if (number.hasControl()) {
      controls.add(Control.derivative(Tangent.name(CONTROL, number.sequence()), number.choice().target().factors()));
    }
    number.scores().forEach(score -> controls.add(Control.score(Tangent.name(Score.LIKELIHOOD, score))));
    return new Job.Entry(number.choice(), name, Tangent.name(VALUE, number.sequence()), controls);
  }
}
