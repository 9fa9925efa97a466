package io.pathwise.cuda.ptx;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.PathCode;
import io.pathwise.engine.program.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The entry {@code paths}: a thread for every path of a block, thread blocks taking one block of paths after the other.
 * It writes the sums over every block. Start at {@link #render}.
 */
final class PathsEntry {

  private final PtxWriter out = new PtxWriter();
  private final KernelLayout layout;
  private final LoweredProgram program;
  private final DrawRenderer draws;
  private final ReorderingRenderer reordering;
  private final StateNames names;
  private final BlockSumRenderer sums;

  PathsEntry(KernelLayout layout) {
    this.layout = layout;
    this.program = layout.program();
    this.draws = new DrawRenderer(out, layout);
    this.reordering = new ReorderingRenderer(out, layout, draws);
    this.names = new StateNames(program);
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
    for (int s = 0; s < program.sweeps().size(); s++) {
      sweep(s);
    }
    finish();
    String gridSize = out.word();
    out.op("mov.u32", gridSize, "%nctaid.x");
    out.op("add.u32", PathRegisters.BLOCK, PathRegisters.BLOCK, gridSize);
    out.op("bra.uni", nextBlock);
    out.place(end);
    out.op("ret");
    return BlockSumRenderer.sharedMemory(layout.mostSums()) + PathRegisters.declarations() + names.declarations()
        + out.body();
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
    out.op("ld.param.u32", PathRegisters.STEPS, argument(Argument.STEPS));
    out.op("ld.param.u64", PathRegisters.SEED, argument(Argument.SEED));
    out.op("ld.param.u64", PathRegisters.PURPOSE, argument(Argument.PURPOSE));
    out.op("shl.b32", threads, gridSize, Integer.toString(blockBits()));
    out.op("mul.wide.u32", PathRegisters.INTERLEAVE, threads, Integer.toString(Double.BYTES));
    out.op("shl.b32", threadNumber, grid, Integer.toString(blockBits()));
    out.op("add.u32", threadNumber, threadNumber, PathRegisters.THREAD);
    if (layout.has(Argument.TAPE)) {
      out.op("mov.u64", PathRegisters.TAPE, elementOf(Argument.TAPE, threadNumber, Double.BYTES));
    }
    if (layout.has(Argument.NOISE)) {
      out.op("mov.u64", PathRegisters.NOISE, elementOf(Argument.NOISE, threadNumber, Double.BYTES));
    }
    if (layout.isSobol()) {
      String dimensions = out.word();
      String row = out.word();
      out.op("ld.param.u32", dimensions, argument(Argument.DIMENSIONS));
      out.op("mul.lo.u32", row, grid, dimensions);
      out.op("mov.u64", PathRegisters.WORDS, elementOf(Argument.WORDS, row, SobolWordsRenderer.ROW_BYTES));
    }
    String blocks = out.word();
    out.op("ld.param.u32", blocks, argument(Argument.BLOCKS));
    out.op("mul.wide.u32", PathRegisters.TOTAL_STRIDE, blocks, Integer.toString(Double.BYTES));
  }

  private static int blockBits() {
    return Integer.numberOfTrailingZeros(KernelLayout.THREADS);
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
    out.op("mov.u64", PathRegisters.TOTALS, elementOf(Argument.TOTALS, PathRegisters.BLOCK, Double.BYTES));
    if (layout.isSobol()) {
      new SobolWordsRenderer(out, layout.sampling().antithetic()).render(number);
    } else {
      out.op("mov.u64", PathRegisters.CARRIED_PAIR, PtxWriter.integer(-1));
    }
    if (layout.isReordered()) {
      reordering.render();
    }
  }

  private void sweep(int number) {
    LoweredSweep sweep = program.sweeps().get(number);
    boolean forward = sweep.direction() == Sweep.Direction.FORWARD;
    out.gap();
    out.comment("sweep " + number + (forward ? ", first step to last: start" : ", last step to first: start"));
    execute(sweep.start(), "", Map.of());
    String step = out.label("STEP");
    String end = out.label("SWEEP_END");
    String done = out.predicate();
    out.gap();
    out.op("mov.u32", PathRegisters.COUNT, "0");
    out.place(step);
    out.op("setp.ge.u32", done, PathRegisters.COUNT, PathRegisters.STEPS);
    out.opIf(done, "bra.uni", end);
    if (forward) {
      out.op("mov.u32", PathRegisters.STEP, PathRegisters.COUNT);
    } else {
      out.op("sub.u32", PathRegisters.STEP, PathRegisters.STEPS, PathRegisters.COUNT);
      out.op("sub.u32", PathRegisters.STEP, PathRegisters.STEP, "1");
    }
    step(number, sweep);
    out.op("add.u32", PathRegisters.COUNT, PathRegisters.COUNT, "1");
    out.op("bra.uni", step);
    out.place(end);
  }

  private void step(int number, LoweredSweep sweep) {
    Set<Integer> always = new TreeSet<>();
    sweep.stages().stream().filter(stage -> stage.schedule() < 0).forEach(stage -> always.addAll(noises(stage)));
    Map<Integer, String> common = noises(always);
    String flags = sweep.stages().stream().anyMatch(stage -> stage.schedule() >= 0)
        ? rowOf(Argument.SCHEDULES, program.schedules().size())
        : "";
    for (int g = 0; g < sweep.stages().size(); g++) {
      LoweredStage stage = sweep.stages().get(g);
      out.gap();
      out.comment("stage " + stage.name()
          + (stage.schedule() < 0 ? "" : ", at the steps of " + program.schedules().get(stage.schedule())));
      String skipped = out.label("SKIPPED");
      if (stage.schedule() >= 0) {
        String flag = out.word();
        String inactive = out.predicate();
        out.op("ld.global.nc.u8", flag, "[" + flags + "+" + stage.schedule() + "]");
        out.op("setp.eq.u32", inactive, flag, "0");
        out.opIf(inactive, "bra.uni", skipped);
      }
      stage(stage, columns(number, g, stage), common);
      if (stage.schedule() >= 0) {
        out.place(skipped);
      }
    }
  }

  private void stage(LoweredStage stage, String columns, Map<Integer, String> common) {
    Set<Integer> own = noises(stage);
    own.removeAll(common.keySet());
    Map<Integer, String> noises = new HashMap<>(common);
    noises.putAll(noises(own));
    List<String> sunk = execute(stage.code(), columns, noises);
    if (!sunk.isEmpty()) {
      out.comment("sums over the block for the step");
      Cell.SinkCell first = (Cell.SinkCell) stage.code().writes().stream().filter(Cell.SinkCell.class::isInstance)
          .findFirst().orElseThrow();
      String row = out.word();
      out.op("mad.lo.u32", row, PathRegisters.STEP, Integer.toString(program.sinkCount()),
          Integer.toString(program.sumCount() + layout.sinkPosition(first.index())));
      String wide = out.integer();
      String address = out.integer();
      out.op("cvt.u64.u32", wide, row);
      out.op("mad.lo.u64", address, wide, PathRegisters.TOTAL_STRIDE, PathRegisters.TOTALS);
      sums.sum(sunk, PathRegisters.TOTAL_STRIDE, address);
    }
  }

  private static Set<Integer> noises(LoweredStage stage) {
    return stage.code().reads().stream().filter(Cell.NoiseCell.class::isInstance)
        .map(cell -> ((Cell.NoiseCell) cell).number()).collect(Collectors.toCollection(TreeSet::new));
  }

  private Map<Integer, String> noises(Set<Integer> numbers) {
    return layout.isReordered() ? reordering.load(numbers) : draws.draw(numbers);
  }

  private void finish() {
    out.gap();
    out.comment("finish");
    List<String> values = execute(program.finish(), "", Map.of());
    out.comment("sums over the block");
    sums.sum(values, PathRegisters.TOTAL_STRIDE, PathRegisters.TOTALS);
  }

  /**
   * Renders path code: reads its cells, then writes them.
   *
   * @return what goes into sums or sinks, in order
   */
  private List<String> execute(PathCode path, String columns, Map<Integer, String> noises) {
    boolean keeps = path.reads().stream().anyMatch(Cell.TapeCell.class::isInstance)
        || path.writes().stream().anyMatch(Cell.TapeCell.class::isInstance);
    String tape = keeps ? tapeRow() : "";
    String[] results = CodeRenderer.render(out, path.code(), input -> switch (path.reads().get(input)) {
      case Cell.Uniform cell -> uniform(out, layout, cell.index());
      case Cell.Column cell -> loadColumn(columns, cell.index());
      case Cell.StateCell cell -> names.register(cell.index());
      case Cell.NoiseCell cell -> noise(noises, cell.number());
      case Cell.TapeCell cell -> {
        String value = out.real();
        out.op("ld.global.f64", value, "[" + tapeElement(tape, cell.index()) + "]");
        yield value;
      }
      case Cell.SinkCell cell -> throw new IllegalStateException("write only: " + cell);
      case Cell.SumCell cell -> throw new IllegalStateException("write only: " + cell);
    });
    return write(path, results, tape);
  }

  private List<String> write(PathCode path, String[] results, String tape) {
    List<String> summed = new ArrayList<>();
    Map<String, String> states = new LinkedHashMap<>();
    for (int i = 0; i < results.length; i++) {
      switch (path.writes().get(i)) {
        case Cell.StateCell cell -> {
          String target = names.register(cell.index());
          if (!target.equals(results[i])) {
            states.put(target, unaliased(results[i]));
          }
        }
        case Cell.TapeCell cell ->
          out.op("st.global.f64", "[" + tapeElement(tape, cell.index()) + "]", unaliased(results[i]));
        case Cell.SinkCell cell -> summed.add(results[i]);
        case Cell.SumCell cell -> summed.add(results[i]);
        case Cell.Uniform cell -> throw new IllegalStateException("read only: " + cell);
        case Cell.Column cell -> throw new IllegalStateException("read only: " + cell);
        case Cell.NoiseCell cell -> throw new IllegalStateException("read only: " + cell);
      }
    }
    // A value to be summed may be a state's old value.
    summed.replaceAll(this::unaliased);
    states.forEach((target, value) -> out.op("mov.f64", target, value));
    return summed;
  }

  /** A register of its own for a constant, and for a state, since states change while cells are written. */
  private String unaliased(String operand) {
    if (!names.isState(operand) && operand.startsWith("%")) {
      return operand;
    }
    String copy = out.real();
    out.op("mov.f64", copy, operand);
    return copy;
  }

  private static String noise(Map<Integer, String> noises, int number) {
    String register = noises.get(number);
    if (register == null) {
      throw new IllegalStateException("noise " + number + " has not been drawn");
    }
    return register;
  }

  private String columns(int sweep, int stage, LoweredStage lowered) {
    if (lowered.columnCount() == 0) {
      return "";
    }
    String row = rowOf(Argument.COLUMNS, layout.columns() * Double.BYTES);
    String address = out.integer();
    out.op("add.u64", address, row, Integer.toString(layout.columnOffset(sweep, stage) * Double.BYTES));
    return address;
  }

  private String loadColumn(String columns, int index) {
    String value = out.real();
    out.op("ld.global.nc.f64", value, "[" + columns + "+" + index * Double.BYTES + "]");
    return value;
  }

  private String tapeRow() {
    String product = out.integer();
    String row = out.integer();
    out.op("mul.wide.u32", product, PathRegisters.STEP, Integer.toString(program.tapeSize()));
    out.op("mad.lo.u64", row, product, PathRegisters.INTERLEAVE, PathRegisters.TAPE);
    return row;
  }

  private String tapeElement(String row, int cell) {
    String address = out.integer();
    out.op("mad.lo.u64", address, PathRegisters.INTERLEAVE, Integer.toString(cell), row);
    return address;
  }

  /** The address of the current step's row. */
  private String rowOf(Argument array, int bytes) {
    return elementOf(array, PathRegisters.STEP, bytes);
  }

  private String elementOf(Argument array, String index, int bytes) {
    String base = out.integer();
    String offset = out.integer();
    String address = out.integer();
    out.op("ld.param.u64", base, argument(array));
    out.op("mul.wide.u32", offset, index, Integer.toString(bytes));
    out.op("add.u64", address, base, offset);
    return address;
  }

  /** A register with a uniform. */
  static String uniform(PtxWriter out, KernelLayout layout, int index) {
    String value = out.real();
    if (layout.has(Argument.UNIFORMS)) {
      String base = out.integer();
      out.op("ld.param.u64", base, argument(Argument.UNIFORMS));
      out.op("ld.global.nc.f64", value, "[" + base + "+" + index * Double.BYTES + "]");
    } else {
      out.op("ld.param.f64", value, "[" + PtxRenderer.uniformLabel(index) + "]");
    }
    return value;
  }

  private static String argument(Argument argument) {
    return "[" + argument.label() + "]";
  }
}
