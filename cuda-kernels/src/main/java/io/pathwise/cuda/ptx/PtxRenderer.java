package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelWriter;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Sampling;
import java.util.stream.Collectors;

/**
 * Turns a program into PTX text: a pure function of the program's structure and the way of sampling. Parameters, tables
 * and schedules are arguments of the kernel, so changed data needs no other text. A module has two entries,
 * {@value #PATHS} and {@value #COMBINE}, with the same parameters, which {@link KernelArguments} lists.
 *
 * <p>
 * PTX ISA 7.0 for sm_70 is what drivers of CUDA 11.0 and later load on every GPU since Volta. All arithmetic is
 * explicitly rounded, see {@link CodeRenderer}.
 */
public final class PtxRenderer {

  /** The entry that simulates. */
  public static final String PATHS = "paths";
  /** The entry that makes outputs of a block's totals. */
  public static final String COMBINE = "combine";

  /** Threads in a thread block: the paths of a block. */
  public static final int THREADS = Backend.BLOCK;

  /**
   * Thread blocks that a multiprocessor must have room for, which limits a thread to 128 registers: programs with many
   * states do better with a few of them in memory than with half the warps.
   */
  private static final int RESIDENT_BLOCKS = 2;

  private PtxRenderer() {}

  /** The text of a program's kernel. */
  public static String render(LoweredProgram program, Sampling sampling) {
    return render(new KernelArguments(program, sampling));
  }

  /** The text of the kernel with these arguments. */
  public static String render(KernelArguments arguments) {
    LoweredProgram program = arguments.layout().program();
    Sampling sampling = arguments.layout().sampling();
    KernelCode code = KernelWriter.write(program, sampling, Integer.MAX_VALUE); // keeps all noises in registers
    StringBuilder text = new StringBuilder(".version 7.0\n.target sm_70\n.address_size 64\n\n");
    text.append("// outputs: ").append(PtxWriter.ascii(program.outputs().stream().map(LoweredOutput::name)
        .collect(Collectors.joining(", ")))).append('\n');
    text.append("// sampling: ").append(PtxWriter.ascii(sampling.toString())).append('\n');
    entry(text, PATHS, RESIDENT_BLOCKS, arguments, new PathsEntry(code, arguments).render());
    entry(text, COMBINE, 1, arguments, new CombineEntry(arguments).render());
    return text.toString();
  }

  private static void entry(StringBuilder text, String name, int residentBlocks, KernelArguments arguments,
      String body) {
    text.append("\n.visible .entry ").append(name).append("(\n");
    text.append(arguments.list().stream().map(argument -> "  .param ." + argument.type() + " " + argument.label())
        .collect(Collectors.joining(",\n")));
    for (int i = 0; i < arguments.uniformArguments(); i++) {
      text.append(",\n  .param .f64 ").append(uniformLabel(i));
    }
    text.append("\n)\n.maxntid ").append(THREADS).append(", 1, 1\n.minnctapersm ").append(residentBlocks)
        .append("\n{\n").append(body).append("}\n");
  }

  static String uniformLabel(int index) {
    return "uniform_" + index;
  }
}
