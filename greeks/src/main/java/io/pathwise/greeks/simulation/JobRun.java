package io.pathwise.greeks.simulation;

import io.pathwise.engine.importance.UnseenTail;
import io.pathwise.engine.importance.WidePaths;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.range.Range;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.KeptBlocks;
import io.pathwise.engine.run.LinearCombination;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ControlRegression;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.engine.statistics.Inference;
import io.pathwise.engine.statistics.MomentLayout;
import io.pathwise.greeks.estimator.Candidate;
import io.pathwise.greeks.measure.Target;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.program.PricingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A job on a trade's data, with the moments simulated so far. */
public final class JobRun {

  /** A control and its expectation. */
  private record Known(Control control, double expectation) {}

  /** What cancels leaves so much of the size of a number on a path. */
  private static final double ROUNDING = 1e-14;

  private final Job job;
  private final Optional<AnalyticPrice> price;
  private final Optional<AnalyticPrice> priceBefore;
  private final boolean isDifference;
  private final String note;
  /** How often its program is run on its own data. */
  private final int ownTerms;
  private final List<String> outputs;
  private final List<Binding> bindings;
  private final BlockSource source;
  private final Sampling sampling;
  private final MomentLayout layout;
  private final ProgramTemplate structure;
  private final CompiledJob prepared;
  private final List<Combination.Term> terms;
  private final NoiseKey noise;
  private final Map<Job.Entry, List<Known>> controls = new HashMap<>();
  private BlockMoments moments;
  private Optional<Checkpoints> checkpoints = Optional.empty();
  private final Map<Job.Entry, Range> ranges = new ConcurrentHashMap<>();
  /** Of the moments as they are. */
  private final Map<Job.Entry, Inference> inferences = new ConcurrentHashMap<>();
  private @Nullable Tails tails;
  private @Nullable List<BlockSource> keptSources;
  private boolean isStopped;

  /** What so many independent paths are not likely to have met. */
  private record Tails(double chances, Map<Target, UnseenTail> ofNumbers) {}

  /**
   * A job on a trade's data.
   *
   * @param pricing
   *          the trade's program before it was rewritten, for its data and its control
   * @param structure
   *          knows the programs that can be followed without being simulated
   */
  JobRun(CompiledJob prepared, PricingProgram pricing, NoiseKey key, ProgramTemplate structure) {
    this(prepared, pricing, Optional.empty(), key, structure);
  }

  /**
   * A job on the difference between a trade's data and others.
   *
   * @param from
   *          the same job on the other data, which are subtracted on the same noise; its blocks are simulated once for
   *          all differences from it. Empty for no difference
   */
  JobRun(CompiledJob prepared, PricingProgram pricing, Optional<JobRun> from, NoiseKey key,
      ProgramTemplate structure) {
    this.structure = structure;
    this.job = prepared.job();
    this.prepared = prepared;
    this.noise = key;
    this.price = pricing.control();
    this.priceBefore = from.flatMap(before -> before.price);
    this.isDifference = from.isPresent();
    Inputs inputs = job.rewritten().inputs(pricing.inputs());
    List<Combination.Term> own = terms(job, inputs);
    this.ownTerms = own.size();
    this.note = Stream
        .of(pricing.note(), job.combination().map(combination -> combination.note(inputs)).orElse(bias(job)))
        .filter(remark -> !remark.isEmpty()).collect(Collectors.joining("; "));
    List<Binding> ownBindings = own.stream().map(term -> new Binding(prepared.program(), term.inputs())).toList();
    this.terms = concat(own, from.map(JobRun::negativeTerms).orElse(List.of()));
    this.bindings = concat(ownBindings, from.map(before -> before.bindings).orElse(List.of()));
    List<BlockSource> sources = concat(
        ownBindings.stream().map(binding -> BlockSource.of(prepared.kernel(), binding, key)).toList(),
        from.map(JobRun::keptSources).orElse(List.of()));
    this.source = terms.size() == 1
        ? sources.getFirst()
        : new LinearCombination(IntStream.range(0, terms.size())
            .mapToObj(i -> new LinearCombination.Term(terms.get(i).weight(), sources.get(i))).toList());
    this.outputs = prepared.program().outputs().stream().map(LoweredProgram.LoweredOutput::name).toList();
    MomentLayout plain = MomentLayout.of(outputs.size());
    for (Job.Entry entry : job.entries()) {
      controls.put(entry, usable(entry));
      plain = plain.withControls(outputs.indexOf(entry.output()), numbers(entry));
    }
    this.sampling = prepared.kernel().sampling();
    this.layout = plain.withRandomisations(sampling.randomisations()).withBatches();
    this.moments = new BlockMoments(layout);
  }

  private static List<Combination.Term> terms(Job job, Inputs inputs) {
    return job.combination().map(combination -> combination.terms(inputs))
        .orElseGet(() -> List.of(new Combination.Term(1.0, inputs)));
  }

