package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Integrates a direction out of single steps of a program. At an integrated step the draws are put off: the stages of
 * the step see every drawn state as a line in the coordinate Z, add expectations over Z to what is paid, and narrow the
 * region of Z in which the product lives on; a last stage then draws Z from that region.
 */
final class StepIntegration {

  /** A level that no line comes to; finite, lest an infinite derivative meet an adjoint of zero. */
  private static final double NOWHERE = 1e9;

  private final Program program;
  private final Graph graph;
  private final Signs signs;
  private final Survival rewrite;
  private final Direction direction;
  private final Map<Expr, Expr> noises;
  private final Map<Expr.State, Expr.State> slopes;
  private final Expr.State coordinate;
  private final Map<Expr.State, Expr.State> offsets = new LinkedHashMap<>();
  private final Map<Expr.State, Life> lives = new LinkedHashMap<>();
  private final Set<Expr.State> totals = new LinkedHashSet<>();
  private final List<String> deadly = new ArrayList<>();

  /**
   * A state that is one number until an event sets it to another. Where every step is integrated it must be 1 until the
   * event and 0 from then on: it then holds the probability of having lived through the steps so far. The region of
   * this step without the event is given by levels of one line.
   */
  private static final class Life {
    private final Expr.State state;
    private final Switches.Found values;
    private @Nullable Bound line;
    private Expr.@Nullable State lower;
    private Expr.@Nullable State upper;

    Life(Expr.State state, Switches.Found values) {
      this.state = state;
      this.values = values;
    }

    /** What the state of an end holds: the level on the line, or the threshold itself if the line is Z. */
    Expr level(Graph graph, Bound bound) {
      return line != null && bound.sameLine(line) ? bound.level() : bound.threshold(graph);
    }

    Region region() {
      return new Region(bound(lower), bound(upper));
    }

    private @Nullable Bound bound(Expr.@Nullable State level) {
      return level == null || line == null ? null : new Bound(level, line.offset(), line.slope());
    }
  }

  private StepIntegration(Program program, Inputs inputs, Survival rewrite, Direction.Tilt tilt) {
    this.program = program;
    this.graph = program.graph();
    this.signs = new Signs(inputs);
    this.rewrite = rewrite;
    this.direction = Direction.of(program, graph.less(graph.literal(0.0), graph.stepValue(rewrite.stepLength())), tilt,
        Direction.Reach.STEP);
    OwnNoise.check(program, direction);
    this.noises = direction.noises(graph, graph.literal(0.0));
    this.slopes = direction.slopeStates(graph, "slope");
    this.coordinate = graph.newState("step coordinate");
    direction.samples().keySet().forEach(x -> offsets.put(x, graph.newState(x.name() + ".offset")));
    for (State state : program.forward().states()) {
      Switches.of(graph, program.forward(), state)
          .ifPresent(found -> lives.put(state.value(), new Life(state.value(), found)));
    }
  }

  static Program of(Program original, Inputs inputs, Survival rewrite, Direction.Tilt tilt) {
    StepIntegration integration = new StepIntegration(Pruning.prune(original), inputs, rewrite, tilt);
    List<Map<Expr.State, Profile>> stages = integration.profiles();
    while (integration.learn(stages)) {
      stages = integration.profiles();
    }
    return integration.write(stages);
  }

  private List<Map<Expr.State, Profile>> profiles() {
    List<Map<Expr.State, Profile>> stages = new ArrayList<>();
    boolean drawn = false;
    for (Stage stage : program.forward().stages()) {
      boolean draws = stage.equals(direction.stage());
      Profiles profiles = newProfiles(drawn);
      Map<Expr.State, Profile> updates = new LinkedHashMap<>();
      stage.updates().forEach((state, next) -> updates.put(state,
          lives.containsKey(state) ? lived(profiles, state, next) : profiles.of(next)));
      stages.add(updates);
      drawn |= draws;
    }
    return stages;
  }

