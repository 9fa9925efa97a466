package io.pathwise.engine.kernel;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.code.CodeBuilder;
import io.pathwise.engine.code.Op;
import io.pathwise.engine.code.Op.Kind;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseCode.Method;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.SobolCode;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Sampling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes draws: noise number n of step s is draw s · noises + n. Draws of {@link NoiseCode} come in pairs, which reach
 * from one step into the next where the number of noises is odd. Start at {@link #draw}.
 */
final class DrawWriter {

  /** Kinds of a pair, and how it is drawn; {@link Method#STRATIFIED} if it may hold draw 0. */
  private record Pair(NoiseKind even, NoiseKind odd, Method method) {}

  private final BodyWriter out;
  private final List<NoiseKind> kinds;
  private final Sampling sampling;
  private final boolean isSobol;
  private final int loopFrom;
  private final Map<Pair, Code> pairCodes = new HashMap<>();
  private final Map<NoiseKind, Code> sobolCodes = new HashMap<>();
  /** The pair that reaches from an even step into the next: its number and its draws. */
  private final Variable carriedPair;
  private final Variable carriedEven;
  private final Variable carriedOdd;

  /**
   * A writer.
   *
   * @param loopFrom
   *          from how many noises of a step on they are drawn in a loop
   */
  DrawWriter(BodyWriter out, KernelLayout layout, int loopFrom) {
    this.out = out;
    this.kinds = layout.program().noises();
    this.sampling = layout.sampling();
    this.isSobol = layout.isSobol();
    this.loopFrom = loopFrom;
    this.carriedPair = out.register(Kind.INTEGER, false, "carried_pair");
    this.carriedEven = out.register(Kind.REAL, true, "carried_even");
    this.carriedOdd = out.register(Kind.REAL, true, "carried_odd");
  }

  /** Prepares for a path. */
  void start() {
    if (carries()) {
      Variable none = out.integer("no_pair", List.of(), (code, operands) -> code.integer(-1));
      out.add(new Statement.Assign(carriedPair, none));
    }
  }

  private boolean carries() {
    return !isSobol && kinds.size() % 2 == 1 && hasOneKind();
  }

  private boolean hasOneKind() {
    return kinds.stream().distinct().count() == 1;
  }

  /** Variables with the noises of these numbers at a step. */
  Map<Integer, Variable> draw(Set<Integer> numbers, Variable step) {
    Map<Integer, Variable> noises = new TreeMap<>();
    if (numbers.isEmpty()) {
      return noises;
    }
    out.remark("noise " + new TreeSet<>(numbers) + " of the step");
    if (loops(numbers)) {
      drawInLoop(step, null);
      numbers.forEach(number -> noises.put(number, out.load("noise" + number, Memory.NOISE, Index.of(number))));
      return noises;
    }
    if (!isSobol && kinds.size() % 2 == 0) {
      return pairs(numbers, step);
    }
    numbers.forEach(number -> noises.put(number, out.register(Kind.REAL, true, "noise" + number)));
    if (isSobol) {
      noises.forEach((number, target) -> sobol(kinds.get(number), draw(step, number), target));
    } else if (hasOneKind()) {
      reachingPairs(noises, step);
    } else {
      out.add(new Statement.When(new Statement.Test.IsZero(lowBit(step)),
          out.bodyOf(() -> pairs(0, noises, step)), out.bodyOf(() -> pairs(1, noises, step))));
    }
    return noises;
  }

  /** Whether a loop is used: for noises of one kind, all of which are wanted. */
  boolean loops(Set<Integer> numbers) {
    return kinds.size() >= loopFrom && numbers.size() == kinds.size() && hasOneKind()
        && (isSobol || kinds.size() % 2 == 0);
  }

  /**
   * Draws all noises of a step in a loop, and leaves them in {@link Memory#NOISE}.
   *
   * @param row
   *          the row where they are put, of rows that have all noises; null for the first
   */
  void drawInLoop(Variable step, @Nullable Variable row) {
    int count = kinds.size();
    int stride = isSobol ? 1 : 2;
    Variable counter = out.integer("noise");
    Variable rounds = out.integer("rounds", List.of(), (code, operands) -> code.integer(count / stride));
    out.add(new Statement.Repeat(counter, 0, rounds, false, out.bodyOf(() -> {
      Variable first = out.multiple("first", step, count / stride, 0);
      Variable number = sum("draw", first, counter);
      Variable place = row == null ? counter : sum("place", out.multiple("row", row, count / stride, 0), counter);
      if (isSobol) {
        Variable target = out.register(Kind.REAL, true, "coordinate");
        sobol(kinds.getFirst(), number, target);
        out.add(new Statement.Store(Memory.NOISE, Index.of(place, 1, 0), target));
      } else {
        Variable even = out.register(Kind.REAL, true, "even");
        Variable odd = out.register(Kind.REAL, true, "odd");
        pair(number, new Pair(kinds.getFirst(), kinds.getFirst(), ifFirst()), even, odd);
        out.add(new Statement.Store(Memory.NOISE, Index.of(place, 2, 0), even));
        out.add(new Statement.Store(Memory.NOISE, Index.of(place, 2, 1), odd));
      }
    })));
  }

  /** The method of a pair that may hold draw 0. */
  private Method ifFirst() {
    return sampling.stratified() ? Method.STRATIFIED : Method.IN_PAIRS;
  }

  private Variable sum(String name, Variable a, Variable b) {
    return out.integer(name, List.of(a, b), (code, operands) -> code.op(Op.INTEGER_ADD, operands.get(0),
        operands.get(1)));
  }

  private Variable lowBit(Variable integer) {
    return out.integer("low_bit", List.of(integer),
        (code, operands) -> code.op(Op.INTEGER_AND, operands.getFirst(), code.integer(1)));
  }

  private Variable draw(Variable step, int offset) {
    return out.multiple("draw", step, kinds.size(), offset);
  }

  /** The pair that holds the draw (step · noises + offset). */
  private Variable pairOf(Variable step, int offset) {
    return half(draw(step, offset));
  }

  private Variable half(Variable draw) {
    return out.integer("pair", List.of(draw), (code, operands) -> code.shiftRight(operands.getFirst(), 1));
  }

  /** Draws where every step begins with an even one. */
  private Map<Integer, Variable> pairs(Set<Integer> numbers, Variable step) {
    Map<Integer, Variable> noises = new TreeMap<>();
    boolean strata = sampling.stratified() && (numbers.contains(0) || numbers.contains(1));
    for (int number : numbers) {
      noises.put(number, strata && number < 2
          ? out.register(Kind.REAL, true, "noise" + number)
          : out.real("noise" + number, true));
    }
    pairs(0, noises, step);
    return noises;
  }

  /** Draws of a step that begins with an even draw (0) or an odd one (1), each pair on its own. */
  private void pairs(int parity, Map<Integer, Variable> noises, Variable step) {
    int count = kinds.size();
    for (int even = -parity; even < count; even += 2) {
      Variable evenTarget = noises.get(even);
      Variable oddTarget = noises.get(even + 1);
      if (evenTarget != null || oddTarget != null) {
        Method method = even == 0 && parity == 0 ? ifFirst() : Method.IN_PAIRS;
        pair(pairOf(step, even + parity),
            new Pair(kinds.get((even + count) % count), kinds.get((even + 1) % count), method), evenTarget,
            oddTarget);
      }
    }
  }

  /**
   * An odd number of noises of one kind: the last noise of an even step and the first of the odd step behind it are a
   * pair, whose two draws are kept from whichever step comes first; the others shift by one place in odd steps.
   */
  private void reachingPairs(Map<Integer, Variable> noises, Variable step) {
    int count = kinds.size();
    Variable parity = lowBit(step);
    Statement.Test isEven = new Statement.Test.IsZero(parity);
    if (noises.containsKey(0) || noises.containsKey(count - 1)) {
      carry(step, parity);
    }
    List<@Nullable Variable> even = new ArrayList<>();
    List<@Nullable Variable> odd = new ArrayList<>();
    for (int j = 0; j < count / 2; j++) {
      boolean evenIsRead = noises.containsKey(2 * j) || noises.containsKey(2 * j + 1);
      boolean oddIsRead = noises.containsKey(2 * j + 1) || noises.containsKey(2 * j + 2);
      even.add(evenIsRead ? out.register(Kind.REAL, true, "even" + j) : null);
      odd.add(oddIsRead ? out.register(Kind.REAL, true, "odd" + j) : null);
      if (evenIsRead || oddIsRead) {
        // In an even step the pair starts with draw 2j of the step, in an odd one with draw 2j + 1.
        Variable pair = half(sum("draw", draw(step, 2 * j), parity));
        pair(pair, new Pair(kinds.getFirst(), kinds.getFirst(), j == 0 ? ifFirst() : Method.IN_PAIRS), even.get(j),
            odd.get(j));
      }
    }
    out.add(new Statement.When(isEven,
        out.bodyOf(() -> noises.forEach((number, target) -> assign(target, number == count - 1
            ? carriedEven
            : number % 2 == 0 ? even.get(number / 2) : odd.get(number / 2)))),
        out.bodyOf(() -> noises.forEach((number, target) -> assign(target, number == 0
            ? carriedOdd
            : number % 2 == 1 ? even.get(number / 2) : odd.get(number / 2 - 1))))));
  }

  private void assign(Variable target, @Nullable Variable source) {
    out.add(new Statement.Assign(target, Objects.requireNonNull(source)));
  }

  /** Draws the pair that reaches from an even step into the next, unless it is at hand. */
  private void carry(Variable step, Variable parity) {
    int last = kinds.size() - 1;
    // The draw of an even step's last noise, or of an odd step's first.
    Variable draw = out.integer("draw", List.of(step, parity), (code, operands) -> {
      CodeBuilder.Value first = code.op(Op.MULTIPLY_LOW_WORDS, operands.getFirst(), code.integer(kinds.size()));
      CodeBuilder.Value isEven = code.op(Op.INTEGER_XOR, operands.get(1), code.integer(1));
      return code.op(Op.INTEGER_ADD, first, code.op(Op.MULTIPLY_LOW_WORDS, isEven, code.integer(last)));
    });
    Variable pair = half(draw);
    out.add(new Statement.When(new Statement.Test.IsEqual(pair, carriedPair), List.of(), out.bodyOf(() -> {
      out.add(new Statement.Assign(carriedPair, pair));
      Pair kind = new Pair(kinds.getFirst(), kinds.getFirst(), last == 0 ? ifFirst() : Method.IN_PAIRS);
      // Nothing reads the odd draw where the steps end with the even one: half of the noise of a single step.
      Variable odd = out.multiple("odd_draw", pair, 2, 1);
      Variable draws = out.multiple("draws", Variable.STEPS, kinds.size(), 0);
      out.add(new Statement.When(new Statement.Test.IsLess(odd, draws),
          out.bodyOf(() -> pair(pair, kind, carriedEven, carriedOdd)),
          out.bodyOf(() -> {
            pair(pair, kind, carriedEven, null);
            out.add(new Statement.Assign(carriedOdd, carriedEven)); // so that no register is read unwritten
          })));
    })));
  }

  /**
   * Both draws of a pair, or one.
   *
   * @param even
   *          target of the even draw, or null
   * @param odd
   *          target of the odd draw, or null
   */
  private void pair(Variable pair, Pair kind, @Nullable Variable even, @Nullable Variable odd) {
    if (kind.method() != Method.STRATIFIED) {
      philox(pair, kind, even, odd);
    } else {
      Pair later = new Pair(kind.even(), kind.odd(), Method.IN_PAIRS);
      out.add(new Statement.When(new Statement.Test.IsZero(pair), out.bodyOf(() -> philox(pair, kind, even, odd)),
          out.bodyOf(() -> philox(pair, later, even, odd))));
    }
  }

  private void philox(Variable pair, Pair kind, @Nullable Variable even, @Nullable Variable odd) {
    Code code = pairCodes.computeIfAbsent(kind,
        missing -> NoiseCode.build(missing.even, missing.odd, sampling.antithetic(), missing.method));
    List<Variable> inputs = new ArrayList<>();
    for (int input = 0; input < code.inputs().size(); input++) {
      inputs.add(switch (input) {
        case NoiseCode.PATH -> Variable.PATH;
        case NoiseCode.PAIR -> pair;
        case NoiseCode.PURPOSE -> Variable.PURPOSE;
        case NoiseCode.SEED -> Variable.SEED;
        default -> throw new IllegalStateException("noise code has no input " + input);
      });
    }
    List<Integer> outputs = new ArrayList<>();
    List<Variable> targets = new ArrayList<>();
    if (even != null) {
      outputs.add(0);
      targets.add(even);
    }
    if (odd != null) {
      outputs.add(1);
      targets.add(odd);
    }
    out.add(new Statement.Compute(code, inputs, outputs, targets));
  }

  /** A coordinate of the path's Sobol point, or an independent draw beyond the last dimension. */
  private void sobol(NoiseKind kind, Variable draw, Variable target) {
    out.add(new Statement.When(new Statement.Test.IsLess(draw, Variable.DIMENSIONS), out.bodyOf(() -> {
      Code code = sobolCodes.computeIfAbsent(kind, missing -> SobolCode.build(missing, sampling.antithetic()));
      List<Variable> inputs = new ArrayList<>();
      inputs.add(Variable.PATH);
      for (int word = 0; word < SobolWords.COUNT; word++) {
        inputs.add(out.load("word" + word, Memory.SOBOL_WORDS, Index.of(draw, SobolWords.COUNT, word)));
      }
      out.compute(code, inputs, List.of(target));
    }), out.bodyOf(() -> {
      Variable even = out.real("even", true);
      Variable odd = out.real("odd", true);
      philox(half(draw), new Pair(kind, kind, Method.MONOTONE), even, odd);
      out.add(new Statement.When(new Statement.Test.IsZero(lowBit(draw)),
          List.of(new Statement.Assign(target, even)), List.of(new Statement.Assign(target, odd))));
    })));
  }
}
