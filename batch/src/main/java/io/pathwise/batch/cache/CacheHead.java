package io.pathwise.batch.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The kind of the file at the place of a cache, judged by its first bytes: damaged caches are begun afresh, files of
 * others are never touched. Start at {@link #of}.
 */
enum CacheHead {
  /** A cache, whatever state the rest of it is in. */
  CACHE,
  /** What a power cut leaves of a cache: nothing, a few bytes, or zeros where its head was. */
  DAMAGED,
  /** Something else. */
  OTHER;

  private static final String SIGNATURE = "net.openhft.chronicle.map.VanillaChronicleMap";
  /** Where the signature ends at the latest. */
  private static final int HEAD_BYTES = 256;
  /** Of an intact cache some of these are not zero; other formats that begin with zeros have something here, too. */
  private static final int BEGINNING_BYTES = 1 << 16;
  /** Too few to be clearly anything. */
  private static final int HARDLY_ANYTHING = 2;

  /** The kind of a file. */
  static CacheHead of(Path file) throws IOException {
    byte[] beginning;
    try (InputStream in = Files.newInputStream(file)) {
      beginning = in.readNBytes(BEGINNING_BYTES);
    }
    byte[] head = Arrays.copyOf(beginning, Math.min(beginning.length, HEAD_BYTES));
    if (new String(head, StandardCharsets.ISO_8859_1).contains(SIGNATURE)) {
      return CACHE;
    }
    boolean isZero = Arrays.equals(beginning, new byte[beginning.length]);
    boolean isPiece = beginning.length < HEAD_BYTES && (beginning.length <= HARDLY_ANYTHING || !isText(beginning));
    return isZero || isPiece ? DAMAGED : OTHER;
  }

  private static boolean isText(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).chars()
          .allMatch(character -> !Character.isISOControl(character) || Character.isWhitespace(character));
    } catch (CharacterCodingException notText) {
      return false;
    }
  }
}
