package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.degenerate.DeterministicCashFlows;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.plan.Explanations;
import io.pathwise.greeks.plan.Plan;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.sharing.SharedPrograms;
import io.pathwise.greeks.sharing.SharingTerms;
import io.pathwise.greeks.simulation.JobRun;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import io.pathwise.pricing.program.RepeatedProgram;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * The engine behind {@code GreeksEngine}, for products and markets with {@link Placeholders} for names. Thread-safe.
 * Start with {@link #evaluate}.
 */
public final class TradeEngine implements AutoCloseable {

  private final Backend backend;
  private final KernelCache kernels;
  private final PlanCache plans;
  private final SharedPrograms sharedPrograms;
  private final Simulation simulation;
  private final Store store;
  private final Investments investments = new Investments();
  private final ExercisePolicies policies;
  private final ExerciseNumbers exercises;
  private final ExerciseErrors exerciseErrors;
  private final MartingaleCheck martingales = new MartingaleCheck(this::value);

  public TradeEngine(Backend backend, int threads, Store store, SharingTerms sharing) {
    this.backend = backend;
    this.kernels = new KernelCache(backend);
    this.plans = new PlanCache(kernels, store);
    this.sharedPrograms = new SharedPrograms(kernels, sharing);
    this.simulation = new Simulation(threads);
    this.store = store;
    this.policies = new ExercisePolicies(kernels, simulation, store);
    this.exercises = new ExerciseNumbers(kernels, simulation);
    this.exerciseErrors = new ExerciseErrors(kernels, simulation);
  }

  public Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      PinnedEstimators pinned) {
    Evaluation evaluation = begin(product, market, measures, settings, pinned);
    switch (evaluation) {
      case Evaluation.Running running -> running.run().extendTo(settings.accuracy());
      case Evaluation.Found found -> {
      }
    }
    return evaluation.greeks();
  }

  /** An evaluation without paths yet, unless its numbers are kept. */
  public Evaluation begin(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      PinnedEstimators pinned) {
    long started = System.nanoTime();
    if (product.isDeterministic()) {
      return new Evaluation.Found(new Greeks(DeterministicCashFlows.of(product, market, measures), backend.name(),
          (System.nanoTime() - started) * 1e-9));
    }
    if (!store.keeps()) {
      return new Evaluation.Running(start(product, market, measures, settings, pinned), settings.accuracy(),
          Optional.empty());
    }
    KeptNumbers kept = new KeptNumbers(store, product, market, measures, settings, pinned, List.of());
    Optional<List<Greek>> found = kept.find();
    return found.isPresent()
        ? new Evaluation.Found(new Greeks(found.get(), backend.name(), (System.nanoTime() - started) * 1e-9))
        : new Evaluation.Running(start(product, market, measures, settings, pinned), settings.accuracy(),
            Optional.of(kept));
  }

  /**
   * Evaluates several products, those on the same paths together.
   *
   * @param beginnings
   *          begins the evaluation of a product
   */
  public List<Outcome<Progress>> advanceAll(int count, IntFunction<Evaluation> beginnings, Accuracy accuracy,
      long fromBlocks,
      long mostBlocks, EvaluationListener listener) {
    return new CheckpointRounds(simulation, sharedPrograms, accuracy, fromBlocks, mostBlocks, listener).run(
        count,
        beginnings);
  }

  /** The numbers if they are kept. */
  public Optional<Greeks> kept(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return new KeptNumbers(store, product, market, measures, settings, PinnedEstimators.NONE, List.of()).find()
        .map(numbers -> new Greeks(numbers, backend.name(), 0));
  }

  /** The change if it is kept. */
  public Optional<Greek> keptChange(MarketChange change, MarketData before, Collection<Measure> measures,
      Settings settings) {
    return keptNumbers(change, before, measures, settings.withAccuracy(Accuracy.paths(change.paths()))).find()
        .map(List::getFirst);
  }

  private KeptNumbers keptNumbers(MarketChange change, MarketData before, Collection<Measure> measures,
      Settings fixed) {
    return new KeptNumbers(store, change.productAfter(), change.after(), List.of(Measure.VALUE), fixed,
        PinnedEstimators.NONE,
        List.of("change", KeptNumbers.description(change.product(), before), List.copyOf(measures)));
  }

  /** Does something for every number from 0 to count − 1, for several at once. */
  void inParallel(int count, IntConsumer task) {
    simulation.inParallel(count, task);
  }

  /** As {@code GreeksEngine.change}; more changes of the same product from the same market cost less. */
  public Changes changes(Product product, MarketData before, Collection<Measure> measures, Settings settings) {
    return new Changes(product, before, measures, settings);
  }

  /** Changes of a product from one market. Not thread-safe. */
  public final class Changes {
    private final Product product;
    private final MarketData before;
    private final Collection<Measure> measures;
    private final Settings settings;
    /** By what depends on the number of paths. */
    private final Map<Settings, ValueChange> bases = new HashMap<>();
    private final RepeatedProgram programs;

    private Changes(Product product, MarketData before, Collection<Measure> measures, Settings settings) {
      this.product = product;
      this.before = before;
      this.measures = measures;
      this.settings = settings;
      this.programs = new RepeatedProgram(settings.controlVariates());
    }

    /** To a market, and to what time makes of the product. */
    public Greek to(MarketChange change) {
      Product productAfter = change.productAfter();
      MarketData after = change.after();
      if (product.isDeterministic() && productAfter.isDeterministic()) {
        return DeterministicCashFlows.change(product, before, productAfter, after);
      }
      if (!productAfter.isDeterministic()) {
        martingales.require(productAfter, after);
      }
      Settings fixed = settings.withAccuracy(Accuracy.paths(change.paths()));
      if (!store.keeps()) {
        return compute(change, fixed);
      }
      KeptNumbers kept = keptNumbers(change, before, measures, fixed);
      return kept.find().map(List::getFirst).orElseGet(() -> {
        Greek computed = compute(change, fixed);
        kept.keep(List.of(computed));
        return computed;
      });
    }

    private Greek compute(MarketChange change, Settings fixed) {
      ValueChange base = bases.computeIfAbsent(fixed, this::base);
      Product productAfter = change.productAfter();
      if (productAfter.isDeterministic()) {
        return base.toKnown(DeterministicCashFlows.value(productAfter, change.after()), change.paths());
      }
      PricingProgram after = policies.fitted(programs.write(productAfter, change.after()), productAfter,
          change.after(), fixed);
      return base.hasStructureOf(after)
          ? base.to(after, change.paths())
          : base.apart(pricing(productAfter, change.after(), fixed), change);
    }

    private ValueChange base(Settings fixed) {
      PlanCache.Request request = new PlanCache.Request(pricing(product, before, settings), product, before, measures,
          settings, PinnedEstimators.NONE, false);
      Policy policy = settings.policy() == Policy.AUTO ? settled(request).policy() : settings.policy();
      return new ValueChange(plans, simulation, store, request.with(fixed.withPolicy(policy)));
    }
  }

  /** A run without paths yet. */
  public TradeRun start(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      PinnedEstimators pinned) {
    long started = System.nanoTime();
    martingales.require(product, market);
    PricingProgram pricing = pricing(product, market, settings);
    return start(new PlanCache.Request(pricing, product, market, measures, settings, pinned, false,
        decisions(pricing, product, market, measures, settings)),
        settings.exerciseErrors() && !pricing.decisions().isEmpty()
            ? plan -> exerciseErrors.of(pricing, product, market, settings, plan)
            : plan -> Map.of(),
        started);
  }

  private Greek value(Product product, MarketData market, Accuracy accuracy) {
    Settings settings = new Settings(accuracy, 1, Sampling.INDEPENDENT, Map.of(), Policy.STRUCTURAL, false);
    TradeRun run = start(new PlanCache.Request(pricing(product, market, settings), product, market,
        List.of(Measure.VALUE), settings, PinnedEstimators.NONE, false), plan -> Map.of(), System.nanoTime());
    run.extendTo(accuracy);
    return run.greeks(accuracy).numbers().getFirst();
  }

  private TradeRun start(PlanCache.Request request, Function<Plan, Map<Target, String>> remarks, long started) {
    Optional<Policy> policy = request.settings().policy() == Policy.AUTO
        ? investments.find(request).map(Investment::policy)
        : Optional.of(request.settings().policy());
    TradeRun.Begun begun = begin(request.by(policy.orElse(Policy.PREFERENCE)));
    return new TradeRun(begun, policy.isPresent() ? Optional.empty() : Optional.of(jobs -> invest(request, jobs)),
        simulation, backend.name(), new LearningErrors(simulation, request.pricing()), remarks,
        (System.nanoTime() - started) * 1e-9);
  }

  private Optional<TradeRun.Begun> invest(PlanCache.Request request, List<JobRun> jobs) {
    Investment investment = Investment.of(jobs, request.settings().accuracy());
    investments.keep(request, investment);
    return switch (investment.policy()) {
      case PILOT -> Optional.of(begin(request.by(Policy.PILOT)));
      case AUTO, PREFERENCE, STRUCTURAL -> Optional.empty();
    };
  }

  private TradeRun.Begun begin(PlanCache.Request request) {
    PlanCache.Planned planned = plans.get(request, simulation);
    List<JobRun> jobs = planned.structure().start(planned.plan().jobs(), request.pricing(),
        NoiseKey.results(request.settings().seed()));
    if (store.keeps()) {
      jobs.forEach(job -> job.keepIn(store));
    }
    return new TradeRun.Begun(request.settings().policy(), planned, jobs);
  }

  /** As {@code GreeksEngine.explain}. */
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    if (product.isDeterministic()) {
      return DeterministicCashFlows.explain(product, market, measures);
    }
    PricingProgram pricing = pricing(product, market, settings);
    PlanCache.Request request = new PlanCache.Request(pricing, product, market, measures, settings,
        PinnedEstimators.NONE, true, decisions(pricing, product, market, measures, settings));
    if (settings.policy() != Policy.AUTO) {
      return Explanations.of(plans.get(request, simulation).plan());
    }
    TradeRun run = settled(request.unexplained());
    Plan all = plans.get(request.by(Policy.PILOT), simulation).plan();
    return Explanations
        .of(run.plan().explainedBy(all, investments.find(request).map(Investment::reason).orElseThrow()));
  }

  /** A run whose plan stands. */
  private TradeRun settled(PlanCache.Request request) {
    TradeRun run = start(request, plan -> Map.of(), System.nanoTime());
    run.settle();
    return run;
  }

  /** The program of a trade, its decisions fitted. */
  private PricingProgram pricing(Product product, MarketData market, Settings settings) {
    return policies.fitted(settings.controlVariates()
        ? PricingProgram.withControl(product, market)
        : PricingProgram.of(product, market), product, market, settings);
  }

  /** What comes with the value of a product with decisions. */
  private Map<Target, Greek> decisions(PricingProgram pricing, Product product, MarketData market,
      Collection<Measure> measures, Settings settings) {
    boolean isAsked = measures.contains(Measure.VALUE) || measures.stream().anyMatch(Measure.ofDecisions()::contains);
    return isAsked && !pricing.decisions().isEmpty()
        ? exercises.numbers(pricing, product, market, measures, settings)
        : Map.of();
  }

  /** Stops the threads and releases the kernels. */
  @Override
  public void close() {
    simulation.close();
    kernels.close();
    plans.close();
  }
}
