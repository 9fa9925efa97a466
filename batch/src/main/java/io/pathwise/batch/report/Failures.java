package io.pathwise.batch.report;

import io.pathwise.batch.log.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The first failures of a run, for the log and the summary; the results hold all of them. */
public final class Failures {
  private static final int KEPT = 1000;
  private static final int LOGGED = 20;
  private final Consumer<Event> log;
  private final List<Failure> kept = new ArrayList<>();
  private long count;

  /** Failures of which the first are also told to a log. */
  public Failures(Consumer<Event> log) {
    this.log = log;
  }

  /**
   * A failure.
   *
   * @param tradeId
   *          as in the results
   * @param measure
   *          as in the results; empty for the whole trade
   * @param factor
   *          as in the results
   * @param message
   *          for people
   */
  public record Failure(String tradeId, String measure, String factor, String message) {}

  public void add(Failure failure) {
    count++;
    if (kept.size() < KEPT) {
      kept.add(failure);
    }
    if (count <= LOGGED) {
      String number = (failure.measure() + " " + failure.factor()).strip();
      log.accept(Event
          .of("trade-failed", failure.tradeId() + (number.isEmpty() ? "" : ", " + number) + ": " + failure.message())
          .with("tradeId", failure.tradeId()).with("measure", failure.measure()).with("factor", failure.factor())
          .with("reason", failure.message()));
    } else if (count == LOGGED + 1) {
      log.accept(Event.of("more-trades-failed", "further failures are in the results and not logged here"));
    }
  }

  public List<Failure> kept() {
    return List.copyOf(kept);
  }

  public long count() {
    return count;
  }
}
