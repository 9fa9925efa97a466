package io.pathwise.cuda.interpreter;

/**
 * A piece of PTX text.
 *
 * @param text
 *          as written; a {@link Kind#SUFFIX} with its dot
 * @param line
 *          counted from 1
 */
record Token(Kind kind, String text, int line) {

  /** What a token is. */
  enum Kind {
    /** An identifier or the first part of an opcode. */
    WORD,
    /** A directive or modifier: a dot and a name. */
    SUFFIX, NUMBER,
    /** One character of punctuation. */
    MARK, STRING, END
  }

  boolean is(String other) {
    return text.equals(other) && kind != Kind.STRING;
  }
}
