package io.pathwise.cuda.interpreter;

import java.util.List;

/**
 * mov and cvta (ISA section "Data Movement and Conversion Instructions"): copies, constants, special registers,
 * addresses of variables, and packing of a register from two halves or the reverse, first element lowest.
 */
final class Moves {

  private Moves() {}

  static Action decode(Decoding d) {
    return d.statement().opcode().equals("mov") ? mov(d) : cvta(d);
  }

  /** Global addresses are generic addresses here, so the conversion changes nothing. */
  private static Action cvta(Decoding d) {
    if (!d.take(".to") || !d.take(".global") || d.type() != PtxType.U64) {
      throw d.refuse("only cvta.to.global.u64 is known");
    }
    d.finish(2);
    return Loops.unary(d.target(0, PtxType.U64), d.source(1, PtxType.U64), a -> a);
  }

  private static Action mov(Decoding d) {
    PtxType type = d.type();
    if (type.width() == 8) {
      throw d.refuse("unknown with type " + type.suffix());
    }
    d.finish(2);
    Operand source = d.operand(1);
    if (d.operand(0) instanceof Operand.Vector(List<Operand> halves)) {
      PtxType half = half(d, type, halves);
      int low = d.target(halves.get(0), half, false);
      int high = d.target(halves.get(1), half, false);
      return unpack(low, high, d.source(1, type), half);
    }
    int target = d.target(0, type);
    return switch (source) {
      case Operand.Vector(List<Operand> halves) -> {
        PtxType half = half(d, type, halves);
        yield Loops.binary(target, d.source(halves.get(0), half, false), d.source(halves.get(1), half, false),
            (low, high) -> low | high << half.width());
      }
      case Operand.Special special -> {
        if (!type.agreesWith(PtxType.U32)) {
          throw d.refuse("a component of " + special.register() + " is .u32");
        }
        yield copy(target, d.special(special));
      }
      case Operand.Sum(String base, long offset) -> address(d, type, target, base, offset);
      case Operand.Name(String name) when d.variable(name) != null -> address(d, type, target, name, 0);
      case Operand.Name _,Operand.Int _,Operand.Real _,Operand.Not _,Operand.Address _,Operand.Pair _ -> copy(target,
          d.source(1, type));
    };
  }

  private static Action copy(int target, int source) {
    return Loops.unary(target, source, a -> a);
  }

  private static Action unpack(int low, int high, int source, PtxType half) {
    return (machine, lanes) -> {
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        long value = machine.values[source][i];
        machine.values[low][i] = half.chop(value);
        machine.values[high][i] = half.chop(value >>> half.width());
      }
    };
  }

  private static PtxType half(Decoding d, PtxType type, List<Operand> halves) {
    if (halves.size() != 2) {
      throw d.refuse("only two halves are known");
    }
    return switch (type) {
      case B64 -> PtxType.B32;
      case B32 -> PtxType.B16;
      case PRED, B8, B16, U8, U16, U32, U64, S8, S16, S32, S64, F64 -> throw d.refuse("packing needs .b32 or .b64");
    };
  }

  private static Action address(Decoding d, PtxType type, int target, String name, long offset) {
    Variable variable = d.variable(name);
    if (variable == null || variable.space() == Space.PARAM) {
      throw d.refuse(name + " has no address");
    }
    if (type.width() < 32 || type == PtxType.F64) {
      throw d.refuse("an address needs an integer or bits, 32 or 64 of them");
    }
    return copy(target, d.constant(type.chop(variable.offset() + offset)));
  }
}
