package io.pathwise.greeks.estimator;

import io.pathwise.pricing.program.PricingProgram;

import io.pathwise.engine.derive.Score;
import io.pathwise.engine.derive.Smoothness;
import io.pathwise.engine.derive.Smoothness.Verdict;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.rewrite.NotApplicableException;
import io.pathwise.engine.rewrite.Rewrite;
import io.pathwise.greeks.cache.RecentlyUsed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A rewritten program with the analysis of which estimators may differentiate it: one is valid when every function it
 * differentiates is at most Lipschitz in the parameter, with the noise (and, after scoring, the scored draws) held
 * fixed.
 */
public final class RewrittenProgram {

  /** A rewrite of a program, which translates data when data are first asked for: some are only looked at. */
  private static final class Pass {
    private final Rewrite rewrite;
    private final Program original;
    private final Inputs pattern;
    private @Nullable UnaryOperator<Inputs> translation;

    Pass(Rewrite rewrite, Program original, Inputs pattern) {
      this.rewrite = rewrite;
      this.original = original;
      this.pattern = pattern;
    }

    Inputs translate(Inputs data) {
      if (translation == null) {
        translation = rewrite.translation(original, pattern);
      }
      return translation.apply(data);
    }
  }

  private record Question(List<Object> program, Expr.Parameter parameter) {}

  private final List<Pass> passes = new ArrayList<>();
  /** A difference has two. */
  private final Map<Inputs, Inputs> translated = new RecentlyUsed<>(2);
  private final Program program;
  private final Inputs inputs;
  private final boolean hasZeroVol;
  private final Map<ScoredNodes, Program> scored = new HashMap<>();
  private final Map<List<Object>, Smoothness> analyses = new HashMap<>();
  private final Map<Question, Map<String, Verdict>> verdicts = new HashMap<>();

  /**
   * Rewrites a program.
   *
   * @throws NotApplicableException
   *           when it is not of the kind that can be
   */
  RewrittenProgram(Rewriting rewriting, PricingProgram pricing) {
    Program current = rewriting.integrates() ? withoutControl(pricing.program()) : pricing.program();
    Inputs data = pricing.inputs();
    for (Rewrite rewrite : rewriting.rewrites()) {
      passes.add(new Pass(rewrite, current, data));
      Program next = rewrite.program(current, data);
      data = rewrite.pattern(current, data);
      current = next;
    }
    this.program = current;
    this.inputs = ScoredNodes.markAll(data);
    this.hasZeroVol = pricing.hasZeroVol();
  }

  /** Rewrites look for the events of one product. */
  private static Program withoutControl(Program program) {
    return program.outputNames().contains(PricingProgram.CONTROL)
        ? program.withOutputs(List.of(program.output(PricingProgram.VALUE)))
        : program;
  }

  /** The rewritten program. */
  public Program program() {
    return program;
  }

  /** Outputs whose derivatives have mean zero: there are some when nodes have been scored. */
  public List<String> controls() {
    return program.outputNames().contains(Score.LIKELIHOOD) ? List.of(Score.LIKELIHOOD) : List.of();
  }

  /** Its data, for the trade that the structure was first seen with, or their pattern; score masks included. */
  public Inputs inputs() {
    return inputs;
  }

  /** Its data for a trade of the same structure. Some take a search, so those of the last trades are kept. */
  public Inputs inputs(Inputs original) {
    synchronized (translated) {
      return translated.computeIfAbsent(original, this::translate);
    }
  }

  private Inputs translate(Inputs original) {
    Inputs data = original;
    for (Pass pass : passes) {
      data = pass.translate(data);
    }
    return ScoredNodes.markAll(data);
  }

  /** Whether any step leaves room for randomness. */
  public boolean hasTime() {
    return Arrays.stream(inputs.stepValue(ScoredNodes.ALL.mask())).anyMatch(mark -> mark > 0);
  }

  /** Whether a quoted volatility is 0, so that prices may be drawn without variance. */
  public boolean hasZeroVol() {
    return hasZeroVol;
  }

  /** The parameter of that name. */
  public Expr.Parameter parameter(String name) {
    return program.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the program has no parameter " + name));
  }

  /** The program with nodes scored. */
  public Program scored(ScoredNodes nodes) {
    return scored.computeIfAbsent(nodes, key -> score(program, key));
  }

