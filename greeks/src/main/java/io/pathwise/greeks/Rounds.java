package io.pathwise.greeks;

import io.pathwise.engine.run.Simulation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates several trades at once, in rounds from one checkpoint to the next: what shares paths is simulated together,
 * and trades that have reached their accuracy drop out. Start with {@link #run}.
 */
final class Rounds {

  private final Simulation simulation;
  private final Accuracy accuracy;
  private final long fromBlocks;
  private final long mostBlocks;
  private final IntConsumer done;

  /** A trade in the rounds. */
  private static final class Place {
    private final int number;
    private @Nullable Evaluation evaluation;
    private @Nullable Outcome<Advance> outcome;
    private long next;

    Place(int number) {
      this.number = number;
    }

    synchronized void refuse(RuntimeException cause) {
      outcome = new Outcome.Refused<>(cause);
    }

    TradeRun run() {
      return ((Evaluation.Running) Objects.requireNonNull(evaluation)).run();
    }
  }

  /**
   * Rounds of some trades.
   *
   * @param fromBlocks
   *          a checkpoint up to which it is known that no trade reaches the accuracy; 0 if nothing is
   * @param mostBlocks
   *          trades that need more than so many are left where they are
   */
  Rounds(Simulation simulation, Accuracy accuracy, long fromBlocks, long mostBlocks, IntConsumer done) {
    this.simulation = simulation;
    this.accuracy = accuracy;
    this.fromBlocks = fromBlocks;
    this.mostBlocks = mostBlocks;
    this.done = done;
  }

  /**
   * The outcomes of so many trades.
   *
   * @param beginnings
   *          begins the evaluation of a trade
   */
  List<Outcome<Advance>> run(int count, IntFunction<Evaluation> beginnings) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(new Place(i));
    }
    inParallel(places, place -> begin(place, beginnings));
    List<Place> open = places;
    while (!open.isEmpty()) {
      inParallel(open, this::finishOrGoOn);
      open.stream().filter(place -> place.outcome != null).forEach(place -> done.accept(place.number));
      open = open.stream().filter(place -> place.outcome == null).toList();
      extend(open);
    }
    return places.stream().map(place -> Objects.requireNonNull(place.outcome)).toList();
  }

  private void begin(Place place, IntFunction<Evaluation> beginnings) {
    Evaluation evaluation = beginnings.apply(place.number);
    place.evaluation = evaluation;
    if (fromBlocks > 0 && evaluation instanceof Evaluation.Running running) {
      running.run().extendToBlocks(fromBlocks);
    }
  }

  private interface Action {
    void on(Place place);
  }

  private void inParallel(List<Place> places, Action action) {
    simulation.inParallel(places.size(), i -> {
      Place place = places.get(i);
      if (place.outcome == null) {
        try {
          action.on(place);
        } catch (RuntimeException e) {
          place.refuse(e);
        }
      }
    });
  }

  private void finishOrGoOn(Place place) {
    Evaluation evaluation = Objects.requireNonNull(place.evaluation);
    OptionalLong next = switch (evaluation) {
      case Evaluation.Found found -> OptionalLong.empty();
      case Evaluation.Running running -> running.run().next(accuracy);
    };
    if (next.isEmpty()) {
      place.outcome = new Outcome.Done<>(Advance.reached(evaluation.greeks()));
    } else if (next.getAsLong() > mostBlocks) {
      place.outcome = new Outcome.Done<>(Advance.upTo(place.run().blocks(), next.getAsLong()));
    } else {
      place.next = next.getAsLong();
      place.run().jobs().forEach(job -> job.lookUp(place.next));
    }
  }

  private void extend(List<Place> open) {
    Map<RunningJob, Place> owners = new HashMap<>();
    Map<Long, List<RunningJob>> jobs = new TreeMap<>();
    for (Place place : open) {
      for (RunningJob job : place.run().jobs()) {
        owners.put(job, place);
        jobs.computeIfAbsent(place.next, next -> new ArrayList<>()).add(job);
      }
    }
    List<SharedPaths> groups = new ArrayList<>();
    jobs.forEach((next, list) -> groups.addAll(SharedPaths.group(list, next)));
    groups.sort(Comparator.comparingDouble(SharedPaths::work).reversed());
    simulation.inParallel(groups.size(), i -> extend(groups.get(i), owners));
    open.forEach(place -> place.run().reached(place.next));
  }

  private void extend(SharedPaths group, Map<RunningJob, Place> owners) {
    long started = System.nanoTime();
    try {
      group.extend(simulation);
    } catch (RuntimeException e) {
      group.jobs().forEach(job -> Objects.requireNonNull(owners.get(job)).refuse(e));
    }
    double seconds = (System.nanoTime() - started) * 1e-9 / group.jobs().size();
    group.jobs().forEach(job -> Objects.requireNonNull(owners.get(job)).run().spend(seconds));
  }
}
