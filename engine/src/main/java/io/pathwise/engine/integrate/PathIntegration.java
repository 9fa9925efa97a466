package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Integrates a direction through the whole path out of a program. First finds out how every state depends on the
 * coordinate, by following the stages until nothing new appears; then writes the stages anew.
 */
final class PathIntegration {

  private final Program program;
  private final Inputs inputs;
  private final Graph graph;
  private final Signs signs;
  private final PathCoordinate coordinate;
  private final Map<Expr.State, Carrier> carriers = new LinkedHashMap<>();
  private final Average average;

  private PathIntegration(Program program, Inputs inputs, PathDirection data) {
    this.program = program;
    this.inputs = inputs;
    this.graph = program.graph();
    this.signs = new Signs(inputs);
    this.coordinate = new PathCoordinate(program, data);
    this.average = new Average(graph, signs);
    coordinate.slopes().forEach((state, slope) -> carriers.put(state, new Carrier.Line(state, slope)));
  }

  static Program of(Program original, Inputs inputs, PathDirection data) {
    PathIntegration integration = new PathIntegration(Pruning.prune(original), inputs, data);
    List<Map<Expr.State, Profile>> stages = integration.profiles();
    while (integration.learn(stages)) {
      stages = integration.profiles();
    }
    return integration.write(stages);
  }

