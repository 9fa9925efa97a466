package io.pathwise.cuda.ptx;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Collects the body of one PTX entry: its lines, and how many virtual registers of each type they use. */
final class PtxWriter {

  private static final int INDENT = 2;

  private final StringBuilder text = new StringBuilder();
  private int reals;
  private int integers;
  private int words;
  private int predicates;
  private int labels;
  /** Registers of 64 bits whose low half is in one of 32, which has all there is. */
  private final Map<String, String> lowWords = new HashMap<>();
  /** Types of named registers. */
  private final Map<String, String> named = new LinkedHashMap<>();

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

  /** A new register with a name; if there is one with this name, a number is put behind it. */
  String named(String type, String name) {
    String register = "%" + name;
    for (int number = 2; named.putIfAbsent(register, type) != null; number++) {
      register = "%" + name + "_" + number;
    }
    return register;
  }

  /** A register with all 64 bits of an integer that is in one of 32 bits. */
  String widened(String word) {
    String wide = integer();
    op("cvt.u64.u32", wide, word);
    lowWords.put(wide, word);
    return wide;
  }

  /** A register with the low 32 bits of an integer that is in one of 64. */
  String lowWord(String wide) {
    String known = lowWords.get(wide);
    if (known != null) {
      return known;
    }
    String word = word();
    op("cvt.u32.u64", word, wide);
    return word;
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
    named.forEach((register, type) -> body.append(" ".repeat(INDENT)).append(".reg ").append(type).append(' ')
        .append(register).append(";\n"));
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
