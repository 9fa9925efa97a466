package io.pathwise.engine.joint;

import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.program.Inputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Several programs, each on data of its own, as one program: states that have the same values in several of them, such
 * as the paths, are computed once. The programs may differ, and one may have fewer steps than another if these are the
 * other's first ones. Its outputs are those of all, one program after the other, each with the bits that it has alone.
 * Start with {@link #of}.
 *
 * <p>
 * It knows path code only. The numbers that the host computes are taken from the bindings of the single programs, so
 * that equality of numbers, not of the expressions they come from, is what makes paths common.
 */
public final class Joint {

  /** Where a number or the steps of a stage are among the single bindings; what does not apply is −1. */
  record Source(int member, int sweep, int stage, int index) {}

  private final LoweredProgram program;
  private final List<Source> uniforms;
  private final List<List<List<Source>>> columns;
  private final List<Source> schedules;

  /**
   * A joint program.
   *
   * @param uniforms
   *          where its uniforms come from
   * @param columns
   *          where its columns come from, by sweep and stage
   * @param schedules
   *          stages that run at the steps of its schedules
   */
  Joint(LoweredProgram program, List<Source> uniforms, List<List<List<Source>>> columns, List<Source> schedules) {
    this.program = program;
    this.uniforms = List.copyOf(uniforms);
    this.columns = List.copyOf(columns);
    this.schedules = List.copyOf(schedules);
  }

  /**
   * Some programs as one.
   *
   * @param pattern
   *          of bindings of these programs
   * @return empty if they have different noises, or run stages of equal names in opposite orders
   */
  public static Optional<Joint> of(List<LoweredProgram> programs, EqualityPattern pattern) {
    if (programs.stream().map(LoweredProgram::noises).distinct().count() > 1) {
      return Optional.empty();
    }
    return StageOrder.of(programs, pattern, EqualStates.of(programs, pattern))
        .map(order -> new JointEmitter(programs, pattern, order).joint());
  }

  /** The program; its host code {@linkplain io.pathwise.engine.lower.HostCode#given stands for} given numbers. */
  public LoweredProgram program() {
    return program;
  }

  /**
   * The program on the data of all.
   *
   * @param members
   *          bindings of the programs with the equality pattern that the joint program was made for
   */
  public Binding bind(List<Binding> members) {
    Inputs longest = members.stream().map(Binding::inputs).max(Comparator.comparingInt(Inputs::steps)).orElseThrow();
    int steps = longest.steps();
    double[] values = uniforms.stream().mapToDouble(source -> members.get(source.member()).uniforms()[source.index()])
        .toArray();
    List<List<double[]>> tables = new ArrayList<>();
    for (List<List<Source>> sweep : columns) {
      List<double[]> tablesOfSweep = new ArrayList<>();
      for (List<Source> stage : sweep) {
        double[] table = new double[steps * stage.size()];
        for (int c = 0; c < stage.size(); c++) {
          copyColumn(members, stage.get(c), table, c, stage.size());
        }
        tablesOfSweep.add(table);
      }
      tables.add(tablesOfSweep);
    }
    List<boolean[]> flags = schedules.stream().map(source -> flags(members.get(source.member()), source, steps))
        .toList();
    return new Binding(program, new Inputs(steps, Map.of(), longest.stepValues(), Map.of()), values, tables, flags,
        coefficients(members, steps));
  }

  private static void copyColumn(List<Binding> members, Source source, double[] table, int column, int count) {
    Binding member = members.get(source.member());
    double[] from = member.columns(source.sweep(), source.stage());
    int width = member.program().sweeps().get(source.sweep()).stages().get(source.stage()).columnCount();
    for (int step = 0; step < member.steps(); step++) {
      table[step * count + column] = from[step * width + source.index()];
    }
  }

  private static boolean[] flags(Binding member, Source source, int steps) {
    boolean[] flags = new boolean[steps];
    var stage = member.program().sweeps().get(source.sweep()).stages().get(source.stage());
    for (int step = 0; step < member.steps(); step++) {
      flags[step] = member.isActive(stage, step);
    }
    return flags;
  }

  private static double[] coefficients(List<Binding> members, int steps) {
    int[] counts = members.stream().mapToInt(member -> member.program().coefficients().code().outputs().size())
        .toArray();
    int all = Arrays.stream(counts).sum();
    double[] table = new double[steps * all];
    int first = 0;
    for (int i = 0; i < counts.length; i++) {
      for (int step = 0; step < members.get(i).steps(); step++) {
        System.arraycopy(members.get(i).coefficients(), step * counts[i], table, step * all + first, counts[i]);
      }
      first += counts[i];
    }
    return table;
  }
}
