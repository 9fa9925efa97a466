package io.pathwise.engine.kernel;

import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.ReorderingCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Writes an ordering: all noises of a path are drawn before its first step and kept, the normals among them transformed
 * as {@code io.pathwise.engine.random.Reordering} defines. Start at {@link #write}.
 */
final class ReorderingWriter {

  private final BodyWriter out;
  private final KernelLayout layout;
  private final DrawWriter draws;
  private final List<Integer> normals;

  ReorderingWriter(BodyWriter out, KernelLayout layout, DrawWriter draws) {
    this.out = out;
    this.layout = layout;
    this.draws = draws;
    this.normals = IntStream.range(0, layout.program().noises().size()).filter(layout::isUsedNormal).boxed().toList();
  }

  /** Draws the path's noises and transforms them. */
  void write() {
    Set<Integer> used = new TreeSet<>();
    for (int number = 0; number < layout.program().noises().size(); number++) {
      if (layout.noiseColumn(number) >= 0) {
        used.add(number);
      }
    }
    if (used.isEmpty()) {
      return;
    }
    drawAll(used);
    if (!normals.isEmpty()) {
      switch (layout.sampling().ordering()) {
        case Ordering.Steps steps -> throw new IllegalStateException("steps are in order");
        case Ordering.Bridge bridge -> rotate();
        case Ordering.PrincipalComponents components -> multiply();
      }
    }
  }

  /** Variables with the noises of these numbers at a step. */
  Map<Integer, Variable> load(Set<Integer> numbers, Variable step) {
    Map<Integer, Variable> noises = new TreeMap<>();
    for (int number : numbers) {
      noises.put(number, out.load("noise" + number, Memory.NOISE, at(step, number)));
    }
    return noises;
  }

  private Index at(Variable row, int number) {
    return Index.of(row, layout.usedNoises(), layout.noiseColumn(number));
  }

  private void drawAll(Set<Integer> used) {
    out.remark("all noise of the path");
    Variable rank = out.integer("rank");
    out.add(new Statement.Repeat(rank, 0, Variable.STEPS, false, out.bodyOf(() -> {
      if (draws.loops(used)) { // all noises are of one kind and have a place
        draws.drawInLoop(rank, normals.isEmpty() ? rank : targetOf(rank));
        return;
      }
      Map<Integer, Variable> noises = draws.draw(used, rank);
      noises.forEach((number, noise) -> {
        if (!normals.contains(number)) {
          out.add(new Statement.Store(Memory.NOISE, at(rank, number), noise));
        }
      });
      if (!normals.isEmpty()) {
        Variable target = targetOf(rank);
        for (int number : normals) {
          out.add(new Statement.Store(Memory.NOISE, at(target, number), Objects.requireNonNull(noises.get(number))));
        }
      }
    })));
  }

  /** The row where the normals of a rank are put: the step they belong to, or behind all steps. */
  private Variable targetOf(Variable rank) {
    Variable slot = out.load("slot", Memory.SLOTS, Index.of(rank, 1, 0));
    if (!layout.appliesMatrix()) {
      return slot;
    }
    Variable ordered = orderedRow(rank);
    Variable target = out.register(Kind.INTEGER, false, "target");
    out.add(new Statement.When(new Statement.Test.IsLess(rank, Variable.REORDERED),
        List.of(new Statement.Assign(target, ordered)), List.of(new Statement.Assign(target, slot))));
    return target;
  }

  private Variable orderedRow(Variable rank) {
    return out.integer("ordered", List.of(Variable.STEPS, rank),
        (code, operands) -> code.op(Op.INTEGER_ADD, operands.get(0), operands.get(1)));
  }

  private void rotate() {
    out.remark("rotations of the bridge");
    Variable rotation = out.integer("rotation");
    out.add(new Statement.Repeat(rotation, 0, Variable.REORDERED, false, out.bodyOf(() -> {
      Variable first = out.load("first", Memory.PLANES, Index.of(rotation, 2, 0));
      Variable second = out.load("second", Memory.PLANES, Index.of(rotation, 2, 1));
      Variable cosine = out.load("cosine", Memory.WEIGHTS, Index.of(rotation, 2, 0));
      Variable sine = out.load("sine", Memory.WEIGHTS, Index.of(rotation, 2, 1));
      for (int number : normals) {
        Variable a = out.load("a", Memory.NOISE, at(first, number));
        Variable b = out.load("b", Memory.NOISE, at(second, number));
        List<Variable> rotated = List.of(out.real("rotated_a", true), out.real("rotated_b", true));
        out.compute(ReorderingCode.rotation(), List.of(a, b, cosine, sine), rotated);
        out.add(new Statement.Store(Memory.NOISE, at(first, number), rotated.get(0)));
        out.add(new Statement.Store(Memory.NOISE, at(second, number), rotated.get(1)));
      }
    })));
  }

  private void multiply() {
    out.remark("principal components: noise of step slots[row] = sum of weight[row, rank] * normal[rank]");
    Variable row = out.integer("row");
    out.add(new Statement.Repeat(row, 0, Variable.REORDERED, false, out.bodyOf(() -> {
      Variable zero = out.integer("zero", List.of(), (code, operands) -> code.integer(0));
      List<Variable> sums = new ArrayList<>();
      Variable weight = weight(row, zero);
      for (int number : normals) {
        Variable first = out.load("ordered", Memory.NOISE, at(orderedRow(zero), number));
        Variable sum = out.register(Kind.REAL, true, "sum");
        out.compute(ReorderingCode.product(1, true), List.of(weight, first), List.of(sum));
        sums.add(sum);
      }
      Variable rank = out.integer("column");
      out.add(new Statement.Repeat(rank, 1, Variable.REORDERED, false, out.bodyOf(() -> {
        Variable next = weight(row, rank);
        Variable ordered = orderedRow(rank);
        for (int k = 0; k < sums.size(); k++) {
          Variable normal = out.load("ordered", Memory.NOISE, at(ordered, normals.get(k)));
          out.compute(ReorderingCode.product(1, false), List.of(sums.get(k), next, normal), List.of(sums.get(k)));
        }
      })));
      Variable slot = out.load("slot", Memory.SLOTS, Index.of(row, 1, 0));
      for (int k = 0; k < sums.size(); k++) {
        out.add(new Statement.Store(Memory.NOISE, at(slot, normals.get(k)), sums.get(k)));
      }
    })));
  }

  /** The weight of the ordered normal of a rank in a row. */
  private Variable weight(Variable row, Variable rank) {
    Variable number = out.integer("weight_number", List.of(row, Variable.REORDERED, rank), (code, operands) -> {
      Value first = code.op(Op.MULTIPLY_LOW_WORDS, operands.get(0), operands.get(1));
      return code.op(Op.INTEGER_ADD, first, operands.get(2));
    });
    return out.load("weight", Memory.WEIGHTS, Index.of(number, 1, 0));
  }
}
