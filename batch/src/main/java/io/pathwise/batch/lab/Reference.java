package io.pathwise.batch.lab;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A reference value for problems without a closed form. */
final class Reference {
  private Reference() {}

  /**
   * The measurements of one number, compared with the unbiased one of least standard error, which itself stays without
   * a truth.
   */
  static List<Measurement> leastError(List<Measurement> row) {
    Optional<Measurement> least = row.stream().filter(m -> m.hasNumber() && !m.biased())
        .min(Comparator.comparingDouble(Measurement::standardError));
    return row.stream().map(m -> least.filter(reference -> !reference.equals(m) && m.hasNumber())
        .map(reference -> m.against(new Exact(reference.value(), reference.standardError()))).orElse(m)).toList();
  }
}