  private Profiles newProfiles(boolean drawn) {
    Profiles[] self = new Profiles[1];
    self[0] = new Profiles(graph, signs, new Average(graph, signs), leaf -> switch (leaf) {
      case Expr.State state -> state(state, drawn);
      case Expr.Noise noise -> {
        Expr replaced = noises.get(noise);
        yield replaced == null ? null : Profile.free(replaced);
      }
      case Expr.Sample sample -> direction.samples().containsValue(sample) ? draw(self[0], sample) : null;
      case Expr.Literal literal -> null;
      case Expr.Truth truth -> null;
      case Expr.Parameter parameter -> null;
      case Expr.StepValue value -> null;
      case Expr.Recall recall -> null;
      case Expr.Apply apply -> null;
    });
    return self[0];
  }

  private @Nullable Profile state(Expr.State state, boolean drawn) {
    Expr.State offset = offsets.get(state);
    if (offset != null && drawn) {
      return new Profile.Affine(offset, Objects.requireNonNull(slopes.get(state)), true);
    }
    Life life = lives.get(state);
    if (life != null && (life.lower != null || life.upper != null)) {
      return new Profile.Indicator(state, life.values.after(), life.region());
    }
    return totals.contains(state) ? new Profile.Free(state, true) : null;
  }

  private Profile draw(Profiles profiles, Expr.Sample sample) {
    Profile mean = profiles.of(sample.operands().get(0));
    Profile deviation = profiles.of(sample.operands().get(1));
    Expr noise = Objects.requireNonNull(noises.get(sample.noise()));
    if (deviation instanceof Profile.Free sd && mean instanceof Profile.Free center) {
      Expr slope = direction.samples().entrySet().stream().filter(entry -> entry.getValue() == sample)
          .map(entry -> direction.slopes().get(entry.getKey())).findFirst().orElseThrow();
      return new Profile.Affine(graph.fma(sd.value(), noise, center.value()), slope, true);
    }
    throw new NotApplicableException("a draw depends on what has been put off: " + sample);
  }

  private Profile lived(Profiles profiles, Expr.State state, Expr next) {
    Switches.Event event = Switches.event(graph, state, next).orElseThrow();
    Profile condition = profiles.of(event.condition());
    Life life = Objects.requireNonNull(lives.get(state));
    if (condition instanceof Profile.Truth truth) {
      if (life.lower == null && life.upper == null) {
        return Profile.free(graph.select(truth.condition(), event.after(), state));
      }
      throw new NotApplicableException("an event that does not depend on the draw follows one that does");
    }
    Region survival = ((Profile.Inside) condition).region().complement();
    return new Profile.Indicator(state, event.after(), life.region().intersect(graph, survival));
  }

  private boolean learn(List<Map<Expr.State, Profile>> stages) {
    boolean learnt = false;
    for (int s = 0; s < stages.size(); s++) {
      String name = program.forward().stages().get(s).name();
      for (Map.Entry<Expr.State, Profile> update : stages.get(s).entrySet()) {
        Expr.State state = update.getKey();
        Profile next = update.getValue();
        if (next instanceof Profile.Indicator indicator) {
          learnt |= learnLife(Objects.requireNonNull(lives.get(state)), indicator.region());
          if (!deadly.contains(name)) {
            deadly.add(name);
          }
        } else if (next instanceof Profile.Function && !totals.contains(state)) {
          totals.add(state);
          learnt = true;
        }
      }
    }
    return learnt;
  }

  private boolean learnLife(Life life, Region region) {
    boolean learnt = false;
    Bound some = region.lower() != null ? region.lower() : region.upper();
    if (life.line == null) {
      life.line = some;
    }
    Bound line = Objects.requireNonNull(life.line);
    Bound unit = Bound.at(graph, graph.literal(0.0));
    for (Bound bound : new Bound[]{region.lower(), region.upper()}) {
      if (bound != null && !bound.sameLine(line) && !line.sameLine(unit)) {
        life.line = unit;
        learnt = true;
      }
    }
    if (region.lower() != null && life.lower == null) {
      life.lower = graph.newState(life.state.name() + ".above");
      learnt = true;
    }
    if (region.upper() != null && life.upper == null) {
      life.upper = graph.newState(life.state.name() + ".below");
      learnt = true;
    }
    return learnt;
  }

