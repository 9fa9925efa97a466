package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.State;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The coordinate Z along a direction of the whole path, and what is left of a path without it: every drawn state is a
 * line in Z, whose offset is the state drawn with the rest of the noise, and whose slope adds up over the steps. Start
 * at {@link #profile}.
 */
final class PathCoordinate {

  private final Graph graph;
  private final Direction direction;
  private final PathDirection data;
  private final Map<Expr.State, Expr.State> slopes;
  private final Expr.State residual;
  private final Expr newCoordinate;
  private final Map<Expr, Expr> noises;

  /** Of a program, in a direction. */
  PathCoordinate(Program program, PathDirection data) {
    this.graph = program.graph();
    this.data = data;
    this.direction = Direction.of(program, data.isActive(graph), data.tilt(), Direction.Reach.PATH);
    OwnNoise.check(program, direction);
    this.slopes = direction.slopeStates(graph, "slope");
    this.residual = graph.newState("direction residual");
    this.newCoordinate = graph.fma(graph.neg(data.pull(graph)), residual,
        graph.mul(data.keep(graph), direction.coordinate()));
    this.noises = direction.noises(graph, newCoordinate);
  }

  Direction direction() {
    return direction;
  }

  /** The slope states, by drawn state. */
  Map<Expr.State, Expr.State> slopes() {
    return slopes;
  }

  /** A noise without what it has along the direction; empty if that is nothing. */
  Optional<Profile> profile(Expr.Noise noise) {
    return Optional.ofNullable(noises.get(noise)).map(Profile::free);
  }

  /** The line of a draw; empty if it does not move along the direction. */
  Optional<Profile> profile(Profiles profiles, Expr.Sample sample) {
    return direction.samples().entrySet().stream().filter(entry -> entry.getValue() == sample).map(Map.Entry::getKey)
        .findFirst().map(state -> drawn(profiles, state, sample));
  }

  private Profile drawn(Profiles profiles, Expr.State state, Expr.Sample sample) {
    Profile mean = profiles.of(sample.operands().get(0));
    Profile deviation = profiles.of(sample.operands().get(1));
    Expr noise = Objects.requireNonNull(noises.get(sample.noise()));
    if (deviation instanceof Profile.Free free && mean instanceof Profile.Affine line && line.rising()
        && line.slope() == slopes.get(state)) {
      return new Profile.Affine(graph.fma(free.value(), noise, line.offset()), newSlope(state), true);
    }
    throw new NotApplicableException("a draw does not continue the state that takes it: " + sample);
  }

  private Expr newSlope(Expr.State state) {
    return graph.fma(Objects.requireNonNull(direction.slopes().get(state)), data.component(graph),
        Objects.requireNonNull(slopes.get(state)));
  }

  /** Adds the states that keep slopes and the sum of what has been drawn of the rest. */
  void addStates(List<State> states) {
    slopes.values().stream().distinct().forEach(slope -> states.add(new State(slope, graph.literal(0.0))));
    states.add(new State(residual, graph.literal(0.0)));
  }

  /** Adds their next values to the stage that draws. */
  void addUpdates(Map<Expr.State, Expr> updates) {
    slopes.forEach((state, slope) -> updates.put(slope, newSlope(state)));
    updates.put(residual, graph.fma(data.component(graph), newCoordinate, residual));
  }
}
