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
 * Takes the names out of a lowered program, so that programs which differ only in what things are called are equal and
 * share one kernel: a European option on one asset and the same on another.
 */
public final class Anonymous {

  private Anonymous() {}

  /** The same program with numbers for names. */
  public static LoweredProgram of(LoweredProgram program) {
    List<LoweredOutput> outputs = IntStream.range(0, program.outputs().size())
        .mapToObj(i -> switch (program.outputs().get(i)) {
          case Direct direct -> new Direct(Integer.toString(i), direct.sum());
          case Combination combination -> (LoweredOutput) new Combination(Integer.toString(i), combination.terms());
        }).toList();
    return new LoweredProgram(numbers(program.parameters()), numbers(program.stepValues()),
        numbers(program.schedules()), program.noises(), program.usedNoises(), program.stateCount(), program.tapeSize(),
        program.sinkCount(), program.sumCount(), program.hostStateCount(),
        program.sweeps().stream().map(Anonymous::sweep).toList(), path(program.finish()), host(program.uniforms()),
        host(program.coefficients()), outputs);
  }

  private static LoweredSweep sweep(LoweredSweep sweep) {
    List<LoweredStage> stages = IntStream.range(0, sweep.stages().size()).mapToObj(i -> {
      LoweredStage stage = sweep.stages().get(i);
      return new LoweredStage("stage " + i, stage.schedule(), host(stage.columns()), stage.columnCount(),
          stage.updatedHostStates(), path(stage.code()));
    }).toList();
    return new LoweredSweep(sweep.direction(), host(sweep.hostStart()), sweep.startedHostStates(), path(sweep.start()),
        stages);
  }

  private static PathCode path(PathCode path) {
    return new PathCode(code(path.code()), path.reads(), path.writes());
  }

  private static HostCode host(HostCode host) {
    return new HostCode(code(host.code()), host.reads());
  }

  private static Code code(Code code) {
    return new Code(code.instructions(), numbers(code.inputs()), code.outputs());
  }

  private static List<String> numbers(List<String> names) {
    return IntStream.range(0, names.size()).mapToObj(Integer::toString).toList();
  }
}
