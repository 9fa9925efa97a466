package io.pathwise.batch.log;

import java.util.Locale;

/** The part of a text that messages show, as it may be of any length and hold anything. Start at {@link #of}. */
public final class Excerpt {
  private static final int MOST_CHARACTERS = 80;
  private static final int MOST_CHARACTERS_OF_A_MESSAGE = 1_000;

  private Excerpt() {}

  /** The text on one line, cut after 80 characters; control characters and half pairs are written as escapes. */
  public static String of(String text) {
    StringBuilder shown = new StringBuilder();
    int characters = 0;
    for (int i = 0; i < text.length() && characters < MOST_CHARACTERS; characters++) {
      int character = text.codePointAt(i);
      shown.append(isShown(character)
          ? Character.toString(character)
          : String.format(Locale.ROOT, "\\u%04x", character));
      i += Character.charCount(character);
    }
    boolean isCut = text.codePointCount(0, text.length()) > characters;
    return shown.append(isCut ? "…" : "").toString();
  }

  /** A message that may hold lists of any length, cut where it would fill a page. */
  public static String ofMessage(String message) {
    return message.codePointCount(0, message.length()) <= MOST_CHARACTERS_OF_A_MESSAGE
        ? message
        : message.substring(0, message.offsetByCodePoints(0, MOST_CHARACTERS_OF_A_MESSAGE)) + "…";
  }

  /** The text in quotes; of one that is cut also how long it is. */
  public static String quoted(String text) {
    int characters = text.codePointCount(0, text.length());
    return "'" + of(text) + "'" + (characters > MOST_CHARACTERS ? " (" + characters + " characters)" : "");
  }

  /** Control characters would break lines, the marks of writing direction turn them round. */
  private static boolean isShown(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.SURROGATE, Character.FORMAT, Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR, Character.UNASSIGNED, Character.PRIVATE_USE ->
        false;
      default -> true;
    };
  }
}
