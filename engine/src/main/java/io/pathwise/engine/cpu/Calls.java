package io.pathwise.engine.cpu;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Statement.Compute;
import io.pathwise.engine.kernel.Variable;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The compiled straight lines of a kernel that every path computes for itself. */
final class Calls {

  /** A line with its places. */
  static final class Call {
    private final LineCode code;
    private final int[] places;

    Call(LineCode code, int[] places) {
      this.code = code;
      this.places = places;
    }

    /** Runs it; the parameters are those of {@link LineCode#run}. */
    void run(double[] rows, double[] reals, long[] integers) {
      code.run(rows, reals, integers, places);
    }
  }

  private final RowPlan plan;
  private final Map<Line, Routine> draws;
  private final Map<Line, Routine> own = new HashMap<>();
  private final IdentityHashMap<Compute, Call> calls = new IdentityHashMap<>();
  private int temporaryRows;

  /**
   * Compiles a kernel.
   *
   * @param draws
   *          the lines that draw noise: there are few, and all kernels share them
   */
  Calls(KernelCode code, RowPlan plan, Map<Line, Routine> draws) {
    this.plan = plan;
    this.draws = draws;
    compile(code.body());
  }

  private void compile(List<Statement> body) {
    for (Statement statement : body) {
      switch (statement) {
        case Compute compute -> {
          if (compute.targets().getFirst().perPath()) {
            calls.put(compute, call(compute));
          }
        }
        case Statement.Repeat repeat -> compile(repeat.body());
        case Statement.When when -> {
          compile(when.then());
          compile(when.otherwise());
        }
        case Statement.Assign assign -> {
        }
        case Statement.Load load -> {
        }
        case Statement.Store store -> {
        }
        case Statement.Total total -> {
        }
        case Statement.Remark remark -> {
        }
      }
    }
  }

  private Call call(Compute compute) {
    Map<Line, Routine> known = compute.inputs().contains(Variable.PATH) ? draws : own;
    Routine routine = known.computeIfAbsent(Line.of(compute), Routine::new);
    temporaryRows = Math.max(temporaryRows, routine.temporaryRows());
    int[] places = new int[compute.inputs().size() + compute.targets().size() + 1];
    int next = 0;
    for (Variable input : compute.inputs()) {
      places[next++] = input.perPath() ? plan.offset(input) : input.number();
    }
    for (Variable target : compute.targets()) {
      places[next++] = plan.offset(target);
    }
    places[next] = Rows.offset(plan.rows());
    return new Call(routine.code(), places);
  }

  /** What a statement runs. */
  Call of(Compute compute) {
    return Objects.requireNonNull(calls.get(compute));
  }

  /** How many rows the lines need for temporaries, behind those of the variables. */
  int temporaryRows() {
    return temporaryRows;
  }
}
