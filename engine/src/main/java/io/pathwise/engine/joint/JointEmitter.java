package io.pathwise.engine.joint;

import io.pathwise.engine.code.CodeBuilder.Value;
import io.pathwise.engine.joint.EqualityPattern.StageLabels;
import io.pathwise.engine.joint.Joint.Source;
import io.pathwise.engine.joint.StageOrder.Node;
import io.pathwise.engine.lower.Cell;
import io.pathwise.engine.lower.HostCode;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.LoweredProgram.Combination;
import io.pathwise.engine.lower.LoweredProgram.Direct;
import io.pathwise.engine.lower.LoweredProgram.LoweredOutput;
import io.pathwise.engine.lower.LoweredProgram.LoweredStage;
import io.pathwise.engine.lower.LoweredProgram.LoweredSweep;
import io.pathwise.engine.lower.LoweredProgram.LoweredTerm;
import io.pathwise.engine.lower.PathCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Puts the path code of several programs together. Start with {@link #joint}. */
final class JointEmitter {

  private final List<LoweredProgram> programs;
  private final EqualityPattern pattern;
  private final StageOrder order;
  private final Map<Node, NodeEmitter> stages = new HashMap<>();
  private final Map<SweepPlace, NodeEmitter> starts = new HashMap<>();
  private final NodeEmitter finish = new NodeEmitter();
  private final Map<Integer, Source> uniformSources = new HashMap<>();
  private final Map<Integer, Source> columnSources = new HashMap<>();
  private final Map<Node, Source> stageSources = new HashMap<>();
  private final Map<Integer, Integer> uniforms = new LinkedHashMap<>();
  private final Map<Node, Map<Integer, Integer>> columns = new HashMap<>();
  private final Map<List<Integer>, Integer> schedules = new LinkedHashMap<>();
  private final List<Source> scheduleSources = new ArrayList<>();
  private final Map<List<Object>, Integer> tape = new HashMap<>();
  private final Map<List<Object>, Integer> sinks = new HashMap<>();
  private final Map<Value, Integer> sums = new HashMap<>();
  private final List<LoweredOutput> outputs = new ArrayList<>();

  JointEmitter(List<LoweredProgram> programs, EqualityPattern pattern, StageOrder order) {
    this.programs = programs;
    this.pattern = pattern;
    this.order = order;
    for (SweepPlace sweep : order.sweeps()) {
      starts.put(sweep, new NodeEmitter());
      order.nodes(sweep).forEach(node -> {
        stages.put(node, new NodeEmitter());
        columns.put(node, new LinkedHashMap<>());
      });
    }
    // The longest ones last, so that theirs replace those of shorter ones.
    IntStream.range(0, programs.size()).boxed()
        .sorted((a, b) -> pattern.horizons().get(a) - pattern.horizons().get(b))
        .forEach(this::findSources);
  }

  private void findSources(int member) {
    LoweredProgram program = programs.get(member);
    for (int u = 0; u < pattern.uniforms().get(member).size(); u++) {
      uniformSources.put(pattern.uniforms().get(member).get(u), new Source(member, -1, -1, u));
    }
    for (int s = 0; s < program.sweeps().size(); s++) {
      for (int g = 0; g < program.sweeps().get(s).stages().size(); g++) {
        StageLabels labels = pattern.stages().get(member).get(s).get(g);
        for (int c = 0; c < labels.columns().size(); c++) {
          columnSources.put(labels.columns().get(c), new Source(member, s, g, c));
        }
        int horizon = labels.schedule() == StagePlace.EVERY_STEP
            ? pattern.horizons().get(member)
            : pattern.longest();
        stageSources.put(new Node(pattern.place(member, program, s, g), horizon), new Source(member, s, g, -1));
      }
    }
  }

  /** The joint program. */
  Joint joint() {
    int coefficients = 0;
    for (int member = 0; member < programs.size(); member++) {
      add(member, coefficients);
      coefficients += programs.get(member).coefficients().code().outputs().size();
    }
    List<LoweredSweep> sweeps = order.sweeps().stream().map(this::sweep).toList();
    LoweredProgram first = programs.getFirst();
    List<Boolean> usedNoises = IntStream.range(0, first.noises().size())
        .mapToObj(noise -> programs.stream().anyMatch(program -> program.usedNoises().get(noise))).toList();
    LoweredProgram program = new LoweredProgram(List.of(), List.of(),
        schedules.values().stream().map(number -> "schedule " + number).toList(), first.noises(), usedNoises,
        order.states().count(), tape.size(), sinks.size(), sums.size(), 0, sweeps, finish.build(),
        HostCode.given(uniforms.size()), HostCode.given(coefficients), outputs);
    return new Joint(program, uniforms.keySet().stream().map(label -> source(uniformSources, label)).toList(),
        order.sweeps().stream().map(sweep -> order.nodes(sweep).stream().map(this::columnSources).toList()).toList(),
        scheduleSources);
  }

  private LoweredSweep sweep(SweepPlace place) {
    List<Node> nodes = order.nodes(place);
    List<LoweredStage> lowered = new ArrayList<>();
    for (Node node : nodes) {
      int count = emitted(columns, node).size();
      lowered.add(new LoweredStage(node.place().name() + " " + lowered.size(), schedule(node), HostCode.given(count),
          count, List.of(), emitted(stages, node).build()));
    }
    return new LoweredSweep(place.direction(), HostCode.given(0), List.of(), emitted(starts, place).build(), lowered);
  }

  private List<Source> columnSources(Node node) {
    return emitted(columns, node).keySet().stream().map(label -> source(columnSources, label)).toList();
  }

  private int schedule(Node node) {
    if (node.place().schedule() == StagePlace.EVERY_STEP && node.horizon() == pattern.longest()) {
      return -1;
    }
    return schedules.computeIfAbsent(List.of(node.place().schedule(), node.horizon()), missing -> {
      scheduleSources.add(source(stageSources, node));
      return schedules.size();
    });
  }

  private void add(int member, int firstCoefficient) {
    LoweredProgram program = programs.get(member);
    int[] ownTape = new int[program.tapeSize()];
    int[] ownSinks = new int[program.sinkCount()];
    List<SweepPlace> places = SweepPlace.of(program);
    for (int s = 0; s < places.size(); s++) {
      LoweredSweep sweep = program.sweeps().get(s);
      PathCode start = sweep.start();
      NodeEmitter into = emitted(starts, places.get(s));
      List<Value> values = into.add(start, all(start), cell -> cell(member, ownTape, cell));
      for (int k = 0; k < values.size(); k++) {
        into.write(cell(member, ownTape, start.writes().get(k)), values.get(k));
      }
      for (int g = 0; g < sweep.stages().size(); g++) {
        addStage(member, s, g, ownTape, ownSinks);
      }
    }
    PathCode end = program.finish();
    List<Value> values = finish.add(end, all(end), cell -> cell(member, ownTape, cell));
    int[] ownSums = new int[program.sumCount()];
    for (int k = 0; k < values.size(); k++) {
      int number = sums.computeIfAbsent(values.get(k), missing -> sums.size());
      ownSums[((Cell.SumCell) end.writes().get(k)).index()] = number;
      finish.write(new Cell.SumCell(number), values.get(k));
    }
    program.outputs().forEach(output -> outputs.add(switch (output) {
      case Direct direct -> new Direct(direct.name() + "@" + member, ownSums[direct.sum()]);
      case Combination combination -> new Combination(combination.name() + "@" + member, combination.terms().stream()
          .map(term -> term(member, term, ownSums, ownSinks, firstCoefficient)).toList());
    }));
  }

  private LoweredTerm term(int member, LoweredTerm term, int[] ownSums, int[] ownSinks, int firstCoefficient) {
    return switch (term) {
      case LoweredProgram.SumTerm sum -> new LoweredProgram.SumTerm(ownSums[sum.sum()], uniform(member, sum.uniform()));
      case LoweredProgram.SinkTerm sink ->
        new LoweredProgram.SinkTerm(ownSinks[sink.sink()], firstCoefficient + sink.coefficient());
    };
  }

  private void addStage(int member, int sweep, int stage, int[] ownTape, int[] ownSinks) {
    LoweredProgram program = programs.get(member);
    PathCode code = program.sweeps().get(sweep).stages().get(stage).code();
    StagePlace place = pattern.place(member, program, sweep, stage);
    List<Integer> labels = pattern.stages().get(member).get(sweep).get(stage).columns();
    Map<Node, List<Integer>> byNode = new LinkedHashMap<>();
    for (int output : all(code)) {
      byNode.computeIfAbsent(order.node(member, place, code.writes().get(output)), missing -> new ArrayList<>())
          .add(output);
    }
    byNode.forEach((node, some) -> {
      NodeEmitter into = emitted(stages, node);
      UnaryOperator<Cell> sources = cell -> cell instanceof Cell.Column column
          ? new Cell.Column(number(emitted(columns, node), labels.get(column.index())))
          : cell(member, ownTape, cell);
      List<Value> values = into.add(code, some, sources);
      for (int k = 0; k < values.size(); k++) {
        Value value = values.get(k);
        switch (code.writes().get(some.get(k))) {
          case Cell.StateCell state -> into.write(cell(member, ownTape, state), value);
          case Cell.TapeCell kept -> {
            ownTape[kept.index()] = number(tape, List.of(node, value));
            into.write(new Cell.TapeCell(ownTape[kept.index()]), value);
          }
          case Cell.SinkCell sink -> {
            ownSinks[sink.index()] = number(sinks, List.of(node, value));
            into.write(new Cell.SinkCell(ownSinks[sink.index()]), value);
          }
          case Cell.SumCell sum -> throw new IllegalStateException("written at the end only: " + sum);
          case Cell.Uniform uniform -> throw new IllegalStateException("read only: " + uniform);
          case Cell.Column column -> throw new IllegalStateException("read only: " + column);
          case Cell.NoiseCell noise -> throw new IllegalStateException("read only: " + noise);
        }
      }
    });
  }

  /** Where the joint program has what a program has in a cell. */
  private Cell cell(int member, int[] ownTape, Cell cell) {
    return switch (cell) {
      case Cell.Uniform uniform -> new Cell.Uniform(uniform(member, uniform.index()));
      case Cell.StateCell state -> new Cell.StateCell(order.states().of(member, state.index()));
      case Cell.NoiseCell noise -> noise;
      case Cell.TapeCell kept -> new Cell.TapeCell(ownTape[kept.index()]);
      case Cell.Column column -> throw new IllegalStateException("read in stages only: " + column);
      case Cell.SinkCell sink -> throw new IllegalStateException("write only: " + sink);
      case Cell.SumCell sum -> throw new IllegalStateException("write only: " + sum);
    };
  }

  private int uniform(int member, int own) {
    return number(uniforms, pattern.uniforms().get(member).get(own));
  }

  private static List<Integer> all(PathCode code) {
    return IntStream.range(0, code.writes().size()).boxed().toList();
  }

  private static <K> int number(Map<K, Integer> numbers, K key) {
    return numbers.computeIfAbsent(key, missing -> numbers.size());
  }

  private static Source source(Map<?, Source> sources, Object key) {
    return Objects.requireNonNull(sources.get(key), "nothing has it");
  }

  private static <K, V> V emitted(Map<K, V> emitted, K key) {
    return Objects.requireNonNull(emitted.get(key), "not of the programs");
  }
}
