package io.pathwise.engine.integrate;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import io.pathwise.engine.graph.Traversal;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.Pruning;
import io.pathwise.engine.program.Stage;
import io.pathwise.engine.program.State;
import io.pathwise.engine.program.Sweep;
import io.pathwise.engine.rewrite.Influence;
import io.pathwise.engine.rewrite.NotApplicableException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a program for {@link Sided}. A first sweep draws the path without Z; it finds the thresholds of Z, a row of
 * them for each comparison with one at each step where it is made, and keeps what the product looks at. The thresholds
 * are sorted; a second sweep, which draws nothing, runs the product in every cell. Start at {@link #program}.
 */
final class SidedIntegration {

  /** The schedule of the steps at which something is compared. */
  private static final String OBSERVED = "sided observed";

  private final Program program;
  private final Inputs inputs;
  private final Graph graph;
  private final Signs signs;
  private final PathCoordinate coordinate;
  private final Influence influence;
  private final Set<Expr.State> totals = new LinkedHashSet<>();
  private final Map<Expr.State, State> sided = new LinkedHashMap<>();
  private final Map<Expr.Apply, Threshold> comparisons = new LinkedHashMap<>();
  private final Map<Expr, Row> rows = new LinkedHashMap<>();
  private final Map<String, Looks> looks = new LinkedHashMap<>();

  /**
   * A comparison that decides by a threshold of Z.
   *
   * @param value
   *          z
   * @param holdsAbove
   *          whether it holds for larger Z
   */
  private record Threshold(Expr value, boolean holdsAbove) {}

  /**
   * The steps at which a threshold is looked at.
   *
   * @param name
   *          of the per-step value that counts them from 1, and is 0 elsewhere
   */
  private record Row(String name, TreeSet<Integer> steps) {

    /** Whether a step is the one with a number. */
    Expr isAt(Graph graph, int number) {
      return graph.apply(Operation.EQUAL, graph.stepValue(name), graph.literal(number));
    }

    /** The element of a list, one for each of the steps, that belongs to the step. */
    Expr current(Graph graph, List<? extends Expr> all) {
      Expr current = all.getLast();
      for (int number = all.size() - 1; number > 0; number--) {
        current = graph.select(isAt(graph, number), all.get(number - 1), current);
      }
      return current;
    }

    /** The next value of the element with a number, which is set at its step. */
    Expr next(Graph graph, int number, Expr value, Expr before) {
      return graph.select(isAt(graph, number), value, before);
    }
  }

  /**
   * What a stage of the product looks at.
   *
   * @param kept
   *          a state for each of the stage's steps, by the state that is looked at
   */
  private record Looks(Row row, Map<Expr.State, List<Expr.State>> kept) {}

  /**
   * Part of the line of Z.
   *
   * @param start
   *          the threshold that it begins with; null for the first
   * @param end
   *          the threshold that it ends with; null for the last
   * @param probability
   *          of Z to be in it
   * @param copies
   *          what the product's states are in it; of what is paid, the part that is the same for all Z
   * @param moving
   *          the integral of what is paid and moves with Z
   */
  private record Cell(Expr.@Nullable State start, Expr.@Nullable State end, Expr probability,
      Map<Expr.State, Expr.State> copies, Map<Expr.State, Expr.State> moving) {

    /** The expectation of what is paid, if Z is in the cell. */
    Expr paid(Graph graph, Expr.State total) {
      return graph.fma(probability, Objects.requireNonNull(copies.get(total)),
          Objects.requireNonNull(moving.get(total)));
    }

    Region region(Graph graph) {
      return new Region(start == null ? null : Bound.at(graph, start), end == null ? null : Bound.at(graph, end));
    }

    /** The probability of Z + shift; neighbours share one of its terms. */
    Expr probability(Graph graph, Expr shift) {
      Expr below = end == null ? graph.literal(1.0) : graph.normalCdf(graph.sub(end, shift));
      return start == null ? below : graph.sub(below, graph.normalCdf(graph.sub(start, shift)));
    }
  }

  SidedIntegration(Program original, Inputs inputs, PathDirection data) {
    this.program = Pruning.prune(original);
    this.inputs = inputs;
    this.graph = program.graph();
    this.signs = new Signs(inputs);
    this.coordinate = new PathCoordinate(program, data);
    Set<Expr> moving = new HashSet<>(coordinate.direction().components().keySet());
    moving.addAll(coordinate.direction().samples().values());
    moving.addAll(coordinate.direction().samples().keySet());
    this.influence = Influence.of(program.forward(), moving);
    findStates();
    findThresholds();
  }

  private void findStates() {
    Set<Expr> read = new HashSet<>();
    for (Output output : program.outputs()) {
      read.addAll(Traversal.reachable(List.of(value(output))));
    }
    for (State state : program.forward().states()) {
      if (influence.states().contains(state.value()) && !isDrawn(state.value())) {
        if (read.contains(state.value())) {
          totals.add(state.value());
        } else {
          sided.put(state.value(), state);
        }
      }
    }
    if (sided.values().stream().allMatch(this::isLife)) {
      throw new NotApplicableException("no state lives on after a threshold");
    }
    program.forward().stages().forEach(stage -> stage.updates().forEach((state, next) -> {
      for (Expr.State total : totals) {
        if (state == total) {
          checkAddsTo(total, next);
        } else if (Traversal.reachable(List.of(next)).contains(total)) {
          throw new NotApplicableException("what is paid is read again in the state " + state.name());
        }
      }
    }));
  }

  private static Expr value(Output output) {
    return switch (output) {
      case Output.PathSum sum -> sum.value();
      case Output.Pullback pullback -> throw new NotApplicableException("integrate before taking the adjoint");
    };
  }

  private boolean isDrawn(Expr.State state) {
    return coordinate.slopes().containsKey(state);
  }

  private boolean isOfProduct(Expr.State state) {
    return totals.contains(state) || sided.containsKey(state);
  }

  private boolean isLife(State state) {
    return Switches.of(graph, program.forward(), state)
        .filter(values -> values.before().value() == 1.0 && values.after().value() == 0.0).isPresent();
  }

  /** Checks that an expression is a total plus something that does not read it. */
  private static void checkAddsTo(Expr.State total, Expr next) {
    Expr node = next;
    while (node != total) {
      int place = node instanceof Expr.Apply apply ? KnockIn.placeOf(apply, total) : -1;
      if (place < 0) {
        throw new NotApplicableException("what is paid is not added up in " + total.name());
      }
      for (int i = 0; i < node.operands().size(); i++) {
        if (i != place && Traversal.reachable(List.of(node.operands().get(i))).contains(total)) {
          throw new NotApplicableException("what is paid is read again in " + total.name());
        }
      }
      node = node.operands().get(place);
    }
  }

  /** Follows the product with every event as it is, and notes each comparison that holds on one side of a threshold. */
  private void findThresholds() {
    boolean[] drawn = new boolean[1];
    for (Stage stage : program.forward().stages()) {
      if (!drawn[0] && stage.updates().keySet().stream().anyMatch(this::isOfProduct)) {
        throw new NotApplicableException("something happens while prices are drawn");
      }
      Profiles profiles = profiles(state -> totals.contains(state) ? graph.literal(-0.0) : state, comparison -> {
        row(Objects.requireNonNull(comparisons.get(comparison)).value()).steps().addAll(steps(stage));
        return comparison;
      });
      stage.updates().values().forEach(profiles::of);
      drawn[0] |= stage.equals(coordinate.direction().stage());
    }
    for (Expr threshold : rows.keySet()) {
      checkKnownBefore(threshold);
    }
    int count = rows.values().stream().mapToInt(row -> row.steps().size()).sum();
    if (count > Sided.MOST_THRESHOLDS) {
      throw new NotApplicableException("a path has " + count + " thresholds, at most " + Sided.MOST_THRESHOLDS
          + " can be told apart");
    }
  }

  private Row row(Expr threshold) {
    return rows.computeIfAbsent(threshold, missing -> new Row("sided row " + rows.size(), new TreeSet<>()));
  }

  private List<Integer> steps(Stage stage) {
    List<Integer> steps = new ArrayList<>();
    for (int step = 0; step < inputs.steps(); step++) {
      if (stage.schedule() == null || inputs.schedule(stage.schedule())[step]) {
        steps.add(step);
      }
    }
    return steps;
  }

  /** A threshold must be known once the step has been drawn. */
  private void checkKnownBefore(Expr threshold) {
    List<Expr> nodes = Traversal.reachable(List.of(threshold));
    boolean drawn = false;
    for (Stage stage : program.forward().stages()) {
      drawn |= stage.equals(coordinate.direction().stage());
      for (Expr.State state : stage.updates().keySet()) {
        boolean late = drawn && !stage.equals(coordinate.direction().stage());
        if (nodes.contains(state) && (late || isOfProduct(state))) {
          throw new NotApplicableException("a threshold depends on what has happened, by the state " + state.name());
        }
      }
    }
    if (nodes.stream().anyMatch(comparisons::containsKey)) {
      throw new NotApplicableException("a threshold depends on the side of another");
    }
  }

  /**
   * The profiles of what stages read.
   *
   * @param value
   *          of a state, or of the offset or slope of its line
   * @param condition
   *          what becomes of a comparison that has a threshold
   */
  private Profiles profiles(Function<Expr.State, Expr> value, Function<Expr.Apply, Expr> condition) {
    Profiles[] self = new Profiles[1];
    self[0] = new Profiles(graph, signs, new Average(graph, signs), leaf -> switch (leaf) {
      case Expr.State state -> {
        Expr.State slope = coordinate.slopes().get(state);
        yield slope != null
            ? new Profile.Affine(value.apply(state), value.apply(slope), true)
            : Profile.free(value.apply(state));
      }
      case Expr.Noise noise -> coordinate.profile(noise).orElse(null);
      case Expr.Sample sample -> coordinate.profile(self[0], sample).orElse(null);
      case Expr.Literal literal -> null;
      case Expr.Truth truth -> null;
      case Expr.Parameter parameter -> null;
      case Expr.StepValue step -> null;
      case Expr.Recall recall -> null;
      case Expr.Apply apply -> null;
    }, (comparison, inside) -> {
      comparisons.computeIfAbsent(comparison, missing -> threshold(comparison, inside.region()));
      return new Profile.Truth(condition.apply(comparison));
    });
    return self[0];
  }

  private Threshold threshold(Expr.Apply comparison, Region region) {
    Bound lower = region.lower();
    Bound upper = region.upper();
    if (lower != null && upper == null) {
      return new Threshold(lower.threshold(graph), true);
    }
    if (upper != null && lower == null) {
      return new Threshold(upper.threshold(graph), false);
    }
    throw new NotApplicableException("a condition holds between two thresholds: " + comparison);
  }

  /** The data with what the sweep of thresholds needs. */
  Inputs withRows(Inputs data) {
    Inputs result = data;
    boolean[] observed = new boolean[data.steps()];
    for (Row row : rows.values()) {
      row.steps().forEach(step -> observed[step] = true);
      result = withNumbers(result, row);
    }
    for (Looks look : looks.values()) {
      result = withNumbers(result, look.row());
    }
    Map<String, boolean[]> schedules = new HashMap<>(result.schedules());
    schedules.put(OBSERVED, observed);
    return new Inputs(result.steps(), result.parameters(), result.stepValues(), schedules);
  }

  private static Inputs withNumbers(Inputs data, Row row) {
    double[] numbers = new double[data.steps()];
    int number = 1;
    for (int step : row.steps()) {
      numbers[step] = number++;
    }
    return data.withStepValue(row.name(), numbers);
  }

  /** The rewritten program. */
  Program program() {
    Map<Expr, List<Expr.State>> found = new LinkedHashMap<>();
    rows.forEach((threshold, row) -> found.put(threshold,
        row.steps().stream().map(step -> graph.newState("threshold at step " + step)).toList()));
    List<State> states = new ArrayList<>();
    List<Cell> cells = cells(sorted(found.values().stream().flatMap(List::stream).toList()), states);
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : program.forward().stages()) {
      if (stage.updates().keySet().stream().anyMatch(this::isOfProduct)) {
        Map<Expr.State, Expr> updates = new LinkedHashMap<>();
        cells.forEach(cell -> addUpdates(stage, cell, found, updates));
        stages.add(new Stage(stage.name(), stage.schedule(), updates, List.of()));
      }
    }
    return Pruning.prune(new Program(graph, program.parameters(), program.noises(),
        List.of(search(found), new Sweep(program.forward().direction(), states, stages)), outputs(cells)));
  }

  /** The next values of the path without the coordinate, and of what is kept of it. */
  private Map<Expr.State, Expr> path(Stage stage) {
    Map<Expr.State, Expr> updates = new LinkedHashMap<>();
    Profiles profiles = profiles(state -> state, comparison -> comparison);
    stage.updates().forEach((state, next) -> {
      if (isDrawn(state)) {
        if (!(profiles.of(next) instanceof Profile.Affine line)) {
          throw new NotApplicableException("a drawn state is changed otherwise: " + state.name());
        }
        updates.put(state, line.offset());
      } else if (!isOfProduct(state)) {
        updates.put(state, next);
      }
    });
    if (stage.equals(coordinate.direction().stage())) {
      coordinate.addUpdates(updates);
    }
    Looks look = looks.get(stage.name());
    if (look != null) {
      look.kept().forEach((state, kept) -> {
        for (int i = 0; i < kept.size(); i++) {
          updates.put(kept.get(i), look.row().next(graph, i + 1, state, kept.get(i)));
        }
      });
    }
    return updates;
  }

  /** The sweep that draws the path without the coordinate. */
  private Sweep search(Map<Expr, List<Expr.State>> found) {
    List<State> states = new ArrayList<>();
    coordinate.addStates(states);
    program.forward().states().stream().filter(state -> !isOfProduct(state.value())).forEach(states::add);
    looks.values().forEach(look -> look.kept().values().forEach(
        kept -> kept.forEach(state -> states.add(new State(state, graph.literal(0.0))))));
    List<Stage> stages = new ArrayList<>();
    for (Stage stage : program.forward().stages()) {
      stages.add(new Stage(stage.name() + " before", stage.schedule(), path(stage), List.of()));
    }
    Map<Expr.State, Expr> thresholds = new LinkedHashMap<>();
    found.forEach((threshold, all) -> {
      Row row = Objects.requireNonNull(rows.get(threshold));
      for (int i = 0; i < all.size(); i++) {
        states.add(new State(all.get(i), graph.literal(Bound.FARTHEST)));
        thresholds.put(all.get(i), row.next(graph, i + 1, threshold, all.get(i)));
      }
    });
    stages.add(new Stage("thresholds", OBSERVED, thresholds, List.of()));
    return new Sweep(program.forward().direction(), states, stages);
  }

  /** What a state of the path is when a stage looks at it. */
  private Expr look(Stage stage, Expr.State state) {
    Looks look = looks.computeIfAbsent(stage.name(),
        name -> new Looks(new Row("sided look " + name, new TreeSet<>(steps(stage))), new LinkedHashMap<>()));
    if (look.row().steps().size() > Sided.MOST_THRESHOLDS) {
      throw new NotApplicableException("prices are looked at in " + look.row().steps().size() + " steps, at most "
          + Sided.MOST_THRESHOLDS + " can be kept");
    }
    return look.row().current(graph, look.kept().computeIfAbsent(state, missing -> look.row().steps().stream()
        .map(step -> graph.newState(state.name() + " at step " + step)).toList()));
  }

  private Expr rebuilt(Expr root, Map<Expr, Expr> renamed) {
    return Objects.requireNonNull(
        Traversal.rebuild(graph, List.of(root), Traversal.replacing(renamed::get)).get(root));
  }

  /** Batcher's odd-even merge sort (Knuth, The Art of Computer Programming 3, algorithm 5.2.2 M). */
  private List<Expr> sorted(List<Expr.State> thresholds) {
    List<Expr> z = new ArrayList<>(thresholds);
    int size = z.size();
    int top = size < 2 ? 0 : Integer.highestOneBit(size - 1);
    for (int p = top; p > 0; p /= 2) {
      int remainder = 0;
      int distance = p;
      for (int q = top;; q /= 2) {
        for (int i = 0; i < size - distance; i++) {
          if ((i & p) == remainder) {
            Expr low = graph.min(z.get(i), z.get(i + distance));
            Expr high = graph.max(z.get(i), z.get(i + distance));
            z.set(i, low);
            z.set(i + distance, high);
          }
        }
        if (q == p) {
          break;
        }
        distance = q - p;
        remainder = p;
      }
    }
    return Collections.unmodifiableList(z);
  }

  private List<Cell> cells(List<Expr> sorted, List<State> states) {
    List<Expr.State> starts = new ArrayList<>();
    List<Expr> below = new ArrayList<>();
    for (int i = 0; i < sorted.size(); i++) {
      Expr.State start = graph.newState("start of cell " + (i + 1));
      states.add(new State(start, sorted.get(i)));
      starts.add(start);
      Expr.State probability = graph.newState("probability below cell " + (i + 1));
      states.add(new State(probability, graph.normalCdf(sorted.get(i))));
      below.add(probability);
    }
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i <= starts.size(); i++) {
      Expr.State start = i == 0 ? null : starts.get(i - 1);
      Expr.State end = i == starts.size() ? null : starts.get(i);
      Expr all = end == null ? graph.literal(1.0) : below.get(i);
      cells.add(new Cell(start, end, i == 0 ? all : graph.sub(all, below.get(i - 1)), copies(i, states),
          moving(i, states)));
    }
    return cells;
  }

  private Map<Expr.State, Expr.State> copies(int cell, List<State> states) {
    Map<Expr.State, Expr.State> copies = new LinkedHashMap<>();
    sided.forEach((state, declared) -> {
      Expr.State copy = graph.newState(state.name() + " in cell " + cell);
      copies.put(state, copy);
      states.add(new State(copy, declared.initial()));
    });
    copies.putAll(zeros(cell, "", states));
    return copies;
  }

  private Map<Expr.State, Expr.State> moving(int cell, List<State> states) {
    return zeros(cell, " with Z", states);
  }

  private Map<Expr.State, Expr.State> zeros(int cell, String what, List<State> states) {
    Map<Expr.State, Expr.State> zeros = new LinkedHashMap<>();
    for (Expr.State total : totals) {
      Expr.State zero = graph.newState(total.name() + what + " in cell " + cell);
      zeros.put(total, zero);
      states.add(new State(zero, graph.literal(0.0)));
    }
    return zeros;
  }

  /** What the product does in a cell. */
  private void addUpdates(Stage stage, Cell cell, Map<Expr, List<Expr.State>> found, Map<Expr.State, Expr> updates) {
    Profiles profiles = profiles(state -> {
      Expr.State copy = cell.copies().get(state);
      return totals.contains(state) ? graph.literal(-0.0) : copy == null ? look(stage, state) : copy;
    }, comparison -> side(Objects.requireNonNull(comparisons.get(comparison)), cell.start(), found));
    stage.updates().forEach((state, next) -> {
      Expr.State copy = cell.copies().get(state);
      if (copy == null) {
        return;
      }
      Profile profile = profiles.of(next);
      if (totals.contains(state)) {
        Profile.Function paid = Profile.function(graph, profile);
        updates.put(copy, graph.add(copy, paid.base().constant()));
        if (!paid.base().terms().isEmpty() || !paid.pieces().isEmpty()) {
          Expr.State moving = Objects.requireNonNull(cell.moving().get(state));
          updates.put(moving, graph.add(moving, integral(paid, cell)));
        }
      } else if (profile instanceof Profile.Free free) {
        updates.put(copy, free.value());
      } else {
        throw new NotApplicableException("a state keeps what depends on the direction: " + state.name());
      }
    });
  }

  /** Whether a comparison holds in the cell that begins with a threshold. */
  private Expr side(Threshold threshold, Expr.@Nullable State start, Map<Expr, List<Expr.State>> found) {
    Expr isAbove = graph.truth(false);
    if (start != null) {
      Expr own = Objects.requireNonNull(rows.get(threshold.value())).current(graph,
          Objects.requireNonNull(found.get(threshold.value())));
      isAbove = graph.lessEqual(graph.frozen(own), graph.frozen(start));
    }
    return threshold.holdsAbove() ? isAbove : graph.not(isAbove);
  }

  /** The integral over a cell, without the constant. */
  private Expr integral(Profile.Function function, Cell cell) {
    Expr total = graph.literal(-0.0);
    for (Exponentials.Term term : function.base().terms()) {
      Expr half = graph.mul(graph.literal(0.5), term.slope());
      Expr mean = graph.mul(term.coefficient(), graph.exp(graph.fma(half, term.slope(), term.offset())));
      total = graph.fma(mean, cell.probability(graph, term.slope()), total);
    }
    List<Profile.Piece> pieces = function.pieces().stream()
        .map(piece -> new Profile.Piece(piece.region().intersect(graph, cell.region(graph)), piece.function(), false))
        .toList();
    return pieces.isEmpty()
        ? total
        : graph.add(total, Integral.of(graph,
            new Profile.Function(Exponentials.constant(graph.literal(0.0)), pieces, false)));
  }

  private List<Output> outputs(List<Cell> cells) {
    Map<Expr, Expr> sums = new HashMap<>();
    for (State state : program.forward().states()) {
      if (totals.contains(state.value())) {
        sums.put(state.value(), cells.stream().map(cell -> cell.paid(graph, state.value())).reduce(state.initial(),
            graph::add));
      }
    }
    List<Output> outputs = new ArrayList<>();
    for (Output output : program.outputs()) {
      Expr value = value(output);
      checkLinear(output.name(), value);
      outputs.add(new Output.PathSum(output.name(), rebuilt(value, sums)));
    }
    return outputs;
  }

  private void checkLinear(String name, Expr value) {
    Profiles profiles = new Profiles(graph, signs, new Average(graph, signs), leaf -> {
      if (leaf instanceof Expr.State state && totals.contains(state)) {
        return new Profile.Free(state, true);
      }
      if (leaf instanceof Expr.State state && isDrawn(state)) {
        throw new NotApplicableException("an output is not what has been added up: " + name);
      }
      return null;
    });
    if (!(profiles.of(value) instanceof Profile.Free)) {
      throw new NotApplicableException("an output is not what has been added up: " + name);
    }
  }
}
