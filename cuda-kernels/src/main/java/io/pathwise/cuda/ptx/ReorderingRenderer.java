package io.pathwise.cuda.ptx;

import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.ReorderingCode;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Renders an ordering: all noises of a path are drawn before its first step and left in interleaved memory, the normals
 * among them transformed as {@code io.pathwise.engine.random.Reordering} defines. Start at {@link #render}.
 */
final class ReorderingRenderer {

  private static final int INTEGER_BYTES = Integer.BYTES;

  private final PtxWriter out;
  private final KernelLayout layout;
  private final DrawRenderer draws;
  private final List<Integer> normals;

  ReorderingRenderer(PtxWriter out, KernelLayout layout, DrawRenderer draws) {
    this.out = out;
    this.layout = layout;
    this.draws = draws;
    this.normals = IntStream.range(0, layout.program().noises().size()).filter(layout::isUsedNormal).boxed().toList();
  }

  /** Draws the path's noises and transforms them. */
  void render() {
    Set<Integer> used = new TreeSet<>();
    for (int number = 0; number < layout.program().noises().size(); number++) {
      if (layout.noiseRow(number) >= 0) {
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

  /** Registers with the noises of these numbers at the current step. */
  Map<Integer, String> load(Set<Integer> numbers) {
    Map<Integer, String> noises = new TreeMap<>();
    if (!numbers.isEmpty()) {
      out.comment("noise " + numbers + " of the step");
      String row = row(PathRegisters.STEP);
      for (int number : numbers) {
        String noise = out.real();
        out.op("ld.global.f64", noise, "[" + element(row, number) + "]");
        noises.put(number, noise);
      }
    }
    return noises;
  }

  private void drawAll(Set<Integer> used) {
    out.gap();
    out.comment("all noise of the path");
    out.op("mov.u32", PathRegisters.STEP, "0");
    Loop ranks = loop("RANK", PathRegisters.STEP, PathRegisters.STEPS);
    Map<Integer, String> noises = draws.draw(used);
    String row = row(PathRegisters.STEP);
    noises.forEach((number, noise) -> {
      if (!normals.contains(number)) {
        out.op("st.global.f64", "[" + element(row, number) + "]", noise);
      }
    });
    if (!normals.isEmpty()) {
      String target = row(targetOfRank());
      for (int number : normals) {
        out.op("st.global.f64", "[" + element(target, number) + "]", noises.getOrDefault(number, ""));
      }
    }
    end(ranks);
  }

  /** The row where the normals of the current rank are put: the step they belong to, or behind all steps. */
  private String targetOfRank() {
    String slot = element32(Argument.SLOTS, PathRegisters.STEP);
    if (!layout.has(Argument.ACTIVE)) {
      return slot;
    }
    String apart = out.word();
    String transformed = out.predicate();
    String target = out.word();
    out.op("add.u32", apart, PathRegisters.STEPS, PathRegisters.STEP);
    out.op("setp.lt.u32", transformed, PathRegisters.STEP, parameter32(Argument.ACTIVE));
    out.op("selp.b32", target, apart, slot, transformed);
    return target;
  }

  private void rotate() {
    out.gap();
    out.comment("rotations of the bridge");
    String rotation = out.word();
    out.op("mov.u32", rotation, "0");
    Loop rotations = loop("ROTATION", rotation, parameter32(Argument.ROTATIONS));
    String planes = out.element(Argument.PLANES, rotation, 2 * INTEGER_BYTES);
    String first = out.word();
    String second = out.word();
    out.op("ld.global.nc.u32", first, "[" + planes + "]");
    out.op("ld.global.nc.u32", second, "[" + planes + "+" + INTEGER_BYTES + "]");
    String weights = out.element(Argument.WEIGHTS, rotation, 2 * Double.BYTES);
    String cosine = out.real();
    String sine = out.real();
    out.op("ld.global.nc.f64", cosine, "[" + weights + "]");
    out.op("ld.global.nc.f64", sine, "[" + weights + "+" + Double.BYTES + "]");
    String firstRow = row(first);
    String secondRow = row(second);
    for (int number : normals) {
      String a = element(firstRow, number);
      String b = element(secondRow, number);
      String[] inputs = {out.real(), out.real(), cosine, sine};
      out.op("ld.global.f64", inputs[0], "[" + a + "]");
      out.op("ld.global.f64", inputs[1], "[" + b + "]");
      String[] rotated = CodeRenderer.render(out, ReorderingCode.rotation(), input -> inputs[input]);
      out.op("st.global.f64", "[" + a + "]", rotated[0]);
      out.op("st.global.f64", "[" + b + "]", rotated[1]);
    }
    end(rotations);
  }

  private void multiply() {
    out.gap();
    out.comment("principal components: noise of step slots[row] = sum of weight[row, rank] * normal[rank]");
    String active = parameter32(Argument.ACTIVE);
    String row = out.word();
    out.op("mov.u32", row, "0");
    Loop rows = loop("ROW", row, active);
    String firstWeight = out.word();
    out.op("mul.lo.u32", firstWeight, row, active);
    String weights = out.element(Argument.WEIGHTS, firstWeight, Double.BYTES);
    String rank = out.word();
    String first = orderedRow("0");
    String weight = out.real();
    out.op("ld.global.nc.f64", weight, "[" + weights + "]");
    String[] sums = new String[normals.size()];
    for (int k = 0; k < sums.length; k++) {
      String[] inputs = {weight, out.real()};
      out.op("ld.global.f64", inputs[1], "[" + element(first, normals.get(k)) + "]");
      sums[k] = out.real();
      out.op("mov.f64", sums[k], CodeRenderer.render(out, ReorderingCode.product(1, true), input -> inputs[input])[0]);
    }
    out.op("mov.u32", rank, "1");
    Loop ranks = loop("COLUMN", rank, active);
    String next = out.real();
    out.op("add.u64", weights, weights, Integer.toString(Double.BYTES));
    out.op("ld.global.nc.f64", next, "[" + weights + "]");
    String ordered = orderedRow(rank);
    for (int k = 0; k < sums.length; k++) {
      String[] inputs = {sums[k], next, out.real()};
      out.op("ld.global.f64", inputs[2], "[" + element(ordered, normals.get(k)) + "]");
      out.op("mov.f64", sums[k], CodeRenderer.render(out, ReorderingCode.product(1, false), input -> inputs[input])[0]);
    }
    end(ranks);
    String target = row(element32(Argument.SLOTS, row));
    for (int k = 0; k < sums.length; k++) {
      out.op("st.global.f64", "[" + element(target, normals.get(k)) + "]", sums[k]);
    }
    end(rows);
  }

  private String orderedRow(String rank) {
    String apart = out.word();
    out.op("add.u32", apart, PathRegisters.STEPS, rank);
    return row(apart);
  }

  private record Loop(String start, String end, String counter) {}

  private Loop loop(String name, String counter, String limit) {
    Loop loop = new Loop(out.label(name), out.label(name + "_END"), counter);
    out.place(loop.start);
    String beyond = out.predicate();
    out.op("setp.ge.u32", beyond, counter, limit);
    out.opIf(beyond, "bra.uni", loop.end);
    return loop;
  }

  private void end(Loop loop) {
    out.op("add.u32", loop.counter, loop.counter, "1");
    out.op("bra.uni", loop.start);
    out.place(loop.end);
  }

  /** The address of a row of this thread's noise. */
  private String row(String number) {
    String product = out.integer();
    String address = out.integer();
    out.op("mul.wide.u32", product, number, Integer.toString(layout.usedNoises()));
    out.op("mad.lo.u64", address, product, PathRegisters.INTERLEAVE, PathRegisters.NOISE);
    return address;
  }

  private String element(String row, int number) {
    int place = layout.noiseRow(number);
    if (place == 0) {
      return row;
    }
    String address = out.integer();
    out.op("mad.lo.u64", address, PathRegisters.INTERLEAVE, Integer.toString(place), row);
    return address;
  }

  private String element32(Argument array, String index) {
    String value = out.word();
    out.op("ld.global.nc.u32", value, "[" + out.element(array, index, INTEGER_BYTES) + "]");
    return value;
  }

  private String parameter32(Argument argument) {
    String value = out.word();
    out.op("ld.param.u32", value, "[" + argument.label() + "]");
    return value;
  }
}
