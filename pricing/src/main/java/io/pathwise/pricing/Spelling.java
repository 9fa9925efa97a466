package io.pathwise.pricing;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Suggestions for misspelt names. Start at {@link #nearest}. */
public final class Spelling {
  private Spelling() {}

  /** The allowed name that differs from a misspelt one in at most a third of its letters. */
  public static Optional<String> nearest(String name, List<String> allowed) {
    Require.given("name", name);
    return Require.elements("allowed", allowed)
        .stream().filter(candidate -> name.length() <= 2 * candidate.length())
        .filter(candidate -> distance(name, candidate) * 3 <= candidate.length())
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)));
  }

  /** The number of letters to insert, delete or replace. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
