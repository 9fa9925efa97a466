package io.pathwise.greeks.estimator;

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
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A rewritten program with the analysis of which estimators may differentiate it: one is valid when every function it
 * differentiates is at most Lipschitz in the parameter, with the noise (and, after scoring, the scored draws) held
 * fixed. Start with {@link #obstacle}.
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

  /** A step from the rewritten program to the derivative that an estimator takes. */
  private sealed interface Link {
    record Differentiation(Expr.Parameter parameter) implements Link {}

    record Scoring(ScoredNodes nodes) implements Link {}
  }

  private record Question(List<Link> chain, Expr.Parameter parameter) {}

  /**
   * What an estimator must not differentiate.
   *
   * @param order
   *          how often the output had been differentiated before
   * @param cause
   *          the threshold
   */
  record Obstacle(int order, Optional<Expr> cause) {}

  private final List<Pass> passes = new ArrayList<>();
  /** A difference has two. */
  private final Map<Inputs, Inputs> translated = new RecentlyUsed<>(2);
  private final Program program;
  private final Inputs inputs;
  private final boolean hasZeroVol;
  private final boolean nearsZeroVol;
  private final Map<List<Link>, Program> derived = new HashMap<>();
  private final Map<List<Link>, Smoothness> analyses = new HashMap<>();
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
      Pass pass = new Pass(rewrite, current, data);
      passes.add(pass);
      Program next = rewrite.program(current, data);
      Inputs before = data;
      data = rewrite.pattern(current, before).orElseGet(() -> pass.translate(before));
      current = next;
    }
    this.program = current;
    this.inputs = ScoredNodes.markAll(data);
    this.hasZeroVol = pricing.hasZeroVol();
    this.nearsZeroVol = pricing.nearsZeroVol();
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

  /** Whether the volatility of an asset comes near 0 on paths. */
  boolean nearsZeroVol() {
    return nearsZeroVol;
  }

  /** The parameter of that name. */
  public Expr.Parameter parameter(String name) {
    return program.parameters().stream().filter(parameter -> parameter.name().equals(name)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("the program has no parameter " + name));
  }

  /** The parameters that hold risk factors. */
  public List<Expr.Parameter> parameters(List<RiskFactor> factors) {
    return factors.stream().map(factor -> parameter(PricingProgram.parameter(factor))).toList();
  }

  /** The program with nodes scored, before it is differentiated. */
  public Program scored(ScoredNodes nodes) {
    return derived(List.of(new Link.Scoring(nodes)));
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
    return verdict(List.of(), PricingProgram.VALUE, parameter);
  }

  /**
   * What is in the way of differentiating an output by all of some parameters, one after the other, by a rule.
   *
   * @return empty if every differentiation is valid
   * @throws NotApplicableException
   *           when nodes cannot be scored
   */
  Optional<Obstacle> obstacle(String output, Rule rule, List<Expr.Parameter> sequence) {
    List<Link> chain = new ArrayList<>();
    for (int i = 0; i < sequence.size(); i++) {
      if (i == rule.pathwiseFirst()) {
        rule.nodes().ifPresent(nodes -> chain.add(new Link.Scoring(nodes)));
      }
      Verdict verdict = verdict(List.copyOf(chain), Tangent.name(output, sequence.subList(0, i)), sequence.get(i));
      if (!verdict.differentiable()) {
        return Optional.of(new Obstacle(i, verdict.cause()));
      }
      chain.add(new Link.Differentiation(sequence.get(i)));
    }
    return Optional.empty();
  }

  /** Whether the program holds the product's control. */
  public boolean hasControl() {
    return program.outputNames().contains(PricingProgram.CONTROL);
  }

  /** Whether the program holds the product's control, and a rule's derivative of it by some parameters is unbiased. */
  public boolean hasControl(Rule rule, List<Expr.Parameter> sequence) {
    return hasControl() && obstacle(PricingProgram.CONTROL, rule, sequence).isEmpty();
  }

  private Verdict verdict(List<Link> chain, String output, Expr.Parameter parameter) {
    Map<String, Verdict> all = verdicts.computeIfAbsent(new Question(chain, parameter),
        key -> analyses.computeIfAbsent(chain, missing -> Smoothness.of(derived(chain), inputs)).verdicts(parameter));
    return Objects.requireNonNull(all.get(output), "no such output");
  }

  /** The program after the steps of a chain; derivatives are those of the value and of the product's control. */
  private Program derived(List<Link> chain) {
    if (chain.isEmpty()) {
      return program;
    }
    Program known = derived.get(chain);
    if (known == null) {
      List<Link> before = chain.subList(0, chain.size() - 1);
      Program last = derived(List.copyOf(before));
      known = switch (chain.getLast()) {
        case Link.Scoring(ScoredNodes nodes) -> score(last, nodes);
        case Link.Differentiation(Expr.Parameter parameter) -> {
          List<Expr.Parameter> parameters = before.stream().filter(Link.Differentiation.class::isInstance)
              .map(link -> ((Link.Differentiation) link).parameter()).toList();
          Map<String, List<Expr.Parameter>> wanted = new LinkedHashMap<>();
          wanted.put(Tangent.name(PricingProgram.VALUE, parameters), List.of(parameter));
          if (hasControl()) {
            wanted.put(Tangent.name(PricingProgram.CONTROL, parameters), List.of(parameter));
          }
          yield Tangent.differentiate(last, wanted);
        }
      };
      derived.put(chain, known);
    }
    return known;
  }
}