  private Program write(List<Map<Expr.State, Profile>> profiles) {
    Sweep sweep = program.forward();
    boolean last = rewrite.steps() == Survival.Steps.LAST;
    List<State> states = new ArrayList<>(sweep.states());
    offsets.forEach((x, offset) -> states.add(new State(offset, graph.literal(0.0))));
    slopes.values().stream().distinct().forEach(slope -> states.add(new State(slope, graph.literal(0.0))));
    states.add(new State(coordinate, graph.literal(0.0)));
    for (Life life : lives.values()) {
      if (life.lower != null) {
        states.add(new State(life.lower, graph.literal(-NOWHERE)));
      }
      if (life.upper != null) {
        states.add(new State(life.upper, graph.literal(NOWHERE)));
      }
    }
    List<Stage> stages = new ArrayList<>();
    if (last) {
      sweep.stages()
          .forEach(stage -> stages.add(new Stage(stage.name(), before(stage), stage.updates(), stage.sinks())));
    }
    for (int s = 0; s < profiles.size(); s++) {
      Stage stage = sweep.stages().get(s);
      Map<Expr.State, Expr> updates = new LinkedHashMap<>();
      profiles.get(s).forEach((state, next) -> addUpdate(state, next, updates));
      if (stage.equals(direction.stage())) {
        slopes.forEach((x, slope) -> updates.put(slope, Objects.requireNonNull(direction.slopes().get(x))));
        updates.put(coordinate, direction.coordinate());
        lives.values().forEach(life -> forget(life, updates));
      }
      stages.add(last
          ? new Stage(stage.name() + " at last", at(stage), updates, stage.sinks())
          : new Stage(stage.name(), stage.schedule(), updates, stage.sinks()));
    }
    if (!last) {
      addDraws(stages);
    }
    List<Output> outputs = new ArrayList<>();
    for (Output output : program.outputs()) {
      switch (output) {
        case Output.PathSum sum -> outputs.add(new Output.PathSum(sum.name(), atEnd(sum.value())));
        case Output.Pullback pullback -> throw new NotApplicableException("integrate before taking the adjoint");
      }
    }
    return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
        List.of(new Sweep(sweep.direction(), states, stages)), outputs));
  }

  private Expr atEnd(Expr value) {
    if (newProfiles(true).of(value) instanceof Profile.Free free) {
      return free.value();
    }
    throw new NotApplicableException("an output reads what was drawn last: " + value);
  }

  private void forget(Life life, Map<Expr.State, Expr> updates) {
    if (life.lower != null) {
      updates.put(life.lower, graph.literal(-NOWHERE));
    }
    if (life.upper != null) {
      updates.put(life.upper, graph.literal(NOWHERE));
    }
  }

  private void addUpdate(Expr.State state, Profile next, Map<Expr.State, Expr> updates) {
    if (offsets.containsKey(state)) {
      if (next instanceof Profile.Affine line) {
        updates.put(Objects.requireNonNull(offsets.get(state)), line.offset());
        return;
      }
      throw new NotApplicableException("a drawn state is changed otherwise: " + state.name());
    }
    switch (next) {
      case Profile.Free free -> updates.put(state, free.value());
      case Profile.Function function -> updates.put(state, Integral.of(graph, ofTheLiving(function)));
      case Profile.Indicator indicator -> {
        Life life = Objects.requireNonNull(lives.get(state));
        if (life.lower != null && indicator.region().lower() != null) {
          updates.put(life.lower, life.level(graph, indicator.region().lower()));
        }
        if (life.upper != null && indicator.region().upper() != null) {
          updates.put(life.upper, life.level(graph, indicator.region().upper()));
        }
      }
      case Profile.Extreme extreme ->
        throw new NotApplicableException("a state is the extreme of lines: " + state.name());
      case Profile.OfAverage of ->
        throw new NotApplicableException("an average is kept in the state " + state.name());
      case Profile.Affine line ->
        throw new NotApplicableException("the state " + state.name() + " adds up draws, so it cannot be put off");
      case Profile.Truth truth -> throw new IllegalStateException("no number: " + truth);
      case Profile.Inside inside -> throw new IllegalStateException("no number: " + inside);
    }
  }

  /** What the dead are paid would be seen on the paths of the living only, whose law is another. */
  private Profile.Function ofTheLiving(Profile.Function function) {
    boolean anyEvents = lives.values().stream().anyMatch(life -> life.line != null);
    boolean ofAll = !function.base().terms().isEmpty()
        || function.pieces().stream().anyMatch(piece -> !piece.alive());
    if (anyEvents && ofAll && rewrite.steps() == Survival.Steps.EACH) {
      throw new NotApplicableException("something is paid whether or not the product lives on");
    }
    return function;
  }

  private void addDraws(List<Stage> stages) {
    List<Life> events = lives.values().stream().filter(life -> life.line != null).toList();
    if (events.size() > 1) {
      throw new NotApplicableException("several states tell whether the product lives on");
    }
    Map<Expr.State, Expr> advance = new LinkedHashMap<>();
    offsets
        .forEach((x, offset) -> advance.put(x, graph.fma(Objects.requireNonNull(slopes.get(x)), coordinate, offset)));
    if (events.isEmpty()) {
      stages.add(new Stage("advance", null, advance, List.of()));
      return;
    }
    stages.add(new Stage("advance", rewrite.name() + " advance", advance, List.of()));
    Life life = events.getFirst();
    if (life.values.before().value() != 1.0 || life.values.after().value() != 0.0) {
      throw new NotApplicableException("the state " + life.state.name()
          + " lives on after its event, so its paths cannot be kept from it");
    }
    Expr probability = Integral.probability(graph, life.region(), graph.literal(0.0));
    Expr z = TruncatedCoordinate.draw(graph, coordinate, life.region());
    Map<Expr.State, Expr> draw = new LinkedHashMap<>();
    offsets.forEach((x, offset) -> draw.put(x, graph.fma(Objects.requireNonNull(slopes.get(x)), z, offset)));
    draw.put(life.state, graph.mul(life.state, probability));
    stages.add(new Stage("draw", rewrite.name() + " draw", draw, List.of()));
  }

  private String before(Stage stage) {
    return rewrite.name() + " before: " + stage.name();
  }

  private String at(Stage stage) {
    return rewrite.name() + " at: " + stage.name();
  }

  /** Makes the data of the rewritten program out of data of the original. */
  static UnaryOperator<Inputs> translation(Program original, Inputs inputs, Survival rewrite, Direction.Tilt tilt) {
    StepIntegration integration = new StepIntegration(Pruning.prune(original), inputs, rewrite, tilt);
    while (integration.learn(integration.profiles())) {
      integration.deadly.clear();
    }
    return integration::schedules;
  }

  private Inputs schedules(Inputs inputs) {
    Map<String, boolean[]> schedules = new HashMap<>(inputs.schedules());
    int steps = inputs.steps();
    switch (rewrite.steps()) {
      case EACH -> {
        boolean[] draw = new boolean[steps];
        boolean[] advance = new boolean[steps];
        for (Stage stage : program.forward().stages()) {
          for (int step = 0; step < steps; step++) {
            draw[step] |= deadly.contains(stage.name()) && runs(stage, step, inputs);
          }
        }
        for (int step = 0; step < steps; step++) {
          advance[step] = !draw[step];
        }
        schedules.put(rewrite.name() + " draw", draw);
        schedules.put(rewrite.name() + " advance", advance);
      }
      case LAST -> {
        double[] lengths = inputs.stepValue(rewrite.stepLength());
        int last = steps - 1;
        while (last > 0 && lengths[last] == 0.0) {
          last--;
        }
        for (Stage stage : program.forward().stages()) {
          boolean[] before = new boolean[steps];
          boolean[] at = new boolean[steps];
          for (int step = 0; step < steps; step++) {
            before[step] = step < last && runs(stage, step, inputs);
            at[step] = step >= last && runs(stage, step, inputs);
          }
          schedules.put(before(stage), before);
          schedules.put(at(stage), at);
        }
      }
    }
    return new Inputs(steps, inputs.parameters(), inputs.stepValues(), schedules);
  }

  private static boolean runs(Stage stage, int step, Inputs inputs) {
    return stage.schedule() == null || inputs.schedule(stage.schedule())[step];
  }
}
