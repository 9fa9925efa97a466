package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.Combination;
import io.pathwise.engine.lower.LoweredProgram.Direct;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.LoweredProgram.LoweredTerm;
import io.pathwise.engine.lower.LoweredProgram.SinkTerm;
import io.pathwise.engine.lower.LoweredProgram.SumTerm;
import io.pathwise.engine.lower.SinkPlaces;

/**
 * The entry {@code combine}: a thread for every block of paths turns the block's totals into its outputs, as
 * {@code io.pathwise.engine.lower.Binding#combine} defines, so that only outputs leave the device.
 */
final class CombineEntry {

  private final PtxWriter out = new PtxWriter();
  private final KernelArguments arguments;
  private final KernelLayout layout;
  private final LoweredProgram program;
  private final String block = out.word();
  private final String stride = out.integer();
  private final String totals = out.integer();

  CombineEntry(KernelArguments arguments) {
    this.arguments = arguments;
    this.layout = arguments.layout();
    this.program = layout.program();
  }

  /** The body, between braces. */
  String render() {
    String grid = out.word();
    String size = out.word();
    String thread = out.word();
    String blocks = out.word();
    String beyond = out.predicate();
    String end = out.label("END");
    out.op("mov.u32", grid, "%ctaid.x");
    out.op("mov.u32", size, "%ntid.x");
    out.op("mov.u32", thread, "%tid.x");
    out.op("mad.lo.u32", block, grid, size, thread);
    out.op("ld.param.u32", blocks, "[" + Argument.BLOCKS.label() + "]");
    out.op("setp.ge.u32", beyond, block, blocks);
    out.opIf(beyond, "bra", end);
    out.op("mul.wide.u32", stride, blocks, Integer.toString(Double.BYTES));
    out.op("mov.u64", totals, out.element(Argument.TOTALS, block, Double.BYTES));
    String results = out.element(Argument.RESULTS, block, program.outputs().size() * Double.BYTES);
    for (int i = 0; i < program.outputs().size(); i++) {
      LoweredOutput output = program.outputs().get(i);
      out.gap();
      out.comment("output " + output.name());
      String value = switch (output) {
        case Direct direct -> sum(direct.sum());
        case Combination combination -> combine(combination);
      };
      String notNan = out.predicate();
      String canonical = out.real();
      out.op("setp.eq.f64", notNan, value, value);
      out.op("selp.f64", canonical, value, PtxWriter.real(Double.NaN), notNan);
      out.op("st.global.f64", "[" + results + "+" + i * Double.BYTES + "]", canonical);
    }
    out.place(end);
    out.op("ret");
    return out.body();
  }

  private String sum(int number) {
    String address = out.integer();
    out.op("mad.lo.u64", address, stride, Integer.toString(number), totals);
    String value = out.real();
    out.op("ld.global.f64", value, "[" + address + "]");
    return value;
  }

  private String combine(Combination combination) {
    String total = out.real();
    out.op("mov.f64", total, PtxWriter.real(0.0));
    for (LoweredTerm term : combination.terms()) {
      switch (term) {
        case SumTerm sum -> out.op("fma.rn.f64", total, MemoryRenderer.uniform(out, arguments, sum.uniform()),
            sum(sum.sum()), total);
        case SinkTerm sink -> overSteps(sink, total);
      }
    }
    return total;
  }

  private void overSteps(SinkTerm term, String total) {
    SinkPlaces sinks = layout.sinks();
    int timing = sinks.timing(term.sink());
    int position = sinks.position(term.sink());
    boolean scheduled = timing != sinks.everyStep();
    String steps = out.word();
    String step = out.word();
    String done = out.predicate();
    String loop = out.label("STEP");
    String next = out.label("NEXT");
    String end = out.label("STEPS_END");
    out.op("ld.param.u32", steps, "[" + Argument.STEPS.label() + "]");
    out.op("mov.u32", step, "0");
    out.place(loop);
    out.op("setp.ge.u32", done, step, steps);
    out.opIf(done, "bra.uni", end);
    String row = out.word();
    if (scheduled) {
      String marks = out.element(Argument.SCHEDULES, step, program.schedules().size() * Integer.BYTES);
      String mark = out.word();
      String inactive = out.predicate();
      out.op("ld.global.nc.u32", mark, "[" + marks + "+" + timing * Integer.BYTES + "]");
      out.op("setp.eq.u32", inactive, mark, "0");
      out.opIf(inactive, "bra.uni", next);
      out.op("add.u32", row, mark, Integer.toString(position - 1));
    } else {
      out.op("mad.lo.u32", row, step, Integer.toString(sinks.count(timing)),
          Integer.toString(sinks.sums() + position));
    }
    String coefficients = out.element(Argument.COEFFICIENTS, step, arguments.coefficients() * Double.BYTES);
    String coefficient = out.real();
    out.op("ld.global.nc.f64", coefficient, "[" + coefficients + "+" + term.coefficient() * Double.BYTES + "]");
    String weightless = out.predicate();
    out.op("setp.eq.f64", weightless, coefficient, PtxWriter.real(0.0));
    out.opIf(weightless, "bra.uni", next);
    String wide = out.integer();
    String address = out.integer();
    String value = out.real();
    out.op("cvt.u64.u32", wide, row);
    out.op("mad.lo.u64", address, wide, stride, totals);
    out.op("ld.global.f64", value, "[" + address + "]");
    out.op("fma.rn.f64", total, coefficient, value, total);
    out.place(next);
    out.op("add.u32", step, step, "1");
    out.op("bra.uni", loop);
    out.place(end);
  }
}
