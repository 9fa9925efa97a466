package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.Variable;

/**
 * The entry {@code paths}: a thread for every path of a block, thread blocks taking one block of paths after the other.
 * It writes the sums over every block. Start at {@link #render}.
 */
final class PathsEntry {

  private final PtxWriter out = new PtxWriter();
  private final KernelCode code;
  private final KernelArguments arguments;
  private final VariableRegisters variables = new VariableRegisters(out);
  private final BlockSumRenderer sums;

  PathsEntry(KernelCode code, KernelArguments arguments) {
    this.code = code;
    this.arguments = arguments;
    out.op("mov.u32", PathRegisters.THREAD, "%tid.x");
    this.sums = new BlockSumRenderer(out, PathRegisters.THREAD);
  }

  /** The body, between braces. */
  String render() {
    prologue();
    String nextBlock = out.label("BLOCK");
    String end = out.label("END");
    out.gap();
    out.comment("one block of paths after the other");
    out.place(nextBlock);
    String blocks = out.word();
    String beyond = out.predicate();
    out.op("ld.param.u32", blocks, argument(Argument.BLOCKS));
    out.op("setp.ge.u32", beyond, PathRegisters.BLOCK, blocks);
    out.opIf(beyond, "bra.uni", end);
    block();
    new StatementRenderer(out, arguments, variables, sums).render(code.body());
    String gridSize = out.word();
    out.op("mov.u32", gridSize, "%nctaid.x");
    out.op("add.u32", PathRegisters.BLOCK, PathRegisters.BLOCK, gridSize);
    out.op("bra.uni", nextBlock);
    out.place(end);
    out.op("ret");
    return sums.sharedMemory() + PathRegisters.declarations() + out.body();
  }

  private void prologue() {
    out.gap();
    String grid = out.word();
    String gridSize = out.word();
    String threads = out.word();
    String threadNumber = out.word();
    out.op("mov.u32", grid, "%ctaid.x");
    out.op("mov.u32", gridSize, "%nctaid.x");
    out.op("mov.u32", PathRegisters.BLOCK, grid);
    variables.bind(Variable.PATH, PathRegisters.PATH);
    variables.bind(Variable.SEED, PathRegisters.SEED);
    variables.bind(Variable.PURPOSE, PathRegisters.PURPOSE);
    bindWord(Variable.STEPS, Argument.STEPS);
    bindWord(Variable.DIMENSIONS, Argument.DIMENSIONS);
    bindWord(Variable.REORDERED, Argument.REORDERED);
    out.op("ld.param.u64", PathRegisters.SEED, argument(Argument.SEED));
    out.op("ld.param.u64", PathRegisters.PURPOSE, argument(Argument.PURPOSE));
    out.op("shl.b32", threads, gridSize, Integer.toString(blockBits()));
    out.op("mul.wide.u32", PathRegisters.INTERLEAVE, threads, Integer.toString(Double.BYTES));
    out.op("shl.b32", threadNumber, grid, Integer.toString(blockBits()));
    out.op("add.u32", threadNumber, threadNumber, PathRegisters.THREAD);
    if (arguments.has(Argument.TAPE)) {
      out.op("mov.u64", PathRegisters.TAPE, out.element(Argument.TAPE, threadNumber, Double.BYTES));
    }
    if (arguments.has(Argument.NOISE)) {
      out.op("mov.u64", PathRegisters.NOISE, out.element(Argument.NOISE, threadNumber, Double.BYTES));
    }
    if (arguments.has(Argument.WORDS)) {
      String row = out.word();
      out.op("mul.lo.u32", row, grid, variables.readWord(Variable.DIMENSIONS));
      out.op("mov.u64", PathRegisters.WORDS, out.element(Argument.WORDS, row, SobolWordsRenderer.ROW_BYTES));
    }
    String blocks = out.word();
    out.op("ld.param.u32", blocks, argument(Argument.BLOCKS));
    out.op("mul.wide.u32", PathRegisters.TOTAL_STRIDE, blocks, Integer.toString(Double.BYTES));
  }

  private static int blockBits() {
    return Integer.numberOfTrailingZeros(PtxRenderer.THREADS);
  }

  private void block() {
    String wide = out.integer();
    String first = out.integer();
    String number = out.integer();
    String firstPath = out.integer();
    String lane = out.integer();
    out.op("cvt.u64.u32", wide, PathRegisters.BLOCK);
    out.op("ld.param.u64", first, argument(Argument.FIRST_BLOCK));
    out.op("add.u64", number, first, wide);
    out.op("shl.b64", firstPath, number, Integer.toString(blockBits()));
    out.op("cvt.u64.u32", lane, PathRegisters.THREAD);
    out.op("add.u64", PathRegisters.PATH, firstPath, lane);
    out.op("mov.u64", PathRegisters.TOTALS, out.element(Argument.TOTALS, PathRegisters.BLOCK, Double.BYTES));
    if (arguments.has(Argument.WORDS)) {
      new SobolWordsRenderer(out, code.layout().sampling().antithetic()).render(number);
    }
  }

  private void bindWord(Variable variable, Argument argument) {
    if (arguments.has(argument)) {
      String register = out.named(".b32", variable.name());
      out.op("ld.param.u32", register, argument(argument));
      variables.bindWord(variable, register);
    }
  }

  private static String argument(Argument argument) {
    return "[" + argument.label() + "]";
  }
}
