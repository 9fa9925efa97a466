package io.pathwise.greeks.plan;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.degenerate.NumbersWithoutSimulation;
import io.pathwise.greeks.estimator.Estimation;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.Chooser;
import io.pathwise.greeks.policy.Decision;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.greeks.simulation.ProgramTemplate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Makes plans. Keeps what follows from the structure of a program (which of its per-step data are zero included) by
 * structure, and choices by structure and data, so that no choice depends on what was evaluated before. Choices that
 * follow from the structure alone are not worth a place in the store.
 */
public final class PlanCache implements AutoCloseable {

  private static final int MOST_STRUCTURES = 1024;
  private static final int MOST_CHOICES = 4096;

  /** What is kept of a step of a structure's simulations, in all its rewritings. */
  private static final long BYTES_PER_STEP = 1 << 10;
  /** The steps of all structures together, so that they take a quarter of the memory at most. */
  private static final long MOST_STEPS = Runtime.getRuntime().maxMemory() / 4 / BYTES_PER_STEP;

  private record StructureKey(String program, Sampling sampling, Map<String, BitSet> pattern) {
    long steps() {
      return pattern.values().stream().mapToInt(BitSet::length).max().orElse(0);
    }
  }

  private record ChoiceKey(StructureKey structure, Fingerprint data, List<Target> targets,
      Map<Measure, Estimator> estimators, Policy policy, PinnedEstimators pinned, long plannedPaths) {

    Store.Key kept() {
      return new Store.Key(Store.Kind.CHOICES,
          Fingerprint.builder().addValue(this).build());
    }
  }

  /**
   * What was chosen.
   *
   * @param decisions
   *          by number
   * @param refusals
   *          why there is no decision for the others
   */
  record Chosen(Map<Target, Decision> decisions, Map<Target, String> refusals) {}

  private final KernelCache kernels;
  private final Store store;
  private final Map<StructureKey, ProgramTemplate> structures = new RecentlyUsed<>(MOST_STRUCTURES, MOST_STEPS,
      StructureKey::steps);
  private final Map<ChoiceKey, Chosen> choices = new RecentlyUsed<>(MOST_CHOICES, MOST_STEPS,
      key -> key.structure().steps());

  public PlanCache(KernelCache kernels, Store store) {
    this.kernels = kernels;
    this.store = store;
  }

  /**
   * What a plan is made for.
   *
   * @param known
   *          numbers that belong to it and need no plan
   */
  public record Request(PricingProgram pricing, Product product, MarketData market, Collection<Measure> measures,
      Settings settings, PinnedEstimators pinned, boolean explain, Map<Target, Greek> known) {

    /** Without numbers that are known. */
    public Request(PricingProgram pricing, Product product, MarketData market, Collection<Measure> measures,
        Settings settings, PinnedEstimators pinned, boolean explain) {
      this(pricing, product, market, measures, settings, pinned, explain, Map.of());
    }

    /** The same by another policy. */
    public Request by(Policy policy) {
      return with(settings.withPolicy(policy));
    }

    /** The same with other settings. */
    public Request with(Settings other) {
      return new Request(pricing, product, market, measures, other, pinned, explain, known);
    }

    /** The same without a table of all candidates. */
    public Request unexplained() {
      return new Request(pricing, product, market, measures, settings, pinned, false, known);
    }
  }

  /** What a trade's plan follows from: what is decided for one set of data is valid for all of equal structure. */
  public record Structure(Map<String, BitSet> pattern, String program) {

    /** The structure of a program with its data. */
    public static Structure of(PricingProgram pricing) {
      return new Structure(PlanCache.pattern(pricing.inputs()), pricing.program().toString());
    }

    /** Whether the data of a program of the same text leave the structure the same. */
    public boolean hasPatternOf(PricingProgram pricing) {
      return pattern.equals(PlanCache.pattern(pricing.inputs()));
    }
  }

  /** A plan with the structure that it belongs to. */
  public record Planned(ProgramTemplate structure, Plan plan) {}

