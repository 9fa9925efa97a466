package io.pathwise.cuda.interpreter;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fundamental types that are known, and the ISA's rules for which operand agrees with which instruction type
 * (sections "Type Information for Instructions and Operands" and "Operand Size Exceeding Instruction-Type Size").
 * Values are kept in 64 bits, with zeros above the type's width.
 */
enum PtxType {
  PRED(Kind.PREDICATE, 1), B8(Kind.BITS, 8), B16(Kind.BITS, 16), B32(Kind.BITS, 32), B64(Kind.BITS, 64), U8(
      Kind.UNSIGNED, 8), U16(Kind.UNSIGNED, 16), U32(Kind.UNSIGNED, 32), U64(Kind.UNSIGNED, 64), S8(Kind.SIGNED,
          8), S16(Kind.SIGNED, 16), S32(Kind.SIGNED, 32), S64(Kind.SIGNED, 64), F64(Kind.FLOAT, 64);

  /** What the bits mean. */
  enum Kind {
    PREDICATE, BITS, UNSIGNED, SIGNED, FLOAT
  }

  private static final Map<String, PtxType> BY_SUFFIX = Arrays.stream(values())
      .collect(Collectors.toUnmodifiableMap(PtxType::suffix, type -> type));

  private final Kind kind;
  private final int width;

  PtxType(Kind kind, int width) {
    this.kind = kind;
    this.width = width;
  }

  /** The type of a suffix such as ".u32", or null if there is none of that name. */
  static @Nullable PtxType ofSuffix(String suffix) {
    return BY_SUFFIX.get(suffix);
  }

  String suffix() {
    return "." + name().toLowerCase(Locale.ROOT);
  }

  Kind kind() {
    return kind;
  }

  /** Width in bits; 1 for a predicate. */
  int width() {
    return width;
  }

  /** Size in memory. */
  int bytes() {
    return width / 8;
  }

  boolean isInteger() {
    return kind == Kind.UNSIGNED || kind == Kind.SIGNED;
  }

  boolean isSigned() {
    return kind == Kind.SIGNED;
  }

  /** The low bits that belong to the type, zeros above. */
  long chop(long value) {
    return width == 64 ? value : value & ((1L << width) - 1);
  }

  /** The number that the bits mean: sign-extended for a signed type, else unchanged. */
  long number(long bits) {
    return isSigned() ? signExtended(bits) : bits;
  }

  /** The bits read as a two's complement number of this width. */
  long signExtended(long bits) {
    return bits << (64 - width) >> (64 - width);
  }

  /** Whether a register of that type may be an operand of an instruction of this type. */
  boolean agreesWith(PtxType register) {
    if (width != register.width || (kind == Kind.PREDICATE) != (register.kind == Kind.PREDICATE)) {
      return false;
    }
    return switch (kind) {
      case PREDICATE, BITS -> true;
      case UNSIGNED, SIGNED -> register.kind != Kind.FLOAT;
      case FLOAT -> register.kind == Kind.FLOAT || register.kind == Kind.BITS;
    };
  }

  /** The same for the data operands of ld, st and cvt, where registers may be wider than the instruction's type. */
  boolean agreesWithWider(PtxType register) {
    if (agreesWith(register)) {
      return true;
    }
    if (register.width < width || register.kind == Kind.PREDICATE) {
      return false;
    }
    return switch (kind) {
      case BITS -> true;
      case UNSIGNED, SIGNED -> register.kind != Kind.FLOAT;
      case FLOAT, PREDICATE -> false;
    };
  }
}
