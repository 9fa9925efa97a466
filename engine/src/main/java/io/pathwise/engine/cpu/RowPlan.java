package io.pathwise.engine.cpu;

import io.pathwise.engine.kernel.KernelCode;
import io.pathwise.engine.kernel.Statement;
import io.pathwise.engine.kernel.Variable;
import io.pathwise.engine.kernel.Variable.Role;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The assignment of rows to the variables of which every path has its own. Variables that are never alive together
 * share rows: statements are numbered in order, and a variable is alive from the first that names it to the last. A
 * loop that names what stood before it keeps that alive to its end, and registers from its start, too.
 */
final class RowPlan {

  private final List<Variable> variables;
  private final int[] row;
  private final int[] first;
  private final int[] last;
  private int time;
  private int rows;

  RowPlan(KernelCode code) {
    this.variables = code.variables();
    this.row = new int[variables.size()];
    this.first = new int[variables.size()];
    this.last = new int[variables.size()];
    Arrays.fill(first, -1);
    Arrays.fill(last, -1);
    name(Variable.PATH);
    visit(code.body());
    assign();
  }

  private void visit(List<Statement> body) {
    for (Statement statement : body) {
      time++;
      switch (statement) {
        case Statement.Compute compute -> {
          compute.inputs().forEach(this::name);
          compute.targets().forEach(this::name);
        }
        case Statement.Assign assign -> {
          name(assign.source());
          name(assign.target());
        }
        case Statement.Load load -> name(load.target());
        case Statement.Store store -> name(store.source());
        case Statement.Total total -> total.values().forEach(this::name);
        case Statement.When when -> {
          visit(when.then());
          visit(when.otherwise());
        }
        case Statement.Repeat repeat -> {
          int start = time;
          visit(repeat.body());
          time++;
          keepAlive(start);
        }
        case Statement.Remark remark -> {
        }
      }
    }
  }

  private void name(Variable variable) {
    int number = variable.number();
    first[number] = first[number] < 0 ? time : first[number];
    last[number] = time;
  }

  /** What a loop names that began with a statement and has just ended. */
  private void keepAlive(int start) {
    for (Variable variable : variables) {
      int number = variable.number();
      if (last[number] > start && (variable.role() == Role.REGISTER || first[number] <= start)) {
        first[number] = Math.min(first[number], start);
        last[number] = time;
      }
    }
  }

  private void assign() {
    List<Variable> order = new ArrayList<>(variables);
    order.removeIf(variable -> !variable.perPath() || first[variable.number()] < 0);
    order.sort(Comparator.comparingInt(variable -> first[variable.number()]));
    PriorityQueue<Variable> alive = new PriorityQueue<>(Comparator.comparingInt(variable -> last[variable.number()]));
    Deque<Integer> free = new ArrayDeque<>();
    for (Variable variable : order) {
      while (!alive.isEmpty() && last[alive.element().number()] < first[variable.number()]) {
        free.push(row[alive.remove().number()]);
      }
      row[variable.number()] = free.isEmpty() ? rows++ : free.pop();
      alive.add(variable);
    }
  }

  /** Where the row of a variable begins. */
  int offset(Variable variable) {
    return Rows.offset(row[variable.number()]);
  }

  /** How many rows there are. */
  int rows() {
    return rows;
  }
}
