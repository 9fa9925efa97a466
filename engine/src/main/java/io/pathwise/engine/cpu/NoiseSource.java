package io.pathwise.engine.cpu;

import io.pathwise.engine.cpu.CompiledProgram.CompiledStage;
import io.pathwise.engine.cpu.CompiledProgram.CompiledSweep;
import io.pathwise.engine.cpu.NoisePair.Shape;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.random.Reordering;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The noises of a program: what makes them, and the words that are common to all paths. Only noises that some stage
 * reads at their step are made, or, where noises are reordered, those of numbers that some stage reads. Start with
 * {@link #start}.
 */
final class NoiseSource {

  private final List<NoiseKind> kinds;
  private final List<Boolean> used;
  private final Sampling sampling;
  private final NoiseRoutines routines;
  private final ConcurrentHashMap<Shape, Words> cache = new ConcurrentHashMap<>();
  private final Set<Routine> needed = ConcurrentHashMap.newKeySet();

  NoiseSource(LoweredProgram program, Sampling sampling, NoiseRoutines routines) {
    this.kinds = program.noises();
    this.used = program.usedNoises();
    this.sampling = sampling;
    this.routines = routines;
  }

  /** How the noise is made. */
  Sampling sampling() {
    return sampling;
  }

  /** What makes the noise of a run on one thread. */
  TileNoise start(CompiledProgram program, Tile tile, Binding binding, NoiseKey key) {
    return switch (sampling.ordering()) {
      case Ordering.Steps steps -> {
        List<@Nullable NoiseJob[]> jobs = new ArrayList<>();
        for (CompiledSweep sweep : program.sweeps()) {
          jobs.add(jobs(sweep, tile, binding, key));
        }
        yield new StepNoise(program, tile, jobs);
      }
      case Ordering.Bridge bridge -> reordered(program, tile, binding, key, bridge.stepLength());
      case Ordering.PrincipalComponents components ->
        reordered(program, tile, binding, key, components.stepLength());
    };
  }

  /** For each pair of a sweep how it is made; null where neither of the two is read. */
  private @Nullable NoiseJob[] jobs(CompiledSweep sweep, Tile tile, Binding binding, NoiseKey key) {
    int count = kinds.size();
    long draws = (long) binding.steps() * count;
    boolean[] read = new boolean[Math.toIntExact(draws + draws % 2)];
    for (CompiledStage stage : sweep.stages()) {
      for (int step = 0; step < binding.steps() && !stage.noises().isEmpty(); step++) {
        if (binding.isActive(stage.lowered(), step)) {
          for (int noise : stage.noises()) {
            read[step * count + noise] = true;
          }
        }
      }
    }
    @Nullable
    NoiseJob[] jobs = new NoiseJob[read.length / 2];
    for (int pair = 0; pair < jobs.length; pair++) {
      boolean even = read[2 * pair];
      boolean odd = read[2 * pair + 1];
      if (even || odd) {
        jobs[pair] = isSobol(2L * pair)
            ? new SobolPair(even ? sobol(2 * pair, key) : null, odd ? sobol(2 * pair + 1, key) : null,
                tile.stride())
            : philox(pair, even, odd, jobs.length, key);
      }
    }
    return jobs;
  }

  private TileNoise reordered(CompiledProgram program, Tile tile, Binding binding, NoiseKey key, String stepLength) {
    Reordering reordering = routines.reorderings().get(sampling.ordering(), binding.stepValueOrOnes(stepLength));
    int count = kinds.size();
    int steps = binding.steps();
    List<PathNoise.Part> parts = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      if (used.get(number)) {
        boolean isReordered = kinds.get(number) == NoiseKind.NORMAL;
        List<PathNoise.Placed> noises = new ArrayList<>();
        for (int rank = 0; rank < steps; rank++) {
          int row = isReordered ? row(reordering, rank, number, steps) : rank * count + number;
          noises.add(placed(rank * count + number, row, steps * count, key));
        }
        parts.add(new PathNoise.Part(number, noises, isReordered));
      }
    }
    if (parts.stream().anyMatch(PathNoise.Part::reordered)) {
      switch (reordering) {
        case Reordering.Rotations rotations -> needed.add(routines.rotation());
        case Reordering.Matrix matrix -> {
          for (int column = 0; column < matrix.active(); column += NoiseRoutines.MOST_TERMS) {
            int length = Math.min(NoiseRoutines.MOST_TERMS, matrix.active() - column);
            needed.add(routines.product(length, column == 0));
          }
        }
      }
    }
    return new PathNoise(program, tile, steps, routines, reordering, parts);
  }

  private int row(Reordering reordering, int rank, int number, int steps) {
    boolean apart = switch (reordering) {
      case Reordering.Rotations rotations -> false;
      case Reordering.Matrix matrix -> rank < matrix.active();
    };
    return apart
        ? PathNoise.firstOrderedRow(steps, kinds.size()) + rank
        : reordering.slots()[rank] * kinds.size() + number;
  }

  private PathNoise.Placed placed(int draw, int row, int draws, NoiseKey key) {
    if (isSobol(draw)) {
      return new PathNoise.Placed(sobol(draw, key), row);
    }
    boolean odd = draw % 2 != 0;
    return new PathNoise.Placed(philox(draw / 2, !odd, odd, draws / 2 + 1, key), odd ? row - 1 : row);
  }

  private boolean isSobol(long draw) {
    return sampling.points() instanceof PointSet.Sobol && draw < SobolWords.dimensions();
  }

  private NoiseJob sobol(int draw, NoiseKey key) {
    Routine routine = routines.sobol(kinds.get(draw % kinds.size()), sampling.antithetic());
    needed.add(routine);
    return new SobolJob(routine, key, sampling.randomisations(), sampling.antithetic(), draw);
  }

  private NoiseJob philox(int pair, boolean even, boolean odd, int pairs, NoiseKey key) {
    int count = kinds.size();
    Shape shape = new Shape(kinds.get(2 * pair % count), kinds.get((2 * pair + 1) % count), sampling.antithetic(),
        sampling.stratified() && pair == 0, even, odd);
    NoisePair maker = routines.pair(shape);
    needed.add(maker.routine());
    return new PhiloxJob(maker.routine(), words(shape, maker, key, pairs), pair * maker.wordCount());
  }

  private long[] words(Shape shape, NoisePair maker, NoiseKey key, int count) {
    Words known = cache.get(shape);
    if (known == null || !known.key.equals(key) || known.pairs < count) {
      known = new Words(key, count, maker.words(key, count));
      cache.put(shape, known);
    }
    return known.words;
  }

  /** How many routines have been needed so far. */
  int shapes() {
    return needed.size();
  }

  /** The routines needed so far. */
  List<Routine> routines() {
    return List.copyOf(needed);
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
