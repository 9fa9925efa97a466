package io.pathwise.cuda.ptx;

/** Collects the body of one PTX entry: its lines, and how many virtual registers of each type they use. */
final class PtxWriter {

  private static final int INDENT = 2;

  private final StringBuilder text = new StringBuilder();
  private int reals;
  private int integers;
  private int words;
  private int predicates;
  private int labels;

  /** A new register for a double. */
  String real() {
    return "%f" + reals++;
  }

  /** A new register for a 64-bit integer or an address. */
  String integer() {
    return "%r" + integers++;
  }

  /** A new register for a 32-bit integer. */
  String word() {
    return "%i" + words++;
  }

  /** A new register for a truth value. */
  String predicate() {
    return "%p" + predicates++;
  }

  /** A label that does not occur yet. */
  String label(String stem) {
    return stem + "_" + labels++;
  }

  /** An instruction. */
  void op(String mnemonic, String... operands) {
    text.append(" ".repeat(INDENT)).append(mnemonic);
    if (operands.length > 0) {
      text.append(' ').append(String.join(", ", operands));
    }
    text.append(";\n");
  }

  /** An instruction for the threads where a predicate holds; with {@code !} before its name, where it does not. */
  void opIf(String predicate, String mnemonic, String... operands) {
    op("@" + predicate + " " + mnemonic, operands);
  }

  /** Puts a label here. */
  void place(String label) {
    text.append(label).append(":\n");
  }

  /** A line for the reader. */
  void comment(String comment) {
    text.append(" ".repeat(INDENT)).append("// ").append(ascii(comment)).append('\n');
  }

  /** An empty line. */
  void gap() {
    text.append('\n');
  }

  /** PTX is ASCII and a comment ends with its line. */
  static String ascii(String text) {
    return text.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The declarations of the registers used, then the lines. */
  String body() {
    StringBuilder body = new StringBuilder();
    declare(body, ".f64", "%f", reals);
    declare(body, ".b64", "%r", integers);
    declare(body, ".b32", "%i", words);
    declare(body, ".pred", "%p", predicates);
    return body.append('\n').append(text).toString();
  }

  private static void declare(StringBuilder body, String type, String name, int count) {
    if (count > 0) {
      body.append(" ".repeat(INDENT)).append(".reg ").append(type).append(' ').append(name).append('<').append(count)
          .append(">;\n");
    }
  }

  /** A double as an operand: its bits. */
  static String real(double value) {
    return "0d" + hex(Double.doubleToRawLongBits(value), Long.BYTES);
  }

  /** A 64-bit integer as an operand. */
  static String integer(long value) {
    return value >= 0 && value < 1 << Byte.SIZE ? Long.toString(value) : "0x" + hex(value, Long.BYTES);
  }

  /** The low 32 bits of an integer as an operand. */
  static String word(long value) {
    return "0x" + hex(value & 0xFFFFFFFFL, Integer.BYTES);
  }

  private static String hex(long value, int bytes) {
    String digits = String.format("%016X", value);
    return digits.substring(digits.length() - 2 * bytes);
  }

  /** The address of an element of an array that is an argument; the index is a 32-bit register. */
  String element(Argument array, String index, int bytes) {
    String base = integer();
    String offset = integer();
    String address = integer();
    op("ld.param.u64", base, "[" + array.label() + "]");
    op("mul.wide.u32", offset, index, Integer.toString(bytes));
    op("add.u64", address, base, offset);
    return address;
  }
}
