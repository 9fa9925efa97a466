package io.pathwise.greeks;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.pricing.model.PricingProgram;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The programs that estimators differentiate, and whether they may: an estimator is valid when every function it
 * differentiates is at most Lipschitz in the parameter, with the noise (and, after scoring, the scored draws) held
 * fixed.
 */
final class Candidates {

  private record Question(List<Object> program, Expr.Parameter parameter) {}

  private final Program base;
  private final Inputs inputs;
  private final Map<ScoredNodes, Program> scored = new HashMap<>();
  private final Map<List<Object>, Smoothness> analyses = new HashMap<>();
  private final Map<Question, Map<String, Verdict>> verdicts = new HashMap<>();

  Candidates(PricingProgram pricing) {
    this.base = pricing.program();
    this.inputs = ScoredNodes.markAll(pricing.inputs());
  }

  /** The program of the value. */
  Program base() {
    return base;
  }

  /** The data of all candidate programs, score masks included. */
  Inputs inputs() {
    return inputs;
  }

  /** The parameter that moves with a risk factor. */
  Expr.Parameter parameter(String name) {
    return base.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the program has no parameter " + name));
  }

  /** The program with nodes scored. */
  Program scored(ScoredNodes nodes) {
    return scored.computeIfAbsent(nodes, key -> Score.transform(base, key.mask()));
  }

  /** How the value depends on a parameter. */
  Verdict value(Expr.Parameter parameter) {
    return verdict(List.of("base"), () -> base, PricingProgram.VALUE, parameter);
  }

  /** How the scored value depends on a parameter. */
  Verdict scoredValue(ScoredNodes nodes, Expr.Parameter parameter) {
    return verdict(List.of("scored", nodes), () -> scored(nodes), PricingProgram.VALUE, parameter);
  }

  /** How the pathwise derivative by the first parameter depends on the second. */
  Verdict pathwiseDerivative(Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("tangent", first), () -> tangent(base, List.of(first)),
        Tangent.name(PricingProgram.VALUE, first), second);
  }

  /** How the pathwise derivative by the first parameter depends on the second once nodes are scored. */
  Verdict scoredDerivative(ScoredNodes nodes, Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("scored tangent", nodes, first),
        () -> Score.transform(tangent(base, List.of(first)), nodes.mask()), Tangent.name(PricingProgram.VALUE, first),
        second);
  }

  /** How the score estimator's derivative by the first parameter depends on the second. */
  Verdict derivativeOfScored(ScoredNodes nodes, Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("tangent of scored", nodes, first), () -> tangent(scored(nodes), List.of(first)),
        Tangent.name(PricingProgram.VALUE, first), second);
  }

  /** The program with the value's tangents. */
  static Program tangent(Program program, List<Expr.Parameter> parameters) {
    Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
    wanted.put(PricingProgram.VALUE, new ArrayList<>(parameters));
    return Tangent.differentiate(program, wanted);
  }

  private Verdict verdict(List<Object> name, Supplier<Program> program, String output, Expr.Parameter parameter) {
    Map<String, Verdict> all = verdicts.computeIfAbsent(new Question(name, parameter),
        key -> analyses.computeIfAbsent(name, missing -> Smoothness.of(program.get(), inputs)).verdicts(parameter));
    return Objects.requireNonNull(all.get(output), "no such output");
  }
}
