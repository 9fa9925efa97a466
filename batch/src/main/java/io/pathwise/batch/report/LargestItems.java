package io.pathwise.batch.report;

import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The largest of a stream of items; of equal ones those that came first. Start at {@link #add}.
 *
 * @param <T>
 *          what is kept
 */
final class LargestItems<T> {
  private final int most;
  private final PriorityQueue<Entry<T>> kept = new PriorityQueue<>(Entry.SMALLEST_AND_LATEST_FIRST);
  private long seen;

  private record Entry<T>(double size, long order, T item) {
    static final Comparator<Entry<?>> SMALLEST_AND_LATEST_FIRST = Comparator.<Entry<?>>comparingDouble(Entry::size)
        .thenComparing(Comparator.<Entry<?>>comparingLong(Entry::order).reversed());
  }

  /** Keeps at most so many. */
  LargestItems(int most) {
    this.most = most;
  }

  /** Looks at an item; what has no size, or the size 0, is never kept. */
  void add(double size, T item) {
    if (size > 0) {
      kept.add(new Entry<>(size, seen++, item));
      if (kept.size() > most) {
        kept.remove();
      }
    }
  }

  /** Those kept, the largest first. */
  List<T> list() {
    return kept.stream().sorted(Entry.SMALLEST_AND_LATEST_FIRST.reversed()).map(Entry::item).toList();
  }

  /** The largest of a list, in the order of the list. */
  static <T> List<T> of(List<T> items, ToDoubleFunction<T> size, int most) {
    if (items.size() <= most) {
      return List.copyOf(items);
    }
    List<Integer> largest = IntStream.range(0, items.size()).boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -Math.abs(size.applyAsDouble(items.get(i))))
            .thenComparing(Comparator.naturalOrder()))
        .limit(most).sorted().toList();
    return largest.stream().map(items::get).toList();
  }
}