  /**
   * A program with nodes scored.
   *
   * @throws NotApplicableException
   *           when there are none, or they cannot be scored
   */
  public static Program score(Program program, ScoredNodes nodes) {
    try {
      return Score.transform(program, nodes.mask());
    } catch (NotApplicableException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new NotApplicableException(String.valueOf(e.getMessage()));
    }
  }

  /** How the value depends on a parameter. */
  public Verdict value(Expr.Parameter parameter) {
    return verdict(List.of("base"), () -> program, PricingProgram.VALUE, parameter);
  }

  /** How the scored value depends on a parameter. */
  Verdict scoredValue(ScoredNodes nodes, Expr.Parameter parameter) {
    return verdict(List.of("scored", nodes), () -> scored(nodes), PricingProgram.VALUE, parameter);
  }

  /** How the pathwise derivative by the first parameter depends on the second. */
  Verdict pathwiseDerivative(Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("tangent", first), () -> tangent(program, List.of(first)),
        Tangent.name(PricingProgram.VALUE, first), second);
  }

  /** How the pathwise derivative by the first parameter depends on the second once nodes are scored. */
  Verdict scoredDerivative(ScoredNodes nodes, Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("scored tangent", nodes, first),
        () -> score(tangent(program, List.of(first)), nodes),
        Tangent.name(PricingProgram.VALUE, first),
        second);
  }

  /** How the score estimator's derivative by the first parameter depends on the second. */
  Verdict derivativeOfScored(ScoredNodes nodes, Expr.Parameter first, Expr.Parameter second) {
    return verdict(List.of("tangent of scored", nodes, first), () -> tangent(scored(nodes), List.of(first)),
        Tangent.name(PricingProgram.VALUE, first), second);
  }

  /** Whether the program holds the product's control. */
  public boolean hasControl() {
    return program.outputNames().contains(PricingProgram.CONTROL);
  }

  /** Whether the program holds the product's control, and a rule's derivative of it by a parameter is unbiased. */
  public boolean hasControl(Rule rule, Expr.Parameter parameter) {
    return hasControl() && (rule.nodes().isPresent()
        ? verdict(List.of("scored", rule.nodes().get()), () -> scored(rule.nodes().get()), PricingProgram.CONTROL,
            parameter)
        : verdict(List.of("base"), () -> program, PricingProgram.CONTROL, parameter)).differentiable();
  }

  /** The same of a derivative by two parameters, the inner one first. */
  public boolean hasControl(Rule rule, Expr.Parameter inner, Expr.Parameter outer) {
    if (!hasControl(rule.isOfPathwise() ? Rule.PATHWISE : rule, inner)) {
      return false;
    }
    String derivative = Tangent.name(PricingProgram.CONTROL, inner);
    if (rule.nodes().isEmpty()) {
      return verdict(List.of("tangent", inner), () -> tangent(program, List.of(inner)), derivative, outer)
          .differentiable();
    }
    ScoredNodes nodes = rule.nodes().get();
    return (rule.isOfPathwise()
        ? verdict(List.of("scored tangent", nodes, inner), () -> score(tangent(program, List.of(inner)), nodes),
            derivative, outer)
        : verdict(List.of("tangent of scored", nodes, inner), () -> tangent(scored(nodes), List.of(inner)),
            derivative, outer))
        .differentiable();
  }

  /** The program with the tangents of the value and of the product's control. */
  public static Program tangent(Program program, List<Expr.Parameter> parameters) {
    Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
    wanted.put(PricingProgram.VALUE, new ArrayList<>(parameters));
    if (program.outputNames().contains(PricingProgram.CONTROL)) {
      wanted.put(PricingProgram.CONTROL, new ArrayList<>(parameters));
    }
    return Tangent.differentiate(program, wanted);
  }

  private Verdict verdict(List<Object> name, Supplier<Program> asked, String output, Expr.Parameter parameter) {
    Map<String, Verdict> all = verdicts.computeIfAbsent(new Question(name, parameter),
        key -> analyses.computeIfAbsent(name, missing -> Smoothness.of(asked.get(), inputs)).verdicts(parameter));
    return Objects.requireNonNull(all.get(output), "no such output");
  }
}
