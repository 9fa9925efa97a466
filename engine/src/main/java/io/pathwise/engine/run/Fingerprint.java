package io.pathwise.engine.run;

import io.pathwise.engine.program.Inputs;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A SHA-256 hash of values, by which equal computations are recognised. Start with {@link #builder}.
 *
 * @param sha256
 *          64 hexadecimal digits
 */
public record Fingerprint(String sha256) {

  /** Takes values in; their order counts. */
  public static Builder builder() {
    return new Builder();
  }

  /** The 32 bytes. */
  public byte[] toBytes() {
    return HexFormat.of().parseHex(sha256);
  }

  /** Collects values. Lengths are taken in, too, so that no two sequences of values are the same bytes. */
  public static final class Builder {
    private final MessageDigest digest;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private Builder() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }

    /** Takes a text. */
    public Builder add(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      add(bytes.length);
      digest.update(bytes);
      return this;
    }

    /** Takes a whole number. */
    public Builder add(long value) {
      digest.update(number.clear().putLong(value).array());
      return this;
    }

    /** Takes the bits of a number. */
    public Builder add(double value) {
      return add(Double.doubleToLongBits(value));
    }

    /** Takes a program's data: the number of steps, parameters, per-step values and schedules, by name. */
    public Builder add(Inputs inputs) {
      add(inputs.steps());
      add(inputs.parameters().size());
      for (Map.Entry<String, Double> parameter : new TreeMap<>(inputs.parameters()).entrySet()) {
        add(parameter.getKey()).add(parameter.getValue().doubleValue());
      }
      add(inputs.stepValues().size());
      for (Map.Entry<String, double[]> values : new TreeMap<>(inputs.stepValues()).entrySet()) {
        add(values.getKey()).add(values.getValue().length);
        for (double value : values.getValue()) {
          add(value);
        }
      }
      add(inputs.schedules().size());
      for (Map.Entry<String, boolean[]> schedule : new TreeMap<>(inputs.schedules()).entrySet()) {
        add(schedule.getKey()).add(schedule.getValue().length);
        for (boolean flag : schedule.getValue()) {
          add(flag ? 1 : 0);
        }
      }
      return this;
    }

    /**
     * Takes all that a value is made of: records, lists, sets, maps, arrays, optionals, enums, dates, texts and
     * numbers.
     *
     * @throws IllegalArgumentException
     *           when it is, or holds, something else, such as a lambda
     */
    public Builder addValue(Object value) {
      ValueStructure.take(value, this);
      return this;
    }

    /** The fingerprint of all that was taken; the builder is done with then. */
    public Fingerprint build() {
      return new Fingerprint(HexFormat.of().formatHex(digest.digest()));
    }
  }
}
