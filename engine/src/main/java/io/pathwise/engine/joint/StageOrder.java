package io.pathwise.engine.joint;

import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The stages of a joint program, in an order that keeps that of each program. A stage that runs at every step is there
 * once for each length of programs that it works for. The shorter ones come first: they read states that go on, never
 * the other way round, and all are to see them as they were before.
 */
final class StageOrder {

  /**
   * A stage of the joint program.
   *
   * @param place
   *          what it does
   * @param horizon
   *          the rank of the programs at whose end it stops; the longest one's if it has a schedule
   */
  record Node(StagePlace place, int horizon) {}

  private final EqualStates states;
  private final int[] horizons;
  private final EqualityPattern pattern;
  private final Map<SweepPlace, List<Node>> nodes = new TreeMap<>(SweepPlace::compare);

  private StageOrder(EqualStates states, EqualityPattern pattern) {
    this.states = states;
    this.horizons = states.horizons();
    this.pattern = pattern;
  }

  /** The order of the stages of some programs; empty if there is none. */
  static Optional<StageOrder> of(List<LoweredProgram> programs, EqualityPattern pattern, EqualStates states) {
    StageOrder order = new StageOrder(states, pattern);
    Map<SweepPlace, Map<Node, Set<Node>>> followers = new HashMap<>();
    for (int member = 0; member < programs.size(); member++) {
      LoweredProgram program = programs.get(member);
      List<SweepPlace> places = SweepPlace.of(program);
      for (int s = 0; s < places.size(); s++) {
        Map<Node, Set<Node>> inSweep = followers.computeIfAbsent(places.get(s), missing -> new LinkedHashMap<>());
        Optional<Node> last = Optional.empty();
        for (int g = 0; g < program.sweeps().get(s).stages().size(); g++) {
          for (Node node : order.nodes(member, program, s, g)) {
            inSweep.computeIfAbsent(node, missing -> new LinkedHashSet<>());
            last.ifPresent(before -> Objects.requireNonNull(inSweep.get(before)).add(node));
            last = Optional.of(node);
          }
        }
      }
    }
    for (Map.Entry<SweepPlace, Map<Node, Set<Node>>> sweep : followers.entrySet()) {
      Optional<List<Node>> sorted = sorted(sweep.getValue());
      if (sorted.isEmpty()) {
        return Optional.empty();
      }
      order.nodes.put(sweep.getKey(), sorted.get());
    }
    return Optional.of(order);
  }

  /** The stages that do a program's stage, in order. */
  private List<Node> nodes(int member, LoweredProgram program, int sweep, int stage) {
    LoweredStage lowered = program.sweeps().get(sweep).stages().get(stage);
    StagePlace place = pattern.place(member, program, sweep, stage);
    Set<Node> found = new TreeSet<>(Comparator.comparingInt(Node::horizon));
    lowered.code().writes().forEach(cell -> found.add(node(member, place, cell)));
    return List.copyOf(found);
  }

  /** The stage that writes what a program's stage at a place writes to a cell. */
  Node node(int member, StagePlace place, Cell cell) {
    if (place.schedule() != StagePlace.EVERY_STEP) {
      return new Node(place, pattern.longest());
    }
    return new Node(place, cell instanceof Cell.StateCell state
        ? horizons[states.of(member, state.index())]
        : pattern.horizons().get(member));
  }

  /** Each before those that follow it, otherwise in order of first mention; empty if two follow each other. */
  private static Optional<List<Node>> sorted(Map<Node, Set<Node>> followers) {
    Map<Node, Integer> waitsFor = new LinkedHashMap<>();
    followers.keySet().forEach(node -> waitsFor.put(node, 0));
    followers.values().forEach(after -> after.forEach(node -> waitsFor.merge(node, 1, Integer::sum)));
    List<Node> sorted = new ArrayList<>();
    while (!waitsFor.isEmpty()) {
      Optional<Node> next = waitsFor.entrySet().stream().filter(entry -> entry.getValue() == 0)
          .map(Map.Entry::getKey).findFirst();
      if (next.isEmpty()) {
        return Optional.empty();
      }
      sorted.add(next.get());
      waitsFor.remove(next.get());
      Objects.requireNonNull(followers.get(next.get())).forEach(node -> waitsFor.merge(node, -1, Integer::sum));
    }
    return Optional.of(sorted);
  }

  /** The sweeps in order. */
  List<SweepPlace> sweeps() {
    return List.copyOf(nodes.keySet());
  }

  /** The stages of a sweep in order. */
  List<Node> nodes(SweepPlace sweep) {
    return Objects.requireNonNull(nodes.get(sweep));
  }

  /** The states. */
  EqualStates states() {
    return states;
  }
}