  public Planned get(Request request, Simulation simulation) {
    Inputs inputs = request.pricing().inputs();
    StructureKey key = new StructureKey(request.pricing().program().toString(), request.settings().sampling(),
        pattern(inputs));
    ProgramTemplate structure;
    synchronized (structures) {
      structure = structures.computeIfAbsent(key,
          missing -> new ProgramTemplate(request.pricing(), kernels, missing.sampling()));
    }
    List<Target> targets = new ArrayList<>(
        Targets.of(request.product(), request.market(), request.measures()));
    Map<Target, Greek> withoutSimulation = new LinkedHashMap<>();
    NumbersWithoutSimulation degenerate = NumbersWithoutSimulation.of(request.product(), request.market(),
        request.pricing().program());
    targets.forEach(target -> degenerate.number(target).ifPresent(number -> withoutSimulation.put(target, number)));
    request.known().keySet().stream().filter(target -> !targets.contains(target)).forEach(targets::add);
    withoutSimulation.putAll(request.known());
    List<Target> asked = targets.stream().filter(target -> !withoutSimulation.containsKey(target)).toList();
    Chosen chosen = choose(structure, key, asked, request, simulation);
    chosen.refusals().forEach((target, why) -> withoutSimulation.put(target, target.failed(why)));
    for (Measure measure : request.measures()) {
      if (targets.stream().noneMatch(target -> target.measure() == measure)) {
        Target absent = new Target(measure, List.of());
        targets.add(absent);
        withoutSimulation.put(absent, Targets.absent(measure, request.product(), request.market()));
      }
    }
    targets.sort(Comparator.comparing(Target::measure));
    List<Estimation> made = targets.stream().filter(target -> !withoutSimulation.containsKey(target))
        .map(target -> Objects.requireNonNull(chosen.decisions().get(target)).chosen().choice()).toList();
    return new Planned(structure, new Plan(targets, withoutSimulation, chosen.decisions(), structure.prepare(made)));
  }

  private Chosen choose(ProgramTemplate structure, StructureKey structureKey, List<Target> targets, Request request,
      Simulation simulation) {
    Settings settings = request.settings();
    Inputs inputs = request.pricing().inputs();
    boolean measured = settings.policy() == Policy.PILOT || !settings.estimators().isEmpty();
    Fingerprint.Builder data = Fingerprint.builder();
    if (settings.policy() != Policy.STRUCTURAL || measured) {
      data.add(inputs);
    }
    ChoiceKey key = new ChoiceKey(structureKey, data.build(), targets, settings.estimators(), settings.policy(),
        request.pinned(), plannedPaths(settings));
    synchronized (choices) {
      Chosen known = choices.get(key);
      if (known != null && !request.explain()) {
        return known;
      }
    }
    KeptChoices kept = new KeptChoices(structure, settings, targets);
    boolean keeps = measured && store.keeps();
    Optional<Chosen> found = request.explain() || !keeps
        ? Optional.empty()
        : store.find(key.kept()).flatMap(kept::fromBytes);
    Chosen chosen = found.orElseGet(() -> decide(structure, targets, request, simulation));
    if (!request.explain()) {
      synchronized (choices) {
        choices.put(key, chosen);
      }
      if (found.isEmpty() && keeps) {
        kept.toBytes(chosen).ifPresent(bytes -> store.keep(key.kept(), bytes));
      }
    }
    return chosen;
  }

  private static Chosen decide(ProgramTemplate structure, List<Target> targets, Request request,
      Simulation simulation) {
    Map<Target, String> refusals = new LinkedHashMap<>();
    Map<Target, Decision> decisions = new Chooser(structure, request.settings(), request.pinned()).choose(targets,
        request.pricing(), simulation, refusals, request.explain());
    return new Chosen(decisions, refusals);
  }

  /** Widths of smoothing depend on it. */
  private static long plannedPaths(Settings settings) {
    return settings.estimators().values().stream().anyMatch(Estimator::needsWidth)
        ? settings.accuracy().mostPaths()
        : 0;
  }

  /** Equal for programs that share plans and kernels. */
  public static Fingerprint structure(PricingProgram pricing) {
    return Fingerprint.builder().add(pricing.program().toString()).addValue(pattern(pricing.inputs())).build();
  }

  /** What the structural analysis sees of the data. */
  private static Map<String, BitSet> pattern(Inputs inputs) {
    Map<String, BitSet> pattern = new TreeMap<>();
    inputs.stepValues().forEach((name, values) -> {
      BitSet zeros = new BitSet();
      for (int step = 0; step < values.length; step++) {
        zeros.set(step, values[step] == 0.0);
      }
      zeros.set(values.length);
      pattern.put(name, zeros);
    });
    inputs.schedules().forEach((name, flags) -> {
      BitSet steps = new BitSet();
      for (int step = 0; step < flags.length; step++) {
        steps.set(step, flags[step]);
      }
      pattern.put("at " + name, steps);
    });
    inputs.parameters().forEach((name, value) -> {
      BitSet sign = new BitSet();
      sign.set(0, value < 0);
      sign.set(1, value == 0);
      pattern.put("sign of " + name, sign);
    });
    return pattern;
  }

  @Override
  public void close() {
    synchronized (structures) {
      structures.clear();
    }
    synchronized (choices) {
      choices.clear();
    }
  }
}
