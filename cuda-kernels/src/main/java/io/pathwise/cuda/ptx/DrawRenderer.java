package io.pathwise.cuda.ptx;

import io.pathwise.engine.code.Code;
import io.pathwise.engine.random.NoiseCode;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.random.SobolCode;
import io.pathwise.engine.random.SobolWords;
import io.pathwise.engine.run.Sampling;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Renders draws: noise number n of step s is draw s · noises + n. Draws of {@link NoiseCode} come in pairs, which reach
 * from one step into the next where the number of noises is odd. Start at {@link #draw}.
 */
final class DrawRenderer {

  private final PtxWriter out;
  private final List<NoiseKind> kinds;
  private final Sampling sampling;
  private final boolean isSobol;

  DrawRenderer(PtxWriter out, KernelLayout layout) {
    this.out = out;
    this.kinds = layout.program().noises();
    this.sampling = layout.sampling();
    this.isSobol = layout.isSobol();
  }

  /** Registers with the noises of these numbers at the current step. */
  Map<Integer, String> draw(Set<Integer> numbers) {
    Map<Integer, String> noises = new TreeMap<>();
    if (numbers.isEmpty()) {
      return noises;
    }
    out.comment("noise " + numbers + " of the step");
    numbers.forEach(number -> noises.put(number, out.real()));
    if (isSobol) {
      noises.forEach(this::sobol);
    } else if (kinds.size() % 2 == 0) {
      pairs(0, noises);
    } else if (kinds.stream().distinct().count() == 1) {
      reachingPairs(noises);
    } else {
      String odd = oddStep();
      String oddStep = out.label("ODD_STEP");
      String drawn = out.label("DRAWN");
      out.opIf(odd, "bra.uni", oddStep);
      pairs(0, noises);
      out.op("bra.uni", drawn);
      out.place(oddStep);
      pairs(1, noises);
      out.place(drawn);
    }
    return noises;
  }

  /**
   * Draws of a step that begins with an even draw (0) or an odd one (1), each pair on its own.
   */
  private void pairs(int parity, Map<Integer, String> noises) {
    int count = kinds.size();
    for (int even = -parity; even < count; even += 2) {
      int odd = even + 1;
      String evenTarget = noises.get(even);
      String oddTarget = noises.get(odd);
      if (evenTarget != null || oddTarget != null) {
        NoiseKind evenKind = kinds.get((even + count) % count);
        NoiseKind oddKind = kinds.get(odd % count);
        pair(pairOf(even + parity), new Shape(evenKind, oddKind), even == 0, evenTarget, oddTarget);
      }
    }
  }

  /** The pair that holds the draw (step · noises + offset), rounded down. */
  private String pairOf(int offset) {
    String draw = drawNumber(offset);
    String pair = out.integer();
    out.op("shr.u64", pair, draw, "1");
    return pair;
  }

  private String drawNumber(int offset) {
    String product = out.integer();
    String draw = out.integer();
    out.op("mul.wide.u32", product, PathRegisters.STEP, Integer.toString(kinds.size()));
    out.op("add.u64", draw, product, Integer.toString(offset));
    return draw;
  }

  private String oddStep() {
    String bit = out.word();
    String odd = out.predicate();
    out.op("and.b32", bit, PathRegisters.STEP, "1");
    out.op("setp.ne.u32", odd, bit, "0");
    return odd;
  }

  /**
   * An odd number of noises of one kind: the last noise of an even step and the first of the odd step behind it are a
   * pair, whose two draws are kept from whichever step comes first; the others shift by one place in odd steps.
   */
  private void reachingPairs(Map<Integer, String> noises) {
    int count = kinds.size();
    Shape shape = new Shape(kinds.getFirst(), kinds.getFirst());
    String odd = oddStep();
    if (noises.containsKey(0) || noises.containsKey(count - 1)) {
      carry(shape, odd);
    }
    @Nullable
    String[] even = new String[count / 2];
    @Nullable
    String[] uneven = new String[count / 2];
    for (int j = 0; j < count / 2; j++) {
      boolean evenIsRead = noises.containsKey(2 * j) || noises.containsKey(2 * j + 1);
      boolean oddIsRead = noises.containsKey(2 * j + 1) || noises.containsKey(2 * j + 2);
      if (evenIsRead || oddIsRead) {
        even[j] = evenIsRead ? out.real() : null;
        uneven[j] = oddIsRead ? out.real() : null;
        pair(pairOf(2 * j + 1), shape, j == 0, even[j], uneven[j]);
      }
    }
    noises.forEach((number, target) -> {
      String inEvenStep = number == count - 1
          ? PathRegisters.CARRIED_EVEN
          : number % 2 == 0 ? even[number / 2] : uneven[number / 2];
      String inOddStep = number == 0
          ? PathRegisters.CARRIED_ODD
          : number % 2 == 1 ? even[number / 2] : uneven[number / 2 - 1];
      out.op("selp.f64", target, Objects.requireNonNull(inOddStep), Objects.requireNonNull(inEvenStep), odd);
    });
  }

  /** Draws the pair that reaches from an even step into the next, unless it is at hand. */
  private void carry(Shape shape, String odd) {
    String last = out.integer();
    String first = out.integer();
    String offset = out.integer();
    String draw = out.integer();
    String pair = out.integer();
    String known = out.predicate();
    String carried = out.label("CARRIED");
    out.op("mul.wide.u32", first, PathRegisters.STEP, Integer.toString(kinds.size()));
    out.op("mov.u64", last, Integer.toString(kinds.size() - 1));
    out.op("selp.b64", offset, "0", last, odd);
    out.op("add.u64", draw, first, offset);
    out.op("shr.u64", pair, draw, "1");
    out.op("setp.eq.u64", known, pair, PathRegisters.CARRIED_PAIR);
    out.opIf(known, "bra.uni", carried);
    out.op("mov.u64", PathRegisters.CARRIED_PAIR, pair);
    pair(pair, shape, kinds.size() == 1, PathRegisters.CARRIED_EVEN, PathRegisters.CARRIED_ODD);
    out.place(carried);
  }

  private record Shape(NoiseKind even, NoiseKind odd) {}

  /**
   * Both draws of a pair, or one.
   *
   * @param mayBeFirst
   *          whether the pair may hold draw 0, which may be stratified
   * @param even
   *          register for the even draw, or null
   * @param odd
   *          register for the odd draw, or null
   */
  private void pair(String pair, Shape shape, boolean mayBeFirst, @Nullable String even,
      @Nullable String odd) {
    if (!sampling.stratified() || !mayBeFirst || even == null) {
      philox(pair, shape, false, even, odd);
      return;
    }
    String later = out.predicate();
    String ordinary = out.label("NO_STRATA");
    String done = out.label("PAIR_DRAWN");
    out.op("setp.ne.u64", later, pair, "0");
    out.opIf(later, "bra.uni", ordinary);
    philox(pair, shape, true, even, odd);
    out.op("bra.uni", done);
    out.place(ordinary);
    philox(pair, shape, false, even, odd);
    out.place(done);
  }

  private void philox(String pair, Shape shape, boolean stratified, @Nullable String even,
      @Nullable String odd) {
    Code code = NoiseCode.build(shape.even, shape.odd, sampling.antithetic(), stratified);
    BitSet wanted = new BitSet();
    wanted.set(0, even != null);
    wanted.set(1, odd != null);
    String[] draws = CodeRenderer.render(out, code, wanted, input -> switch (input) {
      case NoiseCode.PATH -> PathRegisters.PATH;
      case NoiseCode.PAIR -> pair;
      case NoiseCode.PURPOSE -> PathRegisters.PURPOSE;
      case NoiseCode.SEED -> PathRegisters.SEED;
      default -> throw new IllegalStateException("noise code has no input " + input);
    });
    if (even != null) {
      out.op("mov.f64", even, draws[0]);
    }
    if (odd != null) {
      out.op("mov.f64", odd, draws[1]);
    }
  }

  /** A coordinate of the path's Sobol point, or an independent draw beyond the last dimension. */
  private void sobol(int number, String target) {
    NoiseKind kind = kinds.get(number);
    String draw = drawNumber(number);
    String dimension = out.word();
    String dimensions = out.word();
    String beyond = out.predicate();
    String independent = out.label("INDEPENDENT");
    String drawn = out.label("DRAWN");
    out.op("cvt.u32.u64", dimension, draw);
    out.op("ld.param.u32", dimensions, "[" + Argument.DIMENSIONS.label() + "]");
    out.op("setp.ge.u32", beyond, dimension, dimensions);
    out.opIf(beyond, "bra.uni", independent);
    String row = out.integer();
    String address = out.integer();
    out.op("mul.wide.u32", row, dimension, Integer.toString(SobolWordsRenderer.ROW_BYTES));
    out.op("add.u64", address, row, PathRegisters.WORDS);
    Map<Integer, String> words = new HashMap<>();
    String[] coordinate = CodeRenderer.render(out, SobolCode.build(kind, sampling.antithetic()),
        input -> input == SobolCode.PATH
            ? PathRegisters.PATH
            : words.computeIfAbsent(input - 1, word -> loadWord(address, word)));
    out.op("mov.f64", target, coordinate[0]);
    out.op("bra.uni", drawn);
    out.place(independent);
    String pair = out.integer();
    String bit = out.word();
    String odd = out.predicate();
    String even = out.real();
    String uneven = out.real();
    out.op("shr.u64", pair, draw, "1");
    out.op("and.b32", bit, dimension, "1");
    out.op("setp.ne.u32", odd, bit, "0");
    philox(pair, new Shape(kind, kind), false, even, uneven);
    out.op("selp.f64", target, uneven, even, odd);
    out.place(drawn);
  }

  private String loadWord(String address, int word) {
    String narrow = out.word();
    String wide = out.integer();
    out.op("ld.global.u32", narrow, "[" + address + "+" + word * Integer.BYTES + "]");
    out.op("cvt.u64.u32", wide, narrow);
    return wide;
  }
}
