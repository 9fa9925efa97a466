package io.pathwise.engine.run;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.PathCode;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.statistics.BlockTree;
import java.util.List;

/** Interprets programs one path at a time: slow and obvious. It defines what every other backend must compute. */
public final class ReferenceBackend implements Backend {

  @Override
  public String name() {
    return "reference";
  }

  @Override
  public String description() {
    return "an interpreter, slow: what the others are checked by";
  }

  @Override
  public Kernel compile(LoweredProgram program, Sampling sampling) {
    return new ReferenceKernel(program, sampling);
  }

  private record ReferenceKernel(LoweredProgram program, Sampling sampling) implements Kernel {
    @Override
    public void run(Binding binding, NoiseKey key, long firstBlock, int blocks, double[] results) {
      Path path = new Path(program, binding, new ReferenceNoise(program, binding, sampling, key));
      int outputs = program.outputs().size();
      for (int block = 0; block < blocks; block++) {
        path.block(firstBlock + block, results, block * outputs);
      }
    }
  }

  /** The state of one path at a time, and the sums of one block. */
  private static final class Path {
    private final LoweredProgram program;
    private final Binding binding;
    private final ReferenceNoise noise;
    private final double[] states;
    private final double[] tape;
    private final double[][] summed;
    private final List<Interpreter> starts;
    private final List<List<Interpreter>> stages;
    private final Interpreter finish;

    Path(LoweredProgram program, Binding binding, ReferenceNoise noise) {
      this.program = program;
      this.binding = binding;
      this.noise = noise;
      states = new double[program.stateCount()];
      tape = new double[program.tapeSize() * binding.steps()];
      summed = new double[Math.toIntExact(binding.totalRows().count())][BLOCK];
      starts = program.sweeps().stream().map(sweep -> new Interpreter(sweep.start().code())).toList();
      stages = program.sweeps().stream()
          .map(sweep -> sweep.stages().stream().map(stage -> new Interpreter(stage.code().code())).toList()).toList();
      finish = new Interpreter(program.finish().code());
    }

    void block(long block, double[] results, int position) {
      for (int lane = 0; lane < BLOCK; lane++) {
        run(block * BLOCK + lane, lane);
      }
      double[] totals = new double[summed.length];
      for (int i = 0; i < totals.length; i++) {
        totals[i] = BlockTree.sum(summed[i], 0);
      }
      binding.combine(totals, 0, results, position);
    }

    private void run(long path, int lane) {
      for (int s = 0; s < program.sweeps().size(); s++) {
        LoweredSweep sweep = program.sweeps().get(s);
        execute(sweep.start(), starts.get(s), path, lane, 0, new double[0], 0);
        for (int i = 0; i < binding.steps(); i++) {
          int step = sweep.direction() == Sweep.Direction.FORWARD ? i : binding.steps() - 1 - i;
          for (int g = 0; g < sweep.stages().size(); g++) {
            LoweredStage stage = sweep.stages().get(g);
            if (binding.isActive(stage, step)) {
              execute(stage.code(), stages.get(s).get(g), path, lane, step, binding.columns(s, g), stage.columnCount());
            }
          }
        }
      }
      execute(program.finish(), finish, path, lane, 0, new double[0], 0);
    }

    private void execute(PathCode path, Interpreter interpreter, long number, int lane, int step, double[] columns,
        int columnCount) {
      long[] inputs = new long[path.reads().size()];
      for (int i = 0; i < inputs.length; i++) {
        inputs[i] = Double.doubleToRawLongBits(switch (path.reads().get(i)) {
          case Cell.Uniform cell -> binding.uniforms()[cell.index()];
          case Cell.Column cell -> columns[step * columnCount + cell.index()];
          case Cell.StateCell cell -> states[cell.index()];
          case Cell.NoiseCell cell -> noise.draw(number, step, cell.number());
          case Cell.TapeCell cell -> tape[step * program.tapeSize() + cell.index()];
          case Cell.SinkCell cell -> throw new IllegalStateException("write only: " + cell);
          case Cell.SumCell cell -> throw new IllegalStateException("write only: " + cell);
        });
      }
      interpreter.run(inputs);
      for (int i = 0; i < path.writes().size(); i++) {
        double value = Double.longBitsToDouble(interpreter.output(i));
        switch (path.writes().get(i)) {
          case Cell.StateCell cell -> states[cell.index()] = value;
          case Cell.TapeCell cell -> tape[step * program.tapeSize() + cell.index()] = value;
          case Cell.SinkCell cell -> summed[binding.totalRows().row(cell.index(), step)][lane] = value;
          case Cell.SumCell cell -> summed[cell.index()][lane] = value;
          case Cell.Uniform cell -> throw new IllegalStateException("read only: " + cell);
          case Cell.Column cell -> throw new IllegalStateException("read only: " + cell);
          case Cell.NoiseCell cell -> throw new IllegalStateException("read only: " + cell);
        }
      }
    }

    private static final int BLOCK = Backend.BLOCK;
  }
}
