package io.pathwise.engine.joint;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.derive.Adjoint;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.lower.Binding;
import io.pathwise.engine.lower.LoweredProgram;
import io.pathwise.engine.lower.Lowering;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.BlockSource;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.ReferenceBackend;
import io.pathwise.engine.run.Sampling;
import io.pathwise.engine.sample.Normal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that run as one have the bits that each has alone, and what they have in common is there once. */
class JointTest {

  private static final int BLOCKS = 2;
  private static final int STEPS = 6;
  private static final double[] LENGTHS = {0.25, 0.1, 0.3, 0.2, 0.15, 0.4};
  private static final Map<Kind, Map<Mode, LoweredProgram>> PROGRAMS = new HashMap<>();

  /** What is paid. */
  private enum Kind {
    /** On the price at the end, which is read as a final state. */
    CALL_AT_END,
    /** On the price on a day. */
    PUT,
    /** On the average price of some days. */
    ASIAN,
    /** If the price stays below a level at every step. */
    BARRIER,
    /** For every day on which the price is above the average, which a second sweep looks for. */
    ABOVE_AVERAGE
  }

  private enum Mode {
    PLAIN, TANGENT, ADJOINT
  }

  private static Program program(Kind kind) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr strike = builder.parameter("strike");
    Expr vol = builder.parameter("vol");
    Expr length = builder.stepValue("length");
    Expr.State price = builder.state("log price", graph.log(builder.parameter("spot")));
    builder.stage("advance");
    Expr deviation = graph.mul(vol, graph.sqrt(length));
    builder.update("advance", price, builder.sample(new Normal(),
        graph.sub(price, graph.mul(graph.literal(0.5), graph.mul(deviation, deviation))), deviation));
    Expr zero = graph.literal(0);
    Expr now = graph.exp(price);
    switch (kind) {
      case CALL_AT_END -> builder.output("value", graph.max(graph.sub(now, strike), zero));
      case PUT -> {
        Expr.State paid = builder.state("paid", zero);
        builder.stage("pay", "end");
        builder.update("pay", paid, graph.add(paid, graph.max(graph.sub(strike, now), zero)));
        builder.output("value", paid);
      }
      case ASIAN -> {
        Expr.State sum = builder.state("sum", zero);
        builder.stage("fix", "fixings");
        builder.update("fix", sum, graph.add(sum, now));
        Expr.State paid = builder.state("paid", zero);
        builder.stage("pay", "end");
        builder.update("pay", paid,
            graph.max(graph.sub(graph.mul(sum, builder.parameter("weight")), strike), zero));
        builder.output("value", paid);
      }
      case BARRIER -> {
        Expr.State alive = builder.state("alive", graph.literal(1));
        builder.stage("watch");
        builder.update("watch", alive, graph.select(graph.less(now, builder.parameter("level")), alive, zero));
        builder.output("value", graph.mul(alive, graph.max(graph.sub(now, strike), zero)));
      }
      case ABOVE_AVERAGE -> {
        Expr.State sum = builder.state("sum", zero);
        builder.stage("fix", "fixings");
        builder.update("fix", sum, graph.add(sum, now));
        builder.sweep();
        Expr.State again = builder.state("log price again", graph.log(graph.parameter("spot")));
        builder.stage("advance again");
        builder.update("advance again", again,
            graph.fma(deviation, graph.sub(graph.mul(sum, graph.literal(0.01)), price), again));
        Expr.State above = builder.state("above", zero);
        builder.stage("compare", "fixings");
        builder.update("compare", above,
            graph.add(above,
                graph.max(graph.sub(graph.exp(again), graph.mul(sum, builder.parameter("weight"))), zero)));
        builder.output("value", above);
      }
    }
    return builder.build();
  }

  private static LoweredProgram lowered(Kind kind, Mode mode) {
    return PROGRAMS.computeIfAbsent(kind, missing -> new HashMap<>()).computeIfAbsent(mode, missing -> {
      Program program = program(kind);
      Map<String, List<Expr.Parameter>> all = Map.of("value", program.parameters());
      return Lowering.lower(switch (mode) {
        case PLAIN -> program;
        case TANGENT -> Tangent.differentiate(program, all);
        case ADJOINT -> Adjoint.differentiate(program, all);
      });
    });
  }

  /** A contract of so many steps, whose fixings are on the even or the odd ones. */
  private static Binding bound(Kind kind, Mode mode, int steps, double strike, boolean even) {
    boolean[] end = new boolean[steps];
    end[steps - 1] = true;
    boolean[] fixings = new boolean[steps];
    IntStream.range(0, steps).forEach(step -> fixings[step] = step % 2 == 0 == even);
    return new Binding(lowered(kind, mode), new Inputs(steps,
        Map.of("spot", 100.0, "strike", strike, "vol", 0.2, "weight", 2.0 / steps, "level", 1.4 * strike),
        Map.of("length", Arrays.copyOf(LENGTHS, steps)), Map.of("end", end, "fixings", fixings)));
  }

  private static double[] run(Backend backend, Binding binding) {
    int outputs = binding.program().outputs().size();
    double[] results = new double[BLOCKS * outputs];
    BlockSource.of(backend.compile(binding.program(), Sampling.INDEPENDENT), binding, NoiseKey.results(7)).compute(3,
        BLOCKS, results);
    return results;
  }

  private static Joint joint(List<Binding> members) {
    return Joint.of(members.stream().map(Binding::program).toList(), EqualityPattern.of(members)).orElseThrow();
  }

  /** The results of programs that run alone, in the order in which they run as one. */
  private static double[] alone(Backend backend, List<Binding> members) {
    List<double[]> each = members.stream().map(member -> run(backend, member)).toList();
    return IntStream.range(0, BLOCKS).boxed().flatMap(block -> each.stream().flatMap(results -> {
      int outputs = results.length / BLOCKS;
      return Arrays.stream(results, block * outputs, (block + 1) * outputs).boxed();
    })).mapToDouble(Double::doubleValue).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void eachHasTheBitsThatItHasAlone(long seed) {
    Random random = new Random(seed);
    List<Binding> members = new ArrayList<>();
    for (int i = 0; i < 2 + random.nextInt(6); i++) {
      members.add(bound(Kind.values()[random.nextInt(Kind.values().length)],
          Mode.values()[random.nextInt(Mode.values().length)], 2 * (1 + random.nextInt(STEPS / 2)),
          90 + 5 * random.nextInt(4), random.nextInt(3) > 0));
    }
    Binding together = joint(members).bind(members);
    Backend backend = seed % 2 == 0 ? new ReferenceBackend() : new CpuBackend();
    assertThat(run(backend, together)).isEqualTo(alone(backend, members));
  }

  @Test
  void pathsAreThereOnceForAllThatIsPaidOnThem() {
    List<Binding> members = List.of(bound(Kind.PUT, Mode.ADJOINT, STEPS, 95, true),
        bound(Kind.PUT, Mode.PLAIN, STEPS, 100, true), bound(Kind.ASIAN, Mode.TANGENT, STEPS, 95, true),
        bound(Kind.ASIAN, Mode.PLAIN, 4, 95, true), bound(Kind.PUT, Mode.PLAIN, 2, 95, true));
    LoweredProgram program = joint(members).program();
    long drawing = program.sweeps().getFirst().stages().stream().filter(stage -> stage.name().startsWith("advance"))
        .count();
    assertThat(drawing).as("shorter ones go on with the longest").isEqualTo(1);
    assertThat(program.stateCount())
        .isEqualTo(members.stream().mapToInt(member -> member.program().stateCount()).sum() - 4);
    int advance = members.get(1).program().sweeps().getFirst().stages().getFirst().code().code().operationCount();
    assertThat(advance).isPositive();
    assertThat(program.operationsPerStep())
        .isLessThanOrEqualTo(
            members.stream().mapToInt(member -> member.program().operationsPerStep()).sum() - 4 * advance);
  }

  @Test
  void aFinalPriceIsReadWhereTheShorterProgramEnds() {
    List<Binding> members = List.of(bound(Kind.CALL_AT_END, Mode.PLAIN, STEPS, 95, true),
        bound(Kind.CALL_AT_END, Mode.PLAIN, 4, 95, true));
    assertThat(joint(members).program().stateCount()).isEqualTo(2);
    assertThat(joint(List.of(members.getFirst(), members.getFirst())).program().stateCount()).isEqualTo(1);
  }

  @Test
  void otherPathsAreNotShared() {
    Binding one = bound(Kind.PUT, Mode.PLAIN, STEPS, 95, true);
    Binding steeper = new Binding(one.program(), one.inputs().withParameter("vol", 0.3));
    double[] otherDays = LENGTHS.clone();
    otherDays[STEPS - 1] += 0.1;
    Binding later = new Binding(one.program(), one.inputs().withStepValue("length", otherDays));
    for (Binding other : List.of(steeper, later)) {
      List<Binding> members = List.of(one, other);
      assertThat(joint(members).program().stateCount()).isEqualTo(4);
      assertThat(run(new CpuBackend(), joint(members).bind(members))).isEqualTo(alone(new CpuBackend(), members));
    }
  }

  /** If numbers that a joint program takes to be the same are not, its results are others: the comparison can fail. */
  @Test
  void dataThatDoNotAgreeGiveOtherResults() {
    Binding one = bound(Kind.PUT, Mode.PLAIN, STEPS, 95, true);
    Binding steeper = new Binding(one.program(), one.inputs().withParameter("vol", 0.3));
    assertThat(EqualityPattern.of(List.of(one, steeper))).isNotEqualTo(EqualityPattern.of(List.of(one, one)));
    assertThat(run(new CpuBackend(), joint(List.of(one, one)).bind(List.of(one, steeper))))
        .isNotEqualTo(alone(new CpuBackend(), List.of(one, steeper)));
  }

  @Test
  void equalPatternsServeOtherNumbers() {
    List<Binding> members = List.of(bound(Kind.PUT, Mode.ADJOINT, STEPS, 95, true),
        bound(Kind.ASIAN, Mode.TANGENT, 4, 100, false));
    List<Binding> others = List.of(bound(Kind.PUT, Mode.ADJOINT, STEPS, 85, true),
        bound(Kind.ASIAN, Mode.TANGENT, 4, 110, false));
    assertThat(EqualityPattern.of(others)).isEqualTo(EqualityPattern.of(members));
    assertThat(run(new CpuBackend(), joint(members).bind(others))).isEqualTo(alone(new CpuBackend(), others));
  }

  private static Binding inOrder(String first, String second) {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.State sum = builder.state("sum", graph.literal(0));
    for (String stage : List.of(first, second)) {
      builder.stage(stage);
      builder.update(stage, sum, graph.fma(sum, graph.literal(2), builder.sample(new Normal(), sum, graph.literal(1))));
    }
    builder.output("value", sum);
    return new Binding(Lowering.lower(builder.build()), new Inputs(STEPS, Map.of(), Map.of(), Map.of()));
  }

  @Test
  void stagesInOppositeOrdersAreRefused() {
    Binding one = inOrder("a", "b");
    Binding other = inOrder("b", "a");
    assertThat(Joint.of(List.of(one.program(), other.program()), EqualityPattern.of(List.of(one, other)))).isEmpty();
    assertThat(Joint.of(List.of(one.program(), one.program()), EqualityPattern.of(List.of(one, one)))).isPresent();
  }

  @Test
  void differentNoisesAreRefused() {
    ProgramBuilder builder = new ProgramBuilder();
    Graph graph = builder.graph();
    Expr.State sum = builder.state("sum", graph.literal(0));
    builder.stage("advance");
    builder.update("advance", sum, graph.add(builder.sample(new Normal(), sum, graph.literal(1)),
        builder.sample(new Normal(), sum, graph.literal(1))));
    builder.output("value", sum);
    Binding two = new Binding(Lowering.lower(builder.build()), new Inputs(STEPS, Map.of(), Map.of(), Map.of()));
    Binding one = bound(Kind.PUT, Mode.PLAIN, STEPS, 95, true);
    assertThat(Joint.of(List.of(one.program(), two.program()), EqualityPattern.of(List.of(one, two)))).isEmpty();
  }
}
