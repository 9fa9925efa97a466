package io.pathwise.engine.lower;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.lower.LoweredProgram.Combination;
import io.pathwise.engine.lower.LoweredProgram.Direct;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Removes from a lowered program what a backend does not read: names, and how the host computes its numbers. Programs
 * that are equal then share one kernel: a European option on one asset and the same on another, or with another expiry
 * on a curve of other pillars.
 */
public final class Anonymous {

  private Anonymous() {}

  /** The same program with numbers for names and with given host values. */
  public static LoweredProgram of(LoweredProgram program) {
    List<LoweredOutput> outputs = IntStream.range(0, program.outputs().size())
        .mapToObj(i -> switch (program.outputs().get(i)) {
          case Direct direct -> new Direct(Integer.toString(i), direct.sum());
          case Combination combination -> (LoweredOutput) new Combination(Integer.toString(i), combination.terms());
        }).toList();
    return new LoweredProgram(List.of(), List.of(), numbers(program.schedules()), program.noises(),
        program.usedNoises(), program.stateCount(), program.tapeSize(), program.sinkCount(), program.sumCount(), 0,
        program.sweeps().stream().map(Anonymous::sweep).toList(), path(program.finish()),
        HostCode.given(program.uniforms().code().outputs().size()),
        HostCode.given(program.coefficients().code().outputs().size()), outputs);
  }

  private static LoweredSweep sweep(LoweredSweep sweep) {
    List<LoweredStage> stages = IntStream.range(0, sweep.stages().size()).mapToObj(i -> {
      LoweredStage stage = sweep.stages().get(i);
      return new LoweredStage("stage " + i, stage.schedule(), HostCode.given(stage.columnCount()),
          stage.columnCount(), List.of(), path(stage.code()));
    }).toList();
    return new LoweredSweep(sweep.direction(), HostCode.given(0), List.of(), path(sweep.start()), stages);
  }

  private static PathCode path(PathCode path) {
    Code code = path.code();
    return new PathCode(new Code(code.instructions(), numbers(code.inputs()), code.outputs()), path.reads(),
        path.writes());
  }

  private static List<String> numbers(List<String> names) {
    return IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
  }
}
