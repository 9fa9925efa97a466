package io.pathwise.engine.cpu;

import io.pathwise.engine.code.Interpreter;
import io.pathwise.engine.kernel.Index;
import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.KernelData;
import io.pathwise.engine.kernel.KernelLayout;
import io.pathwise.engine.kernel.Memory;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Statement.Compute;
import io.pathwise.engine.kernel.Variable;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.statistics.BlockTree;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Walks the statements of a kernel, each for all paths of a block, on one thread. What paths have in common lies in two
 * arrays, by the variable's number; the rest in the rows of an array: variables, temporaries, noise, tape.
 */
final class Worker {

  private final KernelCode code;
  private final RowPlan plan;
  private final Calls calls;
  private final NoiseKey key;
  private final IdentityHashMap<Compute, Interpreter> interpreters = new IdentityHashMap<>();
  private final double[] rows;
  private final double[] reals;
  private final long[] integers;
  private final double[] uniforms;
  private final double[] columns;
  private final double[] weights;
  private final int[] schedules;
  private final long[] sobolWords;
  private final int[] slots;
  private final int[] planes;
  private final int firstNoiseRow;
  private final int firstTapeRow;
  private final double[] totals;
  private final double[] summed = new double[Rows.LANES];

  /**
   * A worker.
   *
   * @param rows
   *          its array, at least {@link #elements} long
   */
  Worker(KernelCode code, RowPlan plan, Calls calls, KernelData data, NoiseKey key, double[] rows) {
    int steps = data.binding().steps();
    this.code = code;
    this.plan = plan;
    this.calls = calls;
    this.key = key;
    this.rows = rows;
    this.reals = new double[code.variables().size()];
    this.integers = new long[code.variables().size()];
    this.uniforms = data.binding().uniforms();
    this.columns = data.columns();
    this.weights = data.weights();
    this.schedules = data.schedules();
    this.sobolWords = new long[data.dimensions() * SobolWords.COUNT];
    this.slots = data.slots();
    this.planes = data.planes();
    this.firstNoiseRow = plan.rows() + calls.temporaryRows();
    this.firstTapeRow = firstNoiseRow + (int) code.layout().reorderedRows(steps);
    this.totals = new double[Math.toIntExact(data.binding().totalRows().count())];
    integers[Variable.SEED.number()] = key.seed();
    integers[Variable.PURPOSE.number()] = key.purpose();
    integers[Variable.STEPS.number()] = steps;
    integers[Variable.DIMENSIONS.number()] = data.dimensions();
    integers[Variable.REORDERED.number()] = data.reordered();
  }

  /** How long the array of rows must be. */
  static long elements(KernelLayout layout, RowPlan plan, Calls calls, int steps) {
    return Rows.elements(
        plan.rows() + calls.temporaryRows() + layout.reorderedRows(steps) + layout.tapeRows(steps));
  }

  /** The totals of a block. The array is used again for the next. */
  double[] run(long block) {
    int paths = plan.offset(Variable.PATH);
    for (int lane = 0; lane < Rows.LANES; lane++) {
      rows[paths + lane] = Double.longBitsToDouble(block * Rows.LANES + lane);
    }
    if (code.layout().sampling().points() instanceof PointSet.Sobol sobol) {
      for (int offset = 0; offset < sobolWords.length; offset += SobolWords.COUNT) {
        SobolWords.fill(sobolWords, offset, key.seed(), key.purpose(), sobol.randomisations(), block,
            offset / SobolWords.COUNT, code.layout().sampling().antithetic());
      }
    }
    run(code.body());
    return totals;
  }

  private void run(List<Statement> body) {
    for (int i = 0; i < body.size(); i++) {
      switch (body.get(i)) {
        case Compute compute -> compute(compute);
        case Statement.Assign assign -> assign(assign.target(), assign.source());
        case Statement.Load load -> load(load.target(), load.memory(), at(load.index()));
        case Statement.Store store -> copy(plan.offset(store.source()), element(store.memory(), at(store.index())));
        case Statement.Repeat repeat -> repeat(repeat);
        case Statement.When when -> run(holds(when.test()) ? when.then() : when.otherwise());
        case Statement.Total total -> add(total.values(), at(total.row()));
        case Statement.Remark remark -> {
        }
      }
    }
  }

  private void compute(Compute compute) {
    if (compute.targets().getFirst().perPath()) {
      calls.of(compute).run(rows, reals, integers);
    } else {
      interpret(compute);
    }
  }

  /** A few operations on integers that all paths have in common, not worth a class. */
  private void interpret(Compute compute) {
    Interpreter interpreter = interpreters.computeIfAbsent(compute, missing -> new Interpreter(missing.code()));
    long[] values = new long[compute.inputs().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = integers[compute.inputs().get(i).number()];
    }
    interpreter.run(values);
    for (int i = 0; i < compute.targets().size(); i++) {
      integers[compute.targets().get(i).number()] = interpreter.output(compute.outputs().get(i));
    }
  }

  private void assign(Variable target, Variable source) {
    if (target.perPath()) {
      copy(plan.offset(source), plan.offset(target));
    } else {
      reals[target.number()] = reals[source.number()];
      integers[target.number()] = integers[source.number()];
    }
  }

  private int at(Index index) {
    return index.row().isEmpty()
        ? index.offset()
        : (int) integers[index.row().get().number()] * index.stride() + index.offset();
  }

  private void load(Variable target, Memory memory, int index) {
    int number = target.number();
    switch (memory) {
      case UNIFORMS -> reals[number] = uniforms[index];
      case COLUMNS -> reals[number] = columns[index];
      case WEIGHTS -> reals[number] = weights[index];
      case SCHEDULES -> integers[number] = schedules[index];
      case SOBOL_WORDS -> integers[number] = sobolWords[index];
      case SLOTS -> integers[number] = slots[index];
      case PLANES -> integers[number] = planes[index];
      case TAPE, NOISE -> copy(element(memory, index), plan.offset(target));
    }
  }

  /** Where an element of memory begins that every path has its own of. */
  private int element(Memory memory, int index) {
    return Rows.offset(index + switch (memory) {
      case NOISE -> firstNoiseRow;
      case TAPE -> firstTapeRow;
      case UNIFORMS, COLUMNS, WEIGHTS, SCHEDULES, SOBOL_WORDS, SLOTS, PLANES ->
        throw new IllegalArgumentException("the same for all paths: " + memory);
    });
  }

  private void copy(int from, int to) {
    System.arraycopy(rows, from, rows, to, Rows.LANES);
  }

  private void repeat(Statement.Repeat repeat) {
    int counter = repeat.counter().number();
    long count = integers[repeat.count().number()] - repeat.from();
    for (long i = 0; i < count; i++) {
      integers[counter] = repeat.from() + (repeat.backwards() ? count - 1 - i : i);
      run(repeat.body());
    }
  }

  private boolean holds(Statement.Test test) {
    return switch (test) {
      case Statement.Test.IsZero zero -> integers[zero.a().number()] == 0;
      case Statement.Test.IsEqual equal -> integers[equal.a().number()] == integers[equal.b().number()];
      case Statement.Test.IsLess less -> integers[less.a().number()] < integers[less.b().number()];
    };
  }

  private void add(List<Variable> values, int row) {
    for (int i = 0; i < values.size(); i++) {
      System.arraycopy(rows, plan.offset(values.get(i)), summed, 0, Rows.LANES);
      totals[row + i] = BlockTree.sumInPlace(summed, 0);
    }
  }
}
