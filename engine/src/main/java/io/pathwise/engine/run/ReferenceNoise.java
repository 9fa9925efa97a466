package io.pathwise.engine.run;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseCode.Method;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.random.Reordering;
import io.pathwise.engine.random.Reorderings;
import io.pathwise.engine.random.SobolCode;
import io.pathwise.engine.random.SobolWords;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The noise of one path at a time, interpreted: it defines how a {@link Sampling} makes noise. Start at {@link #draw}.
 */
final class ReferenceNoise {

  private record Pair(NoiseKind even, NoiseKind odd, Method method) {}

  private final LoweredProgram program;
  private final Sampling sampling;
  private final NoiseKey key;
  private final @Nullable Reordering reordering;
  private final Map<Pair, Interpreter> pairs = new HashMap<>();
  private final Map<NoiseKind, Interpreter> coordinates = new EnumMap<>(NoiseKind.class);
  private final double[] @Nullable [] ordered;
  private long orderedPath = -1;

  ReferenceNoise(LoweredProgram program, Binding binding, Sampling sampling, NoiseKey key) {
    this.program = program;
    this.sampling = sampling;
    this.key = key;
    this.ordered = new double[program.noises().size()][];
    this.reordering = switch (sampling.ordering()) {
      case Ordering.Steps steps -> null;
      case Ordering.Bridge bridge -> reordering(bridge, binding, bridge.stepLength());
      case Ordering.PrincipalComponents components -> reordering(components, binding, components.stepLength());
    };
  }

  private static Reordering reordering(Ordering ordering, Binding binding, String stepLength) {
    return new Reorderings().get(ordering, binding.stepValueOrOnes(stepLength));
  }

  /** Noise of a number at a step of a path. */
  double draw(long path, int step, int number) {
    if (reordering == null || program.noises().get(number) != NoiseKind.NORMAL) {
      return coordinate(path, step, number);
    }
    if (path != orderedPath) {
      Arrays.fill(ordered, null);
      orderedPath = path;
    }
    double[] noises = ordered[number];
    if (noises == null) {
      double[] coordinates = new double[reordering.slots().length];
      for (int rank = 0; rank < coordinates.length; rank++) {
        coordinates[rank] = coordinate(path, rank, number);
      }
      noises = reordering.apply(coordinates);
      ordered[number] = noises;
    }
    return noises[step];
  }

  /** Draw number rank · noises + number. */
  private double coordinate(long path, int rank, int number) {
    int count = program.noises().size();
    long draw = (long) rank * count + number;
    NoiseKind kind = program.noises().get(number);
    return switch (sampling.points()) {
      case PointSet.Independent independent -> philox(path, draw, kind,
          sampling.stratified() && draw >>> 1 == 0 ? Method.STRATIFIED : Method.IN_PAIRS);
      case PointSet.Sobol sobol -> draw < SobolWords.dimensions()
          ? sobol(path, (int) draw, kind, sobol.randomisations())
          : philox(path, draw, kind, Method.MONOTONE);
    };
  }

  private double philox(long path, long draw, NoiseKind kind, Method method) {
    NoiseKind partner = program.noises().get((int) ((draw ^ 1) % program.noises().size()));
    boolean odd = (draw & 1) != 0;
    Pair shape = new Pair(odd ? partner : kind, odd ? kind : partner, method);
    Interpreter pair = pairs.computeIfAbsent(shape, missing -> new Interpreter(
        NoiseCode.build(missing.even, missing.odd, sampling.antithetic(), missing.method)));
    pair.run(new long[]{path, draw >>> 1, key.purpose(), key.seed()});
    return Double.longBitsToDouble(pair.output(odd ? 1 : 0));
  }

  private double sobol(long path, int dimension, NoiseKind kind, int randomisations) {
    Interpreter interpreter = coordinates.computeIfAbsent(kind,
        missing -> new Interpreter(SobolCode.build(missing, sampling.antithetic())));
    long[] inputs = new long[1 + SobolWords.COUNT];
    inputs[SobolCode.PATH] = path;
    SobolWords.fill(inputs, 1, key.seed(), key.purpose(), randomisations, path / Backend.BLOCK, dimension,
        sampling.antithetic());
    interpreter.run(inputs);
    return Double.longBitsToDouble(interpreter.output(0));
  }
}
