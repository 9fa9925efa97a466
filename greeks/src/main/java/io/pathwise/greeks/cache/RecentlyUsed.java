package io.pathwise.greeks.cache;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;

/** A bounded map that drops the least recently used entry when it grows beyond its size. Not thread-safe. */
public final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {
  private static final long serialVersionUID = 1L;

  private final int most;
  private final long mostWeight;
  private final transient ToLongFunction<K> weigh;
  private long weight;

  public RecentlyUsed(int most) {
    this(most, Long.MAX_VALUE, key -> 0);
  }

  /**
   * With a limit of weight, too; what was put last stays whatever it weighs.
   *
   * @param weigh
   *          the weight of an entry
   */
  public RecentlyUsed(int most, long mostWeight, ToLongFunction<K> weigh) {
    super(16, 0.75f, true);
    this.most = most;
    this.mostWeight = mostWeight;
    this.weigh = weigh;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    weight += weigh.applyAsLong(lastEntry().getKey());
    Iterator<K> oldestFirst = keySet().iterator();
    while (size() > most || (weight > mostWeight && size() > 1)) {
      weight -= weigh.applyAsLong(oldestFirst.next());
      oldestFirst.remove();
    }
    return false;
  }

  @Override
  public void clear() {
    super.clear();
    weight = 0;
  }
}
