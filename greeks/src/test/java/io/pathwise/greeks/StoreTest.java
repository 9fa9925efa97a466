package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.estimator.Orderings;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers reached from what a store keeps have the bits of numbers computed afresh, and need less work. */
class StoreTest {

  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.DELTA);
  private static final Product PRODUCT = Examples.digital(OptionType.CALL);
  private static final Settings SHORT = Settings.paths(20_000).withPolicy(Policy.STRUCTURAL);
  private static final Settings LONG = Settings.paths(50_000).withPolicy(Policy.STRUCTURAL);

  /** In memory; remembers what was kept since it was last asked. */
  private static final class Memory implements Store {
    private final Map<Key, byte[]> entries = new HashMap<>();
    private final List<Key> kept = new ArrayList<>();

    @Override
    public Optional<byte[]> find(Key key) {
      return Optional.ofNullable(entries.get(key)).map(byte[]::clone);
    }

    @Override
    public void keep(Key key, byte[] value) {
      entries.put(key, value);
      kept.add(key);
    }

    List<Kind> keptKinds() {
      List<Kind> kinds = kept.stream().map(Key::kind).toList();
      kept.clear();
      return kinds;
    }

    void forgetNumbers() {
      entries.keySet().removeIf(key -> key.kind() == Kind.NUMBERS);
    }

    /** Loses one of several, whichever they are. */
    void forgetSomeMoments() {
      List<Key> moments = entries.keySet().stream().filter(key -> key.kind() == Kind.MOMENTS).toList();
      for (int i = 0; i < moments.size(); i += 2) {
        entries.remove(moments.get(i));
      }
    }

    void damageEverything() {
      entries.replaceAll((key, value) -> new byte[]{1, 2, 3});
    }

    /** Cuts entries off, or turns a bit round. */
    void spoil(SplittableRandom random) {
      entries.replaceAll((key, value) -> {
        byte[] spoilt = Arrays.copyOf(value, random.nextBoolean() ? value.length : random.nextInt(value.length));
        if (spoilt.length == value.length) {
          spoilt[random.nextInt(spoilt.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return spoilt;
      });
    }
  }

  private static List<Greek> evaluate(Store store, Settings settings) {
    return evaluate(store, settings, Examples.MARKET, PRODUCT);
  }

  private static List<Greek> evaluate(Store store, Settings settings, MarketData market, Product product) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2, store)) {
      return engine.evaluate(product, market, MEASURES, settings).numbers();
    }
  }

  @Test
  void aSecondEvaluationComputesNothing() {
    Memory memory = new Memory();
    List<Greek> first = evaluate(memory, SHORT);
    assertThat(first).isEqualTo(evaluate(Store.NONE, SHORT));
    assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.NUMBERS)
        .doesNotContain(Store.Kind.CHOICES);
    assertThat(evaluate(memory, SHORT)).isEqualTo(first);
    assertThat(memory.keptKinds()).isEmpty();
  }

  @Test
  void longerAndShorterRunsHaveTheBitsOfFreshOnes() {
    List<Greek> freshShort = evaluate(Store.NONE, SHORT);
    List<Greek> freshLong = evaluate(Store.NONE, LONG);
    Memory memory = new Memory();
    evaluate(memory, SHORT);
    memory.keptKinds();
    assertThat(evaluate(memory, LONG)).isEqualTo(freshLong);
    List<Store.Key> refined = List.copyOf(memory.kept);
    assertThat(refined).noneMatch(key -> key.kind() == Store.Kind.MOMENTS
        && BlockMoments.fromBytes(memory.find(key).orElseThrow()).blocks() <= 64);
    assertThat(memory.keptKinds()).doesNotContain(Store.Kind.CHOICES);
    memory.forgetNumbers();
    assertThat(evaluate(memory, SHORT)).isEqualTo(freshShort);
    memory.keptKinds();
    memory.forgetNumbers();
    assertThat(evaluate(memory, LONG)).isEqualTo(freshLong);
    assertThat(memory.keptKinds()).containsOnly(Store.Kind.NUMBERS);
  }

  /** The errors of totals are among what must be the same; an entry has the batches since the one before it only. */
  @Test
  void profilesOfErrorsSurviveTheLossOfCheckpoints() {
    List<Greek> freshLong = evaluate(Store.NONE, LONG);
    assertThat(freshLong).noneMatch(number -> number.errors().isNone());
    Memory memory = new Memory();
    evaluate(memory, SHORT);
    memory.forgetSomeMoments();
    assertThat(evaluate(memory, LONG)).isEqualTo(freshLong);
    memory.forgetSomeMoments();
    memory.forgetNumbers();
    assertThat(evaluate(memory, LONG)).isEqualTo(freshLong);
  }

  @Test
  void aTargetErrorIsReachedAtTheSameCheckpoint() {
    Settings target = SHORT.withAccuracy(new Accuracy.TargetError(0.004, 0, 100_000));
    List<Greek> fresh = evaluate(Store.NONE, target);
    Memory memory = new Memory();
    evaluate(memory, LONG);
    assertThat(evaluate(memory, target)).isEqualTo(fresh);
  }

  @Test
  void samplersSeedsAndBumpsAreKeptApart() {
    Memory memory = new Memory();
    List<Settings> all = List.of(SHORT, SHORT.withSeed(2),
        SHORT.withSampling(Sampling.sobol(32, Orderings.BRIDGE)),
        SHORT.withEstimator(Measure.DELTA, EstimatorChoice.BUMP), SHORT.withControlVariates(false));
    List<List<Greek>> fresh = all.stream().map(settings -> evaluate(Store.NONE, settings)).toList();
    assertThat(all.stream().map(settings -> evaluate(memory, settings)).toList()).isEqualTo(fresh);
    memory.forgetNumbers();
    memory.keptKinds();
    assertThat(all.stream().map(settings -> evaluate(memory, settings)).toList()).isEqualTo(fresh);
    assertThat(memory.keptKinds()).containsOnly(Store.Kind.NUMBERS);
  }

  @Test
  void pilotsAreNotRunAgain() {
    Settings piloted = SHORT.withPolicy(Policy.PILOT);
    Memory memory = new Memory();
    List<Greek> first = evaluate(memory, piloted);
    memory.forgetNumbers();
    assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.CHOICES, Store.Kind.NUMBERS);
    assertThat(evaluate(memory, piloted)).isEqualTo(first);
    assertThat(memory.keptKinds()).containsOnly(Store.Kind.NUMBERS);
  }

  @Test
  void onlyWhatDependsOnAQuoteIsComputedAgain() {
    Memory memory = new Memory();
    List<Greek> first = evaluate(memory, SHORT);
    memory.keptKinds();
    MarketData other = Examples.MARKET.shifted(new RiskFactor.Spot("TERM"), 1);
    assertThat(evaluate(memory, SHORT, other, PRODUCT)).isEqualTo(first);
    assertThat(memory.keptKinds()).isEmpty();
    MarketData own = Examples.MARKET.shifted(Examples.SPOT, 1);
    assertThat(evaluate(memory, SHORT, own, PRODUCT)).isEqualTo(evaluate(Store.NONE, SHORT, own, PRODUCT));
    assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.NUMBERS);
  }

  @Test
  void curvesThatDifferInTheirInterpolationOnlyShareNoNumbers() {
    Memory memory = new Memory();
    Set<Double> values = new HashSet<>();
    for (CurveInterpolation interpolation : CurveInterpolation.values()) {
      MarketData market = Examples.MARKET.with(Examples.MARKET.curve("EUR").with(interpolation));
      List<Greek> numbers = evaluate(memory, SHORT, market, PRODUCT);
      assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.NUMBERS);
      assertThat(numbers).isEqualTo(evaluate(Store.NONE, SHORT, market, PRODUCT));
      values.add(numbers.getFirst().value());
    }
    assertThat(values).hasSameSizeAs(CurveInterpolation.values());
  }

  @Test
  void curvesOfCollateralArePartOfWhatNumbersDependOn() {
    Memory memory = new Memory();
    MarketData market = withCurves(0.05);
    List<Greek> secured = evaluate(memory, SHORT, market, Collateralised.of(PRODUCT, "S1", market));
    memory.keptKinds();
    assertThat(evaluate(memory, SHORT, market, Collateralised.of(PRODUCT, "S2", market))).isEqualTo(secured);
    assertThat(memory.keptKinds()).as("equal curves of other names").isEmpty();
    for (Product product : List.of(PRODUCT, Collateralised.of(PRODUCT, "S1", market))) {
      MarketData other = product.collateral().isEmpty() ? market : withCurves(0.07);
      List<Greek> numbers = evaluate(memory, SHORT, other, product);
      assertThat(memory.keptKinds()).contains(Store.Kind.NUMBERS);
      assertThat(numbers).isEqualTo(evaluate(Store.NONE, SHORT, other, product));
      assertThat(numbers.getFirst().value()).isNotEqualTo(secured.getFirst().value());
    }
  }

  private static MarketData withCurves(double rate) {
    return MarketData.of(Examples.TODAY,
        List.of(Examples.MARKET.curve("EUR"), ZeroCurve.flat("S1", rate), ZeroCurve.flat("S2", rate)),
        List.copyOf(Examples.MARKET.assets().values()), Examples.MARKET.correlations());
  }

  @Test
  void bytesThatAreNoEntryAreComputedAgain() {
    Settings piloted = SHORT.withPolicy(Policy.PILOT);
    Memory memory = new Memory();
    List<Greek> first = evaluate(memory, piloted);
    memory.keptKinds();
    memory.damageEverything();
    assertThat(evaluate(memory, piloted)).isEqualTo(first);
    assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.CHOICES, Store.Kind.NUMBERS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void spoiltEntriesAreComputedAgain(long seed) {
    Settings piloted = SHORT.withPolicy(Policy.PILOT);
    Memory memory = new Memory();
    List<Greek> first = evaluate(memory, piloted);
    memory.keptKinds();
    memory.spoil(new SplittableRandom(seed));
    assertThat(evaluate(memory, piloted)).isEqualTo(first);
    assertThat(memory.keptKinds()).contains(Store.Kind.MOMENTS, Store.Kind.CHOICES, Store.Kind.NUMBERS);
  }

  /** Changes are simulated on all paths that they are asked for, and their moments are kept, too. */
  @Test
  void anExactNumberHasNoMorePathsThanWithoutAStore() {
    Memory store = new Memory();
    MarketData market = Examples.flat(0.03, 0, 0.2);
    Product digital = Digital.cash("FLAT", OptionType.CALL, 90, 1, 1);
    Settings settings = Settings.paths(100_000);
    Set<Measure> value = EnumSet.of(Measure.VALUE);
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1, store)) {
      engine.change(digital, market, Examples.flat(0.03, 0, 0), value, settings, 100_000);
      assertThat(store.keptKinds()).contains(Store.Kind.MOMENTS);
      List<Outcome<Greeks>> outcomes = engine.evaluateAll(List.of(digital), market, value, settings, done -> {
      });
      Greeks greeks = ((Outcome.Done<Greeks>) outcomes.getFirst()).result();
      assertThat(greeks.numbers().getFirst().paths()).isEqualTo(16_384);
    }
  }
}
