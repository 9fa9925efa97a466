package io.pathwise.batch.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Spoils valid text: as a broken disk does, as a careless hand does, and as somebody does who looks for trouble. What
 * it does follows from its random numbers alone. Start at {@link #spoil}.
 */
final class Mutator {
  private static final List<String> NUMBERS = List.of("0", "-0", "-1", "1e999", "-1e999", "1e-999", "1e308", "-1e308",
      "4.9e-324", "NaN", "Infinity", "1e15", "0.1", "1.5", "2", "7", "100", "999", "2520", "25200", "99999", "1000000",
      "1000001", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9999999999999999999", "1e5", "1e6",
      "1e300", "0x10", "1d", "+5", ".5", "5.", "1_000", "1,5", "--1", "1e", "0e999999999", "1e2147483648",
      "1" + "0".repeat(400), "0." + "0".repeat(900) + "1", "9".repeat(2000));
  private static final List<String> DATES = List.of("-999999999-01-01", "+999999999-12-31", "0000-01-01", "0001-01-01",
      "9999-12-31", "+10000-01-01", "2026-02-30", "2026-11-20", "2026-11-19", "2026-11-21", "1900-01-01", "2400-02-29",
      "20261120", "2026-11-20T00:00", "today");
  private static final List<String> VALUES = List.of("null", "true", "false", "\"\"", "\" \"", "\"x\"", "[]", "{}",
      "[[]]", "[1]", "[\"AAPL\"]", "{\"a\":1}", "\"1\"", "\"\\u0000\"", "\"\\ud800\"", "\"\\u202e\"", "\"é😀\"",
      "\"" + "x".repeat(5000) + "\"", "[".repeat(2000), "{\"a\":".repeat(500), "[" + "1,".repeat(3000) + "1]");
  private static final List<String> PIECES = List.of("\"", "\"\"", ",", ":", ";", "{", "}", "[", "]", "\\", "\n", "\r",
      "\r\n", "\t", " ", "\0", "\uFEFF", "\u2028", "\u0085", "é", "😀", "-", "e", "9", "//", "/*", "#", "'", "\"\n\"");
  private static final List<Integer> BYTES = List.of(0x00, 0x0a, 0x0d, 0x22, 0x2c, 0x7f, 0x80, 0xbf, 0xc0, 0xc3, 0xe2,
      0xed, 0xf8, 0xfe, 0xff);

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
  private static final Pattern VALUE = Pattern.compile("(?<=:)\\s*(\"[^\"]*\"|-?[\\d.]+|\\[[^\\]]*\\])");
  private static final Pattern MEMBER = Pattern.compile("\"\\w+\"\\s*:\\s*(\"[^\"]*\"|-?[\\d.]+|\\[[^\\]]*\\]),?");
  private static final Pattern NAME = Pattern.compile("\"\\w+\"(?=\\s*:)");

  private final Random random;

  Mutator(Random random) {
    this.random = random;
  }

  /** A text with one to three faults. */
  byte[] spoil(byte[] text) {
    byte[] spoilt = text;
    for (int faults = 1 + random.nextInt(3); faults > 0; faults--) {
      spoilt = random.nextBoolean() ? wordwise(spoilt) : bytewise(spoilt);
    }
    return spoilt;
  }

  private byte[] bytewise(byte[] text) {
    int at = random.nextInt(text.length + 1);
    int end = Math.min(text.length, at + 1 + random.nextInt(1 + random.nextInt(1 + text.length)));
    byte[] before = Arrays.copyOf(text, at);
    byte[] middle = Arrays.copyOfRange(text, at, end);
    byte[] behind = Arrays.copyOfRange(text, end, text.length);
    return switch (random.nextInt(9)) {
      case 0 -> flipped(text);
      case 1 -> join(before, new byte[]{pick(BYTES).byteValue()}, Arrays.copyOfRange(text, at, text.length));
      case 2 -> join(before, bytes(pick(PIECES)), Arrays.copyOfRange(text, at, text.length));
      case 3 -> join(before, bytes(pick(PIECES)), Arrays.copyOfRange(text, Math.min(text.length, at + 1), text.length));
      case 4 -> join(before, behind);
      case 5 -> join(before, middle, middle, behind);
      case 6 -> join(before, new byte[middle.length], behind);
      case 7 -> before;
      default -> join(before, bytes(pick(PIECES).repeat(1 + random.nextInt(3000))), behind);
    };
  }

  private byte[] flipped(byte[] text) {
    byte[] flipped = text.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] wordwise(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return switch (random.nextInt(8)) {
      case 0, 1 -> replaced(text, NUMBER, pick(NUMBERS));
      case 2 -> replaced(text, DATE, pick(DATES));
      case 3 -> replaced(text, VALUE, random.nextBoolean() ? pick(VALUES) : "\"" + pick(DATES) + "\"");
      case 4 -> replaced(text, VALUE, pick(NUMBERS));
      case 5 -> replaced(text, MEMBER, "");
      case 6 -> replaced(text, MEMBER, random.nextBoolean() ? "$0$0" : "\"x\":1,$0");
      default -> replaced(text, NAME, "\"" + pick(List.of("id", "steps", "quantity", "start", "strike", "x",
          "x".repeat(2000))) + "\"");
    };
  }

  /** One of the matches replaced, {@code $0} standing for what was there. */
  private byte[] replaced(String text, Pattern pattern, String replacement) {
    List<MatchResult> matches = pattern.matcher(text).results().toList();
    if (matches.isEmpty()) {
      return text.getBytes(StandardCharsets.ISO_8859_1);
    }
    MatchResult match = matches.get(random.nextInt(matches.size()));
    String inserted = new String(bytes(replacement), StandardCharsets.ISO_8859_1).replaceAll("\\$0",
        Matcher.quoteReplacement(match.group()));
    return (text.substring(0, match.start()) + inserted + text.substring(match.end()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }
}