  private List<Combination.Term> negativeTerms() {
    return terms.stream().map(term -> new Combination.Term(-term.weight(), term.inputs())).toList();
  }

  private synchronized List<BlockSource> keptSources() {
    if (keptSources == null) {
      keptSources = bindings.stream()
          .map(binding -> (BlockSource) new KeptBlocks(BlockSource.of(prepared.kernel(), binding, noise))).toList();
    }
    return keptSources;
  }

  private static <T> List<T> concat(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static String bias(Job job) {
    Candidate candidate = job.entries().getFirst().choice().candidate();
    return candidate.biased() ? "biased: " + candidate.label() : "";
  }

  public Job job() {
    return job;
  }

  /** How its noise is made. */
  public Sampling sampling() {
    return sampling;
  }

  /** What a path costs, without its noise. */
  public double operationsPerPath() {
    return ownTerms * Cost.of(prepared.program(), job.rewritten().inputs());
  }

  /** What a path costs, its noise included where that is known: for one run of a program. */
  public double operationsWithNoise() {
    return binding().map(Cost::withNoise).orElseGet(this::operationsPerPath);
  }

  /** What people should know of all its numbers; empty for unbiased estimators. */
  public String note() {
    return note;
  }

  /** Goes on from what a store has of it, and keeps there what is simulated from now on. */
  public void keepIn(Store store) {
    checkpoints = Optional.of(new Checkpoints(store, prepared, terms, noise, layout));
  }

  /** Simulates no further if all its numbers are proved to be equal on all paths, as they were so far. */
  public void stopIfExact() {
    isStopped = job.entries().stream().allMatch(entry -> {
      StatedNumber stated = StatedNumber.of(this, entry);
      return stated.exact() && moments.estimate(outputs.indexOf(entry.output())).standardError() == 0;
    });
  }

  /** Whether more paths are of no use. */
  public boolean isStopped() {
    return isStopped;
  }

  /** Simulates until so many blocks are done, unless more are of no use. */
  public void extendTo(long total, Simulation simulation) {
    if (isStopped) {
      return;
    }
    lookUp(total);
    while (moments.blocks() < total) {
      add(simulation.run(source, layout, moments.blocks(), next(total)));
    }
  }

  /** A range of blocks, cut at the checkpoints, that does not count as done. */
  public List<RangeMoments> ranges(long firstBlock, long lastBlock, Simulation simulation) {
    return new Checkpoints(Store.NONE, prepared, terms, noise, layout).ranges(firstBlock, lastBlock,
        (from, to) -> simulation.run(source, layout, from, to));
  }

  /** Takes what is kept on the way to so many blocks. */
  public void lookUp(long total) {
    if (!isStopped && moments.blocks() < total) {
      checkpoints.flatMap(kept -> kept.furthest(moments.blocks() + 1, total)).ifPresent(kept -> {
        moments = kept;
        inferences.clear();
      });
    }
  }

  /** Up to where to simulate in one go on the way to so many blocks. */
  public long next(long total) {
    return checkpoints.map(kept -> kept.next(moments.blocks(), total)).orElse(total);
  }

  /** Adds what was simulated next. */
  public void add(BlockMoments more) {
    moments.merge(more);
    inferences.clear();
    checkpoints.ifPresent(kept -> kept.keep(moments));
  }

  /** How many blocks are done. */
  public long blocks() {
    return moments.blocks();
  }

  public CompiledJob prepared() {
    return prepared;
  }

  public MomentLayout layout() {
    return layout;
  }

  public NoiseKey noise() {
    return noise;
  }

  /** Its program on its data; empty for a combination of several runs. */
  public Optional<Binding> binding() {
    return bindings.size() == 1 ? Optional.of(bindings.getFirst()) : Optional.empty();
  }

  /** The variance per path that the error of an estimate tells. */
  public static double variance(Estimate estimate) {
    return estimate.standardError() * estimate.standardError() * estimate.paths();
  }

  /** What the paths so far say of an entry. */
  public Inference inference(Job.Entry entry) {
    return inferences.computeIfAbsent(entry, this::infer);
  }

  private Inference infer(Job.Entry entry) {
    List<Known> known = controls(entry);
    return Inference.of(moments, outputs.indexOf(entry.output()), numbers(entry),
        known.stream().mapToDouble(Known::expectation).toArray(), rounding(entry));
  }

  /** Integrated payoffs are differences of sure things; others are nothing where nothing happens. */
  private double rounding(Job.Entry entry) {
    double unit = scale();
    for (RiskFactor factor : entry.choice().target().factors()) {
      double quote = Math.abs(terms.getFirst().inputs().parameter(PricingProgram.parameter(factor)));
      unit /= quote > 0 ? quote : 1;
    }
    return entry.choice().candidate().rewriting().integrates() ? ROUNDING * unit : 0;
  }

  /** The variance per path of an entry if all its controls are to be believed, however few the paths. */
  public double leastVariance(Job.Entry entry) {
    int output = outputs.indexOf(entry.output());
    return moments.isFinite(output)
        ? variance(ControlRegression.fit(moments, output, numbers(entry)).adjusted())
        : Double.NaN;
  }

  /** How the error of an entry's number came about. */
  public ErrorProfile errors(Job.Entry entry, Inference inference) {
    return moments.errors(outputs.indexOf(entry.output()), inference.regressors());
  }

  /** What a path can give for an entry at all, as the program tells without being simulated. */
  public Range range(Job.Entry entry) {
    return ranges.computeIfAbsent(entry, this::prove);
  }

  private Range prove(Job.Entry entry) {
    Range sum = Range.between(0, 0);
    for (int i = 0; i < terms.size(); i++) {
      double weight = weight(i);
      if (weight != 0) {
        SingleNumber single = structure.single(entry.choice());
        Map<String, Range> ranges = single.program().on(terms.get(i).inputs());
        sum = sum.plus(Objects.requireNonNull(ranges.get(single.output())).times(weight));
      }
    }
    return sum;
  }

  /**
   * Whether a part of an entry's number is so rare that its paths are not likely to have met it. Combinations are not
   * looked at: importance sampling looks for itself.
   */
  boolean hasUnseenTail(Job.Entry entry, Inference inference) {
    if (job.combination().isPresent() || !structure.hasSeveralParts()) {
      return false;
    }
    long paths = inference.estimate().paths();
    // Points of one randomisation depend on each other, but each may meet what is rare.
    double chances = (double) (sampling.randomisations() > 0 ? paths : sampling.independentPaths(paths));
    return tails(chances).getOrDefault(entry.choice().target(), UnseenTail.UNKNOWN)
        .exceeds(inference.standardError());
  }

  /** Of all numbers at once, as they share most of what is to be followed. */
  private synchronized Map<Target, UnseenTail> tails(double chances) {
    if (tails == null || tails.chances() != chances) {
      Map<Target, UnseenTail> found = new HashMap<>();
      for (FollowedNumbers numbers : structure.followed(prepared)) {
        WidePaths.of(numbers.program(), terms.getFirst().inputs(), chances)
            .ifPresent(drawn -> job.entries().forEach(entry -> {
              FollowedNumbers.Places places = numbers.outputs().get(entry.choice().target());
              if (places != null) {
                double[] coefficients = residual(entry, places, numbers.program().outputs().size());
                found.put(entry.choice().target(), drawn.tail(coefficients, chances));
              }
            }));
      }
      tails = new Tails(chances, found);
    }
    return tails.ofNumbers();
  }

  /** The coefficients of a number less the controls that it is regressed on, of the outputs of a program to follow. */
  private double[] residual(Job.Entry entry, FollowedNumbers.Places places, int count) {
    double[] coefficients = new double[count];
    coefficients[places.number()] = 1;
    for (ControlRegression.Regressor regressor : inference(entry).regressors()) {
      for (int i = 0; i < entry.controls().size(); i++) {
        if (regressor.use() == ControlRegression.Use.USED
            && outputs.indexOf(entry.controls().get(i).output()) == regressor.control()) {
          coefficients[places.controls().get(i)] -= regressor.coefficient();
        }
      }
    }
    return coefficients;
  }

  /** The weight of all terms that have the bits of a term, which stands for them; 0 if it is not the first of them. */
  private double weight(int term) {
    double weight = 0;
    for (int i = 0; i < terms.size(); i++) {
      if (bindings.get(i).runsLike(bindings.get(term))) {
        if (i < term) {
          return 0;
        }
        weight += terms.get(i).weight();
      }
    }
    return weight;
  }

  /** The largest of the quotes and terms of the trade: what is far smaller is nothing. */
  double scale() {
    return terms.getFirst().inputs().parameters().values().stream().mapToDouble(Math::abs).max().orElse(0);
  }

  /** Whether an entry's number was regressed on the product's control. */
  public boolean usesProductControl(Job.Entry entry, Inference inference) {
    return controls(entry).stream().filter(known -> known.control().isOfProduct())
        .map(known -> outputs.indexOf(known.control().output()))
        .anyMatch(output -> inference.regressors().stream().anyMatch(regressor -> regressor.control() == output
            && regressor.use() == ControlRegression.Use.USED));
  }

  /** A closed form may have no derivative, such as where a variance is zero; its output is then no control. */
  private List<Known> usable(Job.Entry entry) {
    return entry.controls().stream().map(control -> new Known(control, expectation(control)))
        .filter(known -> Double.isFinite(known.expectation())).toList();
  }

  private double expectation(Control control) {
    return control.expectation(price) - (isDifference ? control.expectation(priceBefore) : 0.0);
  }

  private List<Known> controls(Job.Entry entry) {
    return Objects.requireNonNull(controls.get(entry), "not of this job");
  }

  private int[] numbers(Job.Entry entry) {
    return controls(entry).stream().mapToInt(known -> outputs.indexOf(known.control().output())).toArray();
  }
}
