package io.pathwise.greeks;

import io.pathwise.engine.program.Inputs;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * A fingerprint of a trade's numbers.
 *
 * @param sha256
 *          of parameters, per-step values and schedules by name
 */
record DataDigest(String sha256) {

  static DataDigest of(Inputs inputs) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(inputs.steps());
      for (Map.Entry<String, Double> parameter : new TreeMap<>(inputs.parameters()).entrySet()) {
        out.writeUTF(parameter.getKey());
        out.writeDouble(parameter.getValue());
      }
      for (Map.Entry<String, double[]> values : new TreeMap<>(inputs.stepValues()).entrySet()) {
        out.writeUTF(values.getKey());
        for (double value : values.getValue()) {
          out.writeDouble(value);
        }
      }
      for (Map.Entry<String, boolean[]> schedule : new TreeMap<>(inputs.schedules()).entrySet()) {
        out.writeUTF(schedule.getKey());
        for (boolean flag : schedule.getValue()) {
          out.writeBoolean(flag);
        }
      }
      return new DataDigest(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray())));
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
