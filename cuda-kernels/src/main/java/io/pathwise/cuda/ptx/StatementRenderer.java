package io.pathwise.cuda.ptx;

import io.pathwise.engine.kernel.Index;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Statement.Assign;
import io.pathwise.engine.kernel.Statement.Compute;
import io.pathwise.engine.kernel.Statement.Load;
import io.pathwise.engine.kernel.Statement.Remark;
import io.pathwise.engine.kernel.Statement.Repeat;
import io.pathwise.engine.kernel.Statement.Store;
import io.pathwise.engine.kernel.Statement.Test;
import io.pathwise.engine.kernel.Statement.Total;
import io.pathwise.engine.kernel.Statement.When;
import io.pathwise.engine.kernel.Variable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/** Renders the statements of a kernel for one path, whose thread takes all branches together with its thread block. */
final class StatementRenderer {

  private final PtxWriter out;
  private final VariableRegisters variables;
  private final MemoryRenderer memory;
  private final BlockSumRenderer sums;

  /**
   * A renderer.
   *
   * @param variables
   *          which have the kernel's inputs
   */
  StatementRenderer(PtxWriter out, KernelArguments arguments, VariableRegisters variables, BlockSumRenderer sums) {
    this.out = out;
    this.variables = variables;
    this.memory = new MemoryRenderer(out, arguments, variables);
    this.sums = sums;
  }

  /** Renders a body. */
  void render(List<Statement> body) {
    memory.body(() -> {
      boolean remarks = false;
      for (Statement statement : body) {
        if (statement instanceof Remark && !remarks) {
          out.gap();
        }
        remarks = statement instanceof Remark;
        render(statement);
      }
    });
  }

  private void render(Statement statement) {
    switch (statement) {
      case Compute compute -> compute(compute);
      case Assign assign -> variables.write(assign.target(), lasting(assign.source()));
      case Load load -> memory.load(load);
      case Store store -> memory.store(store);
      case Repeat repeat -> repeat(repeat);
      case When when -> when(when);
      case Total total -> {
        out.comment("sums over the block");
        sums.sum(total.values().stream().map(variables::read).toList(), PathRegisters.TOTAL_STRIDE,
            totals(total.row()));
      }
      case Remark remark -> out.comment(remark.text());
    }
  }

  private String lasting(Variable variable) {
    return variables.lasting(variables.read(variable), variable.kind());
  }

  private void compute(Compute compute) {
    BitSet wanted = new BitSet();
    compute.outputs().forEach(wanted::set);
    String[] results = CodeRenderer.render(out, compute.code(), wanted,
        input -> variables.read(compute.inputs().get(input)));
    List<String> operands = IntStream.range(0, compute.targets().size())
        .mapToObj(i -> variables.lasting(results[compute.outputs().get(i)], compute.targets().get(i).kind())).toList();
    for (int i = 0; i < operands.size(); i++) {
      variables.write(compute.targets().get(i), operands.get(i));
    }
  }

  private void repeat(Repeat repeat) {
    String counter = out.named(".b32", repeat.counter().name());
    variables.bindWord(repeat.counter(), counter);
    String count = variables.readWord(repeat.count());
    String from = Integer.toString(repeat.from());
    String loop = out.label("LOOP");
    String end = out.label("LOOP_END");
    String done = out.predicate();
    out.op("mov.u32", counter, repeat.backwards() ? count : from);
    out.place(loop);
    if (repeat.backwards()) {
      out.op("setp.le.u32", done, counter, from);
      out.opIf(done, "bra.uni", end);
      out.op("sub.u32", counter, counter, "1");
      render(repeat.body());
    } else {
      out.op("setp.ge.u32", done, counter, count);
      out.opIf(done, "bra.uni", end);
      render(repeat.body());
      out.op("add.u32", counter, counter, "1");
    }
    out.op("bra.uni", loop);
    out.place(end);
  }

  private void when(When when) {
    String holds = test(when.test());
    if (isChoice(when)) {
      for (int i = 0; i < when.then().size(); i++) {
        Assign yes = (Assign) when.then().get(i);
        Assign no = (Assign) when.otherwise().get(i);
        variables.choose(yes.target(), yes.source(), no.source(), holds);
      }
      return;
    }
    String end = out.label("WHEN_END");
    if (when.then().isEmpty()) {
      out.opIf(holds, "bra.uni", end);
      render(when.otherwise());
    } else if (when.otherwise().isEmpty()) {
      out.opIf("!" + holds, "bra.uni", end);
      render(when.then());
    } else {
      String otherwise = out.label("OTHERWISE");
      out.opIf("!" + holds, "bra.uni", otherwise);
      render(when.then());
      out.op("bra.uni", end);
      out.place(otherwise);
      render(when.otherwise());
    }
    out.place(end);
  }

  /** Whether both bodies do nothing but assign, to the same variables in the same order. */
  private static boolean isChoice(When when) {
    return when.then().stream().allMatch(Assign.class::isInstance)
        && targets(when.then()).equals(targets(when.otherwise()))
        && when.then().size() == when.otherwise().size();
  }

  private static List<Variable> targets(List<Statement> body) {
    return body.stream().filter(Assign.class::isInstance).map(assign -> ((Assign) assign).target()).toList();
  }

  private String test(Test test) {
    return switch (test) {
      case Test.IsZero zero -> variables.isWord(zero.a())
          ? compare("setp.eq.u32", variables.readWord(zero.a()), "0")
          : compare("setp.eq.u64", variables.read(zero.a()), "0");
      case Test.IsEqual equal -> compare("setp.eq", equal.a(), equal.b());
      case Test.IsLess less -> compare("setp.lt", less.a(), less.b());
    };
  }

  private String compare(String mnemonic, Variable a, Variable b) {
    return variables.isWord(a) && variables.isWord(b)
        ? compare(mnemonic + ".u32", variables.readWord(a), variables.readWord(b))
        : compare(mnemonic + ".u64", variables.read(a), variables.read(b));
  }

  private String compare(String mnemonic, String a, String b) {
    String holds = out.predicate();
    out.op(mnemonic, holds, a, b);
    return holds;
  }

  /** The address of the block's total in a row. */
  private String totals(Index index) {
    if (index.row().isEmpty() && index.offset() == 0) {
      return PathRegisters.TOTALS;
    }
    String row = out.word();
    if (index.row().isPresent()) {
      out.op("mad.lo.u32", row, variables.readWord(index.row().get()), Integer.toString(index.stride()),
          Integer.toString(index.offset()));
    } else {
      out.op("mov.u32", row, Integer.toString(index.offset()));
    }
    String wide = out.integer();
    String address = out.integer();
    out.op("cvt.u64.u32", wide, row);
    out.op("mad.lo.u64", address, wide, PathRegisters.TOTAL_STRIDE, PathRegisters.TOTALS);
    return address;
  }
}
