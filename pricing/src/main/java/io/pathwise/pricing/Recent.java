package io.pathwise.pricing;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * What was made lately, by what it was made from; for values that are asked for many times and cost something to make.
 * Safe for use by several threads. Start at {@link #of}.
 *
 * @param <K>
 *          what a value is made from, all of it; immutable
 * @param <V>
 *          what is made; immutable
 */
public final class Recent<K, V> {

  private final Function<K, V> maker;
  private final Map<K, V> made;

  /**
   * Keeps those used last.
   *
   * @param most
   *          how many; positive
   */
  public Recent(int most, Function<K, V> maker) {
    Require.that(most > 0, "most is %s, must be positive", most);
    this.maker = Require.given("maker", maker);
    this.made = new LinkedHashMap<>(most, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > most;
      }
    };
  }

  /** The value made from a key; throws what its making throws, and then keeps nothing. */
  public V of(K key) {
    Require.given("key", key);
    synchronized (made) {
      V known = made.get(key);
      if (known != null) {
        return known;
      }
    }
    V value = maker.apply(key);
    synchronized (made) {
      made.put(key, value);
    }
    return value;
  }
}