  /** The profiles of all next values, stage by stage, as far as the carriers are known. */
  private List<Map<Expr.State, Profile>> profiles() {
    List<Map<Expr.State, Profile>> stages = new ArrayList<>();
    for (Stage stage : program.forward().stages()) {
      Map<Expr.State, Profile> updates = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> {
        Profiles profiles = newProfiles(state);
        updates.put(state, switchOf(state).isPresent() ? switched(profiles, state, next) : profiles.of(next));
      });
      stages.add(updates);
    }
    return stages;
  }

  private Profiles newProfiles() {
    return newProfiles(null);
  }

  /** The profiles of what an update of a state reads: a sum reads itself as what has been summed so far. */
  private Profiles newProfiles(Expr.@Nullable State updated) {
    Profiles[] self = new Profiles[1];
    self[0] = new Profiles(graph, signs, average, leaf -> switch (leaf) {
      case Expr.State state -> {
        Carrier carrier = carriers.get(state);
        yield carrier instanceof Carrier.Total && state != updated && isAveraged(state)
            ? average.read(declared(state))
            : carrier == null ? null : carrier.profile(graph);
      }
      case Expr.Noise noise -> coordinate.profile(noise).orElse(null);
      case Expr.Sample sample -> coordinate.profile(self[0], sample).orElse(null);
      case Expr.Literal literal -> null;
      case Expr.Truth truth -> null;
      case Expr.Parameter parameter -> null;
      case Expr.StepValue value -> null;
      case Expr.Recall recall -> null;
      case Expr.Apply apply -> null;
    });
    return self[0];
  }

  /** Whether a sum is read by other states, and not only by the outputs. */
  private boolean isAveraged(Expr.State state) {
    return program.forward().stages().stream().flatMap(stage -> stage.updates().entrySet().stream())
        .anyMatch(update -> update.getKey() != state
            && Traversal.reachable(List.of(update.getValue())).contains(state));
  }

  private Optional<Switches.Found> switchOf(Expr.State state) {
    return Switches.of(graph, program.forward(), declared(state));
  }

  private State declared(Expr.State state) {
    return program.forward().states().stream().filter(s -> s.value() == state).findFirst().orElseThrow();
  }

  /** The next value of a switch: the region without the event so far, or a plain number if no event depends on Z. */
  private Profile switched(Profiles profiles, Expr.State state, Expr next) {
    Switches.Event event = Switches.event(graph, state, next).orElseThrow();
    Profile condition = profiles.of(event.condition());
    Carrier.@Nullable Switch carried = carriers.get(state) instanceof Carrier.Switch found ? found : null;
    if (carried == null && condition instanceof Profile.Truth) {
      return profiles.of(next);
    }
    Switches.Found values = switchOf(state).orElseThrow();
    Carrier.Switch known = carried != null
        ? carried
        : new Carrier.Switch(values.before(), values.after(), null, null);
    Region region = condition instanceof Profile.Inside inside
        ? known.region(graph).intersect(graph, inside.region().complement())
        : known.region(graph).where(graph, graph.not(((Profile.Truth) condition).condition()));
    return new Profile.Indicator(known.before(), known.after(), region);
  }

  /** Whether some state turned out to depend on Z in a way not known before. */
  private boolean learn(List<Map<Expr.State, Profile>> stages) {
    boolean learnt = false;
    for (Map<Expr.State, Profile> stage : stages) {
      for (Map.Entry<Expr.State, Profile> update : stage.entrySet()) {
        Expr.State state = update.getKey();
        @Nullable
        Carrier known = carriers.get(state);
        Carrier needed = needed(state, known, update.getValue());
        if (needed != null && !needed.equals(known)) {
          carriers.put(state, needed);
          learnt = true;
        }
      }
    }
    return learnt;
  }

  private @Nullable Carrier needed(Expr.State state, @Nullable Carrier known, Profile next) {
    if (known instanceof Carrier.Total) {
      return known;
    }
    return switch (next) {
      case Profile.Free free -> free.accumulated() ? new Carrier.Total(state) : known;
      case Profile.OfAverage of -> throw new NotApplicableException("an average is kept in the state " + state.name());
      case Profile.Affine line -> {
        if (known instanceof Carrier.Switch || !line.rising()) {
          throw new NotApplicableException("a state falls along the direction: " + state.name());
        }
        yield known != null ? known : new Carrier.Line(state, graph.newState(state.name() + ".slope"));
      }
      case Profile.Indicator indicator -> {
        Carrier.@Nullable Switch before = known instanceof Carrier.Switch found ? found : null;
        Expr.State lower = before == null ? null : before.lower();
        Expr.State upper = before == null ? null : before.upper();
        yield new Carrier.Switch(indicator.inside(), indicator.outside(),
            lower == null && indicator.region().lower() != null ? graph.newState(state.name() + ".above") : lower,
            upper == null && indicator.region().upper() != null ? graph.newState(state.name() + ".below") : upper);
      }
      case Profile.Function function -> new Carrier.Total(state);
      case Profile.Extreme extreme ->
        throw new NotApplicableException("a state is the extreme of lines: " + state.name());
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    };
  }

  private Program write(List<Map<Expr.State, Profile>> profiles) {
    Sweep sweep = program.forward();
    List<State> states = new ArrayList<>();
    sweep.states().forEach(state -> addStates(state, states));
    coordinate.addStates(states);
    List<Stage> stages = new ArrayList<>();
    for (int s = 0; s < profiles.size(); s++) {
      Stage stage = sweep.stages().get(s);
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      profiles.get(s).forEach((state, next) -> addUpdate(state, next, updates));
      if (stage.equals(coordinate.direction().stage())) {
        coordinate.addUpdates(updates);
      }
      stages.add(new Stage(stage.name(), stage.schedule(), updates, stage.sinks()));
    }
    List<Output> outputs = new ArrayList<>();
    Profiles atEnd = newProfiles();
    for (Output output : program.outputs()) {
      switch (output) {
        case Output.PathSum sum -> outputs.add(new Output.PathSum(sum.name(), expectation(atEnd.of(sum.value()))));
        case Output.Pullback pullback -> throw new NotApplicableException("integrate before taking the adjoint");
      }
    }
    Sweep last = new Sweep(sweep.direction(), states, stages);
    return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
        average.isUsed() ? average.withSearch(last, profiles, inputs) : List.of(last), outputs));
  }

  private void addStates(State state, List<State> states) {
    @Nullable
    Carrier carrier = carriers.get(state.value());
    switch (carrier) {
      case null -> states.add(state);
      case Carrier.Total total -> states.add(average.fromZero(state));
      case Carrier.Line line -> {
        states.add(state);
        if (!coordinate.slopes().containsValue(line.slope())) {
          states.add(new State(line.slope(), graph.literal(0.0)));
        }
      }
      case Carrier.Switch known -> {
        if (known.lower() != null) {
          states.add(new State(known.lower(), graph.literal(-Bound.FARTHEST)));
        }
        if (known.upper() != null) {
          states.add(new State(known.upper(), graph.literal(Bound.FARTHEST)));
        }
      }
    }
  }

  private void addUpdate(Expr.State state, Profile next, Map<Expr.State, Expr> updates) {
    @Nullable
    Carrier carrier = carriers.get(state);
    switch (carrier) {
      case null -> updates.put(state, ((Profile.Free) next).value());
      case Carrier.Total total ->
        updates.put(state, average.isOf(state) ? average.summed(state, next) : expectation(next));
      case Carrier.Line line -> {
        switch (next) {
          case Profile.Affine affine -> {
            updates.put(line.offset(), affine.offset());
            if (!coordinate.slopes().containsValue(line.slope())) {
              updates.put(line.slope(), affine.slope());
            }
          }
          case Profile.Free free -> throw sometimes(state);
          case Profile.Function function -> throw sometimes(state);
          case Profile.Indicator indicator -> throw sometimes(state);
          case Profile.Extreme extreme -> throw sometimes(state);
          case Profile.OfAverage of -> throw sometimes(state);
          case Profile.Truth truth -> throw sometimes(state);
          case Profile.Inside inside -> throw sometimes(state);
        }
      }
      case Carrier.Switch known -> {
        Region region = ((Profile.Indicator) next).region();
        if (known.lower() != null && region.lower() != null) {
          updates.put(known.lower(), region.lower().threshold(graph));
        }
        if (known.upper() != null && region.upper() != null) {
          updates.put(known.upper(), region.upper().threshold(graph));
        }
      }
    }
  }

  private static NotApplicableException sometimes(Expr.State state) {
    return new NotApplicableException("a state is linear in the direction at some stages only: " + state.name());
  }

  /** The expectation over Z. */
  private Expr expectation(Profile profile) {
    return switch (profile) {
      case Profile.Free free -> free.value();
      case Profile.Affine line -> line.offset();
      case Profile.Function function -> Integral.of(graph, function);
      case Profile.Indicator indicator -> Integral.of(graph, Profile.function(graph, indicator));
      case Profile.Extreme extreme -> throw new NotApplicableException("the extreme of lines is paid");
      case Profile.OfAverage of -> throw new NotApplicableException("an average is paid as such");
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    };
  }
}
