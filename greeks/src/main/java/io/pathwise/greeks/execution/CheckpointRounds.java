package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Simulation;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.sharing.PathSharing;
import io.pathwise.greeks.sharing.SharedPaths;
import io.pathwise.greeks.sharing.SharedPrograms;
import io.pathwise.greeks.simulation.CheckpointSchedule;
import io.pathwise.greeks.simulation.JobRun;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates several trades at once, in rounds from one checkpoint to the next: what shares paths is simulated together,
 * and trades that have reached their accuracy drop out. Start with {@link #run}.
 */
final class CheckpointRounds {

  private static final System.Logger LOG = System.getLogger(CheckpointRounds.class.getName());

  private final Simulation simulation;
  private final SharedPrograms programs;
  private final Accuracy accuracy;
  private final long fromBlocks;
  private final long mostBlocks;
  private final EvaluationListener listener;

  /** A trade in the rounds. */
  private static final class Place {
    private final int number;
    /** How many of its jobs the round has still to simulate. */
    private final AtomicInteger missing = new AtomicInteger();
    private @Nullable Evaluation evaluation;
    private @Nullable Outcome<Progress> outcome;
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
  CheckpointRounds(Simulation simulation, SharedPrograms programs, Accuracy accuracy, long fromBlocks, long mostBlocks,
      EvaluationListener listener) {
    this.simulation = simulation;
    this.programs = programs;
    this.accuracy = accuracy;
    this.fromBlocks = fromBlocks;
    this.mostBlocks = mostBlocks;
    this.listener = listener;
  }

  /**
   * The outcomes of so many trades.
   *
   * @param beginnings
   *          begins the evaluation of a trade
   */
  List<Outcome<Progress>> run(int count, IntFunction<Evaluation> beginnings) {
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      places.add(new Place(i));
    }
    simulation.inParallel(count, i -> attempt(places.get(i), place -> {
      begin(place, beginnings);
      finishOrGoOn(place);
    }));
    for (List<Place> open = open(places); !open.isEmpty(); open = open(open)) {
      extend(open);
    }
    return places.stream().map(place -> Objects.requireNonNull(place.outcome)).toList();
  }

  private static List<Place> open(List<Place> places) {
    return places.stream().filter(place -> place.outcome == null).toList();
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

  /** Does something with a trade that has no outcome yet, and tells how far it is then. */
  private void attempt(Place place, Action action) {
    if (place.outcome == null) {
      try {
        action.on(place);
      } catch (RuntimeException | VirtualMachineError e) {
        place.refuse(ExhaustedException.of(e));
      }
    }
    if (place.outcome == null) {
      listener.advanced(place.number, share(place.run().blocks()));
    } else {
      listener.done(place.number);
    }
  }

  /** How much of what a trade may take is done; planning counts as much as a round. */
  private double share(long blocks) {
    return (1 + CheckpointSchedule.looks(blocks))
        / (1 + CheckpointSchedule.looks(Math.ceilDiv(accuracy.mostPaths(), Backend.BLOCK)));
  }

  private void finishOrGoOn(Place place) {
    Evaluation evaluation = Objects.requireNonNull(place.evaluation);
    OptionalLong next = switch (evaluation) {
      case Evaluation.Found found -> OptionalLong.empty();
      case Evaluation.Running running -> running.run().next(accuracy);
    };
    if (next.isEmpty()) {
      place.outcome = new Outcome.Done<>(Progress.reached(evaluation.greeks()));
    } else if (next.getAsLong() > mostBlocks) {
      place.outcome = new Outcome.Done<>(Progress.upTo(place.run().blocks(), next.getAsLong()));
    } else {
      place.next = next.getAsLong();
      place.run().jobs().forEach(job -> job.lookUp(place.next));
    }
  }

  private void extend(List<Place> open) {
    Map<JobRun, Place> owners = new HashMap<>();
    Map<Long, List<JobRun>> jobs = new TreeMap<>();
    for (Place place : open) {
      List<JobRun> unfinished = unfinished(place);
      place.missing.set(unfinished.size());
      for (JobRun job : unfinished) {
        owners.put(job, place);
        jobs.computeIfAbsent(place.next, next -> new ArrayList<>()).add(job);
      }
    }
    List<SharedPaths> groups = new ArrayList<>();
    jobs.forEach((next, list) -> groups.addAll(group(list, next)));
    groups.sort(Comparator.comparingDouble(SharedPaths::work).reversed());
    List<Place> finished = open.stream().filter(place -> unfinished(place).isEmpty()).toList();
    simulation.inParallel(groups.size(), i -> extend(groups.get(i), owners));
    finished.forEach(this::reached);
  }

  private static List<JobRun> unfinished(Place place) {
    return place.run().jobs().stream().filter(job -> !job.isStopped()).toList();
  }

  /** Where jobs cannot be put together each is simulated alone, so that one does not take the others with it. */
  private List<SharedPaths> group(List<JobRun> jobs, long next) {
    long planned = Math.max(next, CheckpointSchedule.certainBlocks(accuracy, jobs.getFirst().sampling()));
    try {
      return PathSharing.group(jobs, next, planned, programs);
    } catch (RuntimeException | VirtualMachineError e) {
      LOG.log(System.Logger.Level.DEBUG, "jobs on the same paths", e);
      return jobs.stream().map(job -> new SharedPaths(List.of(job), next, planned, programs)).toList();
    }
  }

  /** All that the round simulates of a trade is there. */
  private void reached(Place place) {
    attempt(place, extended -> {
      extended.run().reached(extended.next);
      finishOrGoOn(extended);
    });
  }

  private void extend(SharedPaths group, Map<JobRun, Place> owners) {
    long started = System.nanoTime();
    try {
      group.extend(simulation);
    } catch (RuntimeException | VirtualMachineError e) {
      group.jobs().forEach(job -> Objects.requireNonNull(owners.get(job)).refuse(ExhaustedException.of(e)));
    }
    double seconds = (System.nanoTime() - started) * 1e-9 / group.jobs().size();
    for (JobRun job : group.jobs()) {
      Place place = Objects.requireNonNull(owners.get(job));
      place.run().spend(seconds);
      if (place.missing.decrementAndGet() == 0) {
        reached(place);
      }
    }
  }
}
