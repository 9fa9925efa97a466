package io.pathwise.batch.plan;

import io.pathwise.batch.input.PortfolioReader.Entry.Usable;
import io.pathwise.engine.run.Fingerprint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Some of the trades of a kind, each with the same chance to be among them, while they pass by. */
final class Sample {
  /** How many trades of a kind are looked at closely. */
  static final int SIZE = 2;

  private final Random random = new Random(20261121);
  private final List<Usable> trades = new ArrayList<>();
  private final Set<Fingerprint> structures = new HashSet<>();
  private long count;

  /** Another trade, with what it has in common with those that share its programs. */
  void add(Usable trade, Fingerprint structure) {
    count++;
    structures.add(structure);
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

  /** How many different structures they have. */
  int structures() {
    return structures.size();
  }

  /** Those that were kept. */
  List<Usable> trades() {
    return List.copyOf(trades);
  }
}
