package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.CompiledProgram.CompiledStage;
import io.pathwise.engine.cpu.CompiledProgram.CompiledSweep;
import io.pathwise.engine.cpu.NoisePair.Shape;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The noises of a program: which pairs a sweep needs, and the words that are common to all paths. Only noises that some
 * stage reads at their step are made.
 */
final class NoiseSource {

  private final List<NoiseKind> kinds;
  private final Sampling sampling;
  private final Function<Shape, NoisePair> pairs;
  private final ConcurrentHashMap<Shape, Words> cache = new ConcurrentHashMap<>();

  NoiseSource(List<NoiseKind> kinds, Sampling sampling, Function<Shape, NoisePair> pairs) {
    this.kinds = kinds;
    this.sampling = sampling;
    this.pairs = pairs;
  }

  /** For each pair of a sweep how it is made; null where neither of the two is read. */
  @Nullable
  NoiseJob[] jobs(CompiledSweep sweep, Binding binding, NoiseKey key) {
    int count = kinds.size();
    long draws = (long) binding.steps() * count;
    boolean[] needed = new boolean[Math.toIntExact(draws + draws % 2)];
    for (CompiledStage stage : sweep.stages()) {
      for (int step = 0; step < binding.steps() && !stage.noises().isEmpty(); step++) {
        if (binding.isActive(stage.lowered(), step)) {
          for (int noise : stage.noises()) {
            needed[step * count + noise] = true;
          }
        }
      }
    }
    @Nullable
    NoiseJob[] jobs = new NoiseJob[needed.length / 2];
    for (int pair = 0; pair < jobs.length; pair++) {
      boolean even = needed[2 * pair];
      boolean odd = needed[2 * pair + 1];
      if (even || odd) {
        Shape shape = new Shape(kinds.get(2 * pair % count), kinds.get((2 * pair + 1) % count), sampling.antithetic(),
            even, odd);
        NoisePair maker = pairs.apply(shape);
        jobs[pair] = new NoiseJob(maker.routine(), words(shape, maker, key, jobs.length), pair * maker.wordCount());
      }
    }
    return jobs;
  }

  private long[] words(Shape shape, NoisePair maker, NoiseKey key, int count) {
    Words known = cache.get(shape);
    if (known == null || !known.key.equals(key) || known.pairs < count) {
      known = new Words(key, count, maker.words(key, count));
      cache.put(shape, known);
    }
    return known.words;
  }

  /** How many shapes of pairs have been needed so far. */
  int shapes() {
    return cache.size();
  }

  /** The routines known so far. */
  List<Routine> routines() {
    return cache.keySet().stream().map(shape -> pairs.apply(shape).routine()).toList();
  }

  /** The words of all pairs of one shape under one key. */
  private static final class Words {
    private final NoiseKey key;
    private final int pairs;
    private final long[] words;

    Words(NoiseKey key, int pairs, long[] words) {
      this.key = key;
      this.pairs = pairs;
      this.words = words;
    }
  }
}
