package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.run.Sampling;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The arguments of a kernel: what the text of {@link PtxRenderer} and whoever launches it must agree on, besides where
 * data lies in them, which is its {@link KernelLayout}. They depend on the structure of a program only, never on its
 * data.
 */
public final class KernelArguments {

  /** Parameters of a kernel may take 4096 bytes; this many leave room for the other arguments. */
  private static final int MOST_UNIFORM_ARGUMENTS = 440;

  private final KernelLayout layout;
  private final Set<Argument> arguments;

  /** The arguments of a program's kernel. */
  public KernelArguments(LoweredProgram program, Sampling sampling) {
    this.layout = new KernelLayout(program, sampling);
    this.arguments = needed();
  }

  private Set<Argument> needed() {
    Set<Argument> all = EnumSet.of(Argument.STEPS, Argument.BLOCKS, Argument.FIRST_BLOCK, Argument.SEED,
        Argument.PURPOSE, Argument.TOTALS, Argument.RESULTS);
    addIf(all, layout.columns() > 0, Argument.COLUMNS);
    addIf(all, !layout.program().schedules().isEmpty(), Argument.SCHEDULES);
    addIf(all, coefficients() > 0, Argument.COEFFICIENTS);
    addIf(all, layout.program().tapeSize() > 0, Argument.TAPE);
    addIf(all, layout.isSobol(), Argument.DIMENSIONS, Argument.DIRECTIONS, Argument.RANDOMISATIONS, Argument.WORDS);
    addIf(all, layout.isReordered(), Argument.NOISE);
    addIf(all, layout.reordersNormals(), Argument.REORDERED, Argument.SLOTS, Argument.WEIGHTS);
    addIf(all, layout.reordersNormals() && !layout.appliesMatrix(), Argument.PLANES);
    addIf(all, uniforms() > MOST_UNIFORM_ARGUMENTS, Argument.UNIFORMS);
    return all;
  }

  private static void addIf(Set<Argument> all, boolean condition, Argument... more) {
    if (condition) {
      all.addAll(Arrays.asList(more));
    }
  }

  /** Where data lies in arrays. */
  public KernelLayout layout() {
    return layout;
  }

  /** The arguments of both entries, in order; the uniforms follow, see {@link #uniformArguments}. */
  public List<Argument> list() {
    return List.copyOf(arguments);
  }

  /** Whether an argument is among them. */
  public boolean has(Argument argument) {
    return arguments.contains(argument);
  }

  /** How many f64 arguments follow the others: all uniforms, or none. */
  public int uniformArguments() {
    return has(Argument.UNIFORMS) ? 0 : uniforms();
  }

  private int uniforms() {
    return layout.program().uniforms().code().outputs().size();
  }

  /** How many coefficients a step has. */
  int coefficients() {
    return layout.program().coefficients().code().outputs().size();
  }
}
