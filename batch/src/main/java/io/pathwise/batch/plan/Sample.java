package io.pathwise.batch.plan;

import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Some of the trades of a kind, each with the same chance to be among them, while they pass by. */
final class Sample {
  /** How many trades of a kind are looked at closely. */
  static final int SIZE = 2;

  private final Random random = new Random(20261121);
  private final List<Trade> trades = new ArrayList<>();
  private long count;

  void add(Trade trade) {
    count++;
    if (trades.size() < SIZE) {
      trades.add(trade);
    } else {
      long place = random.nextLong(count);
      if (place < SIZE) {
        trades.set((int) place, trade);
      }
    }
  }

  /** How many passed by. */
  long count() {
    return count;
  }

  /** Those that were kept. */
  List<Trade> trades() {
    return List.copyOf(trades);
  }
}
