package io.pathwise.llvm.ir;

import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.kernel.Index;
import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.Memory;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Variable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Renders the statements of a kernel for one group of paths. Start at {@link #render}. */
final class StatementRenderer {

  /** What is read is not written while the kernel runs. */
  static final String INVARIANT = ", !invariant.load !1";

  private final IrWriter out;
  private final Shape shape;
  /** Values by the number of their variable. */
  private final Map<Integer, Operand> values = new HashMap<>();
  /** Values that are computed when they are added up, by the number of their variable. */
  private final Map<Integer, Supplier<Operand>> waiting = new HashMap<>();
  /** Where registers lie, by the number of their variable. */
  private final Map<Integer, String> registers = new HashMap<>();
  private final TotalRenderer totals;

  /**
   * A renderer.
   *
   * @param path
   *          the vector with the numbers of the paths
   * @param totals
   *          where totals go
   */
  StatementRenderer(IrWriter out, KernelCode kernel, String path, TotalRenderer totals) {
    this.out = out;
    this.shape = out.shape();
    this.totals = totals;
    values.put(Variable.PATH.number(), Operand.vector(path, Kind.INTEGER));
    for (int number = 1; number < Variable.INPUTS.size(); number++) {
      values.put(number, Operand.scalar(Argument.numbers().get(number - 1).register(), Kind.INTEGER));
    }
    for (Variable variable : kernel.variables()) {
      if (variable.role() == Variable.Role.REGISTER) {
        registers.put(variable.number(), out.allocate(type(variable), variable.name()));
      }
    }
  }

  private String type(Variable variable) {
    return variable.perPath() ? shape.vector(variable.kind()) : Shape.scalar(variable.kind());
  }

  void render(List<Statement> body) {
    for (int i = 0; i < body.size(); i++) {
      switch (body.get(i)) {
        case Statement.Compute compute -> compute(compute, added(body.subList(i, body.size())));
        case Statement.Assign assign -> write(assign.target(), read(assign.source()));
        case Statement.Load load -> load(load);
        case Statement.Store store -> store(store);
        case Statement.Repeat repeat -> repeat(repeat);
        case Statement.When when -> when(when);
        case Statement.Total total -> total(total);
        case Statement.Remark remark -> out.remark(remark.text());
      }
    }
  }

  private Operand read(Variable variable) {
    String register = registers.get(variable.number());
    if (register == null) {
      return Objects.requireNonNull(values.get(variable.number()), variable::name);
    }
    String value = out.define("load " + type(variable) + ", ptr " + register + ", align 64");
    return new Operand(value, variable.kind(), variable.perPath(), false);
  }

  private void write(Variable variable, Operand value) {
    String register = registers.get(variable.number());
    if (register == null) {
      values.put(variable.number(), value);
    } else {
      out.op("store " + type(variable) + " " + out.as(value, variable.perPath()) + ", ptr " + register + ", align 64");
    }
  }

  /** What statements add up, which is not read otherwise. */
  private static Set<Variable> added(List<Statement> statements) {
    return statements.stream().filter(Statement.Total.class::isInstance)
        .flatMap(statement -> ((Statement.Total) statement).values().stream()).collect(Collectors.toSet());
  }

  private void compute(Statement.Compute compute, Set<Variable> added) {
    List<Operand> inputs = compute.inputs().stream().map(this::read).toList();
    List<Integer> late = IntStream.range(0, compute.targets().size())
        .filter(k -> added.contains(compute.targets().get(k))).mapToObj(compute.outputs()::get).toList();
    CodeRenderer code = CodeRenderer.render(out, compute.code(), compute.outputs(), late, inputs);
    for (int k = 0; k < compute.targets().size(); k++) {
      Variable target = compute.targets().get(k);
      int output = compute.outputs().get(k);
      if (added.contains(target)) {
        waiting.put(target.number(), () -> code.output(output));
      } else {
        write(target, code.output(output));
      }
    }
  }

  private void load(Statement.Load load) {
    String array = Argument.of(load.memory()).register();
    String index = index(load.index());
    Variable target = load.target();
    write(target, switch (load.memory()) {
      case UNIFORMS, COLUMNS, WEIGHTS ->
        Operand.scalar(out.define("load double, ptr " + out.element("double", array, index) + ", align 8" + INVARIANT),
            Kind.REAL);
      case SCHEDULES, SLOTS, PLANES -> narrow("i32", array, index);
      case SOBOL_WORDS -> Operand.scalar(
          out.define(
              "load i64, ptr " + out.element("i64", KernelRenderer.WORDS_OF_BLOCK, index) + ", align 8" + INVARIANT),
          Kind.INTEGER);
      case TAPE, NOISE -> Operand.vector(
          out.define("load " + shape.vector(Kind.REAL) + ", ptr " + element(load.memory(), index) + ", align 64"),
          Kind.REAL);
    });
  }

  private Operand narrow(String type, String array, String index) {
    String value = out.define("load " + type + ", ptr " + out.element(type, array, index) + INVARIANT);
    return Operand.scalar(out.define("zext " + type + " " + value + " to i64"), Kind.INTEGER);
  }

  private void store(Statement.Store store) {
    String value = out.as(read(store.source()), true);
    out.op("store " + shape.vector(Kind.REAL) + " " + value + ", ptr " + element(store.memory(), index(store.index()))
        + ", align 64");
  }

  private String element(Memory memory, String index) {
    return out.element(shape.vector(Kind.REAL), Argument.of(memory).register(), index);
  }

  private String index(Index index) {
    if (index.row().isEmpty()) {
      return Integer.toString(index.offset());
    }
    String row = read(index.row().get()).text();
    String start = index.stride() == 1 ? row : out.define("mul nuw nsw i64 " + row + ", " + index.stride());
    if (index.offset() == 0) {
      return start;
    }
    return out.define((index.offset() < 0 ? "add nsw i64 " : "add nuw nsw i64 ") + start + ", " + index.offset());
  }

  private void total(Statement.Total total) {
    totals.add(total.values().size(), k -> {
      Supplier<Operand> waited = waiting.get(total.values().get(k).number());
      return out.as(waited == null ? read(total.values().get(k)) : waited.get(), true);
    }, index(total.row()));
  }

  /** A loop whose end is tested at the end, behind a test whether it runs at all: so invariants can be moved out. */
  private void repeat(Statement.Repeat repeat) {
    String count = read(repeat.count()).text();
    String before = out.newLabel("before");
    String body = out.newLabel("body");
    String done = out.newLabel("done");
    out.branch(out.define("icmp ugt i64 " + count + ", " + repeat.from()), before, done);
    out.place(before);
    out.jump(body);
    out.place(body);
    String number = out.reserve();
    String next = out.reserve();
    String latch = out.newLabel("latch");
    out.define(number, "phi i64 [ " + repeat.from() + ", %" + before + " ], [ " + next + ", %" + latch + " ]");
    String counter = number;
    if (repeat.backwards()) {
      String last = out.define("sub nuw nsw i64 " + count + ", 1");
      counter = out.define("sub nuw nsw i64 " + last + ", " + number);
      counter = repeat.from() == 0 ? counter : out.define("add nuw nsw i64 " + counter + ", " + repeat.from());
    }
    values.put(repeat.counter().number(), Operand.scalar(counter, Kind.INTEGER));
    out.inner(() -> render(repeat.body()));
    out.jump(latch);
    out.place(latch);
    out.define(next, "add nuw nsw i64 " + number + ", 1");
    out.branch(out.define("icmp ult i64 " + next + ", " + count), body, done);
    out.place(done);
  }

  private void when(Statement.When when) {
    String test = switch (when.test()) {
      case Statement.Test.IsZero(Variable a) -> out.define("icmp eq i64 " + read(a).text() + ", 0");
      case Statement.Test.IsEqual(Variable a, Variable b) -> compare("eq", a, b);
      case Statement.Test.IsLess(Variable a, Variable b) -> compare("ult", a, b);
    };
    String then = out.newLabel("then");
    String otherwise = out.newLabel("otherwise");
    String join = out.newLabel("join");
    out.branch(test, when.then().isEmpty() ? join : then, when.otherwise().isEmpty() ? join : otherwise);
    branch(then, when.then(), join);
    branch(otherwise, when.otherwise(), join);
    out.place(join);
  }

  private String compare(String relation, Variable a, Variable b) {
    return out.define("icmp " + relation + " i64 " + read(a).text() + ", " + read(b).text());
  }

  private void branch(String label, List<Statement> body, String join) {
    if (!body.isEmpty()) {
      out.place(label);
      out.inner(() -> render(body));
      out.jump(join);
    }
  }
}
