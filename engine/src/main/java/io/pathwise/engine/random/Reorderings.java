package io.pathwise.engine.random;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps the last few {@link Reordering}s, since many trades have the same steps. Thread-safe. */
public final class Reorderings {

  private static final int MOST = 16;

  /** Which reordering; compares the lengths by content. */
  private static final class Key {
    private final Ordering ordering;
    private final double[] lengths;

    Key(Ordering ordering, double[] lengths) {
      this.ordering = ordering;
      this.lengths = lengths;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && ordering.equals(key.ordering) && Arrays.equals(lengths, key.lengths);
    }

    @Override
    public int hashCode() {
      return 31 * ordering.hashCode() + Arrays.hashCode(lengths);
    }
  }

  private final Map<Key, Reordering> known = new LinkedHashMap<>(MOST, 0.75f, true) {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<Key, Reordering> eldest) {
      return size() > MOST;
    }
  };

  /**
   * The reordering for steps of the given lengths.
   *
   * @throws IllegalArgumentException
   *           as {@link BrownianBridge#of} and {@link PrincipalComponents#of}; for the order of the steps themselves,
   *           which needs none
   */
  public Reordering get(Ordering ordering, double[] stepLengths) {
    synchronized (known) {
      return known.computeIfAbsent(new Key(ordering, stepLengths), key -> switch (key.ordering) {
        case Ordering.Steps steps -> throw new IllegalArgumentException("the order of the steps is no reordering");
        case Ordering.Bridge bridge -> BrownianBridge.of(key.lengths);
        case Ordering.PrincipalComponents components -> PrincipalComponents.of(key.lengths);
      });
    }
  }
}
