package io.pathwise.llvm.library;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256. */
final class Hash {

  static final int BYTES = 32;

  private Hash() {}

  static byte[] of(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of texts, as a name; a zero byte ends each. */
  static String name(String... texts) {
    byte[][] parts = new byte[2 * texts.length][];
    for (int i = 0; i < texts.length; i++) {
      parts[2 * i] = texts[i].getBytes(StandardCharsets.UTF_8);
      parts[2 * i + 1] = new byte[1];
    }
    return HexFormat.of().formatHex(of(parts));
  }
}
