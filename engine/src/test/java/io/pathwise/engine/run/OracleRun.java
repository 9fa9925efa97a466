package io.pathwise.engine.run;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.TestProgramRunner;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.statistics.BlockTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs blocks of a program path by path with {@link TestProgramRunner}, on the noise that a backend must use: the
 * oracle for backends. Only the noise is the engine's own; its addressing is spelled out here again.
 */
final class OracleRun {

  private final Program program;
  private final Inputs inputs;
  private final Sampling sampling;
  private final NoiseKey key;
  private final Map<List<NoiseKind>, Interpreter> pairs = new HashMap<>();

  OracleRun(Program program, Inputs inputs, Sampling sampling, NoiseKey key) {
    this.program = program;
    this.inputs = inputs;
    this.sampling = sampling;
    this.key = key;
  }

  /** The outputs of a block, in the order of the program. */
  double[] block(long block) {
    List<String> names = program.outputNames();
    double[][] values = new double[names.size()][BlockTree.LANES];
    for (int lane = 0; lane < BlockTree.LANES; lane++) {
      long path = block * BlockTree.LANES + lane;
      Map<String, Double> outputs = TestProgramRunner.run(program, inputs,
          (step, noise) -> draw(path, step, noise.number(), noise.kind()));
      for (int i = 0; i < values.length; i++) {
        values[i][lane] = outputs.getOrDefault(names.get(i), Double.NaN);
      }
    }
    double[] sums = new double[values.length];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = BlockTree.sum(values[i], 0);
    }
    return sums;
  }

  private double draw(long path, int step, int number, NoiseKind kind) {
    int count = program.noises().size();
    long index = (long) step * count + number;
    boolean isOdd = index % 2 == 1;
    NoiseKind partner = program.noises().get((int) ((isOdd ? index - 1 : index + 1) % count)).kind();
    Interpreter pair = pairs.computeIfAbsent(isOdd ? List.of(partner, kind) : List.of(kind, partner),
        kinds -> new Interpreter(
            NoiseCode.build(kinds.getFirst(), kinds.getLast(), sampling.antithetic(), NoiseCode.Method.IN_PAIRS)));
    pair.run(new long[]{path, index / 2, key.purpose(), key.seed()});
    return Double.longBitsToDouble(pair.output((int) (index % 2)));
  }
}
