package io.pathwise.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.random.NoiseKind;
import io.pathwise.engine.sample.Normal;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Every rule of a program, broken once: the message names the node and the rule. */
class ProgramValidationTest {

  private final Graph graph = new Graph();
  private final Expr.Parameter p = graph.parameter("p");
  private final Expr.StepValue t = graph.stepValue("t");
  private final Expr.State x = graph.state("x");
  private final Expr.State y = graph.state("y");
  private final Expr.Sample sample = graph.sample(new Normal(), x, p);
  private final Expr.Noise undeclared = graph.newNoise(NoiseKind.UNIFORM);

  @Test
  void sweepsReadOnlyWhatIsVisible() {
    assertThat(program(p, sample, List.of(sum(x))).forward().states()).hasSize(1);
    refused("the initial value of x reads the state y, which is not visible here", () -> program(y, x, List.of()));
    refused("move: x reads the state y, which is not visible here", () -> program(p, y, List.of()));
    refused("output value reads the state y, which is not visible here", () -> program(p, x, List.of(sum(y))));
    refused("parameter q, which the program does not declare",
        () -> program(p, graph.parameter("q"), List.of()));
    refused("move: x is no REAL: less(x, $p)", () -> program(p, graph.less(x, p), List.of()));
  }

  @Test
  void initialValuesBelongToNoStep() {
    refused("the initial value of x reads @t outside a step", () -> program(t, x, List.of()));
    Expr.Sample draw = graph.sample(new Normal(), p, p);
    refused("the initial value of x draws a sample outside a forward step", () -> program(draw, x, List.of()));
    refused("the initial value of x reads noise outside a forward step", () -> program(draw.noise(), x, List.of()));
  }

  @Test
  void noisesAreDeclared() {
    refused("move: x reads a noise that the program does not declare", () -> program(p, undeclared, List.of()));
    refused("move: x draws with a noise that the program does not declare",
        () -> program(p, graph.sample(new Normal(), x, p), List.of()));
  }

  @Test
  void outputsBelongToNoStepAndHaveNames() {
    refused("output value reads @t outside a step", () -> program(p, x, List.of(sum(t))));
    refused("two outputs are named value", () -> program(p, x, List.of(sum(x), sum(p))));
    refused("a coefficient of output d may not depend on the path", () -> program(p, x,
        List.of(new Output.Pullback("d", List.of(new Output.PathTerm(x, x))))));
    refused("a coefficient of output d reads @t outside a step", () -> program(p, x,
        List.of(new Output.Pullback("d", List.of(new Output.PathTerm(x, t))))));
    refused("a coefficient of output d reads the parameter q, which the program does not declare", () -> program(p, x,
        List.of(new Output.Pullback("d", List.of(new Output.SinkTerm("s", graph.parameter("q")))))));
    refused("d reads no sink of the program: bucket", () -> program(p, x,
        List.of(new Output.Pullback("d", List.of(new Output.SinkTerm("bucket", p))))));
  }

  @Test
  void statesStagesAndSinksHaveNamesOfTheirOwn() {
    refused("state x twice", () -> new Program(graph, List.of(p), List.of(),
        List.of(forward(List.of(new State(x, p), new State(x, p)))), List.of()));
    Stage move = new Stage("move", null, Map.of(x, p), List.of());
    refused("two stages are named move", () -> new Program(graph, List.of(p), List.of(),
        List.of(forward(List.of(new State(x, p)), move, move)), List.of()));
    Stage sinks = new Stage("sinks", null, Map.of(), List.of(new Stage.Sink("s", x), new Stage.Sink("s", x)));
    refused("two sinks are named s", () -> new Program(graph, List.of(p), List.of(),
        List.of(forward(List.of(new State(x, p)), sinks)), List.of()));
    refused("stage move updates x of another sweep",
        () -> new Program(graph, List.of(p), List.of(), List.of(forward(List.of(new State(y, p)), move)), List.of()));
  }

  @Test
  void backwardSweepsRecallInsteadOfDrawing() {
    assertThat(backward(graph.recall(sample, "move")).sweeps()).hasSize(2);
    refused("back: y draws a sample outside a forward step", () -> backward(sample));
    refused("back: y reads noise outside a forward step", () -> backward(sample.noise()));
    refused("back: y recalls from an unknown stage jump", () -> backward(graph.recall(sample, "jump")));
    refused("move: x recalls outside a backward sweep",
        () -> program(p, graph.recall(sample, "move"), List.of()));
    refused("output value recalls outside a backward sweep",
        () -> program(p, x, List.of(sum(graph.recall(sample, "move")))));
  }

  @Test
  void unknownOutputIsToldWithThoseThatExist() {
    Program program = program(p, x, List.of(sum(x)));
    assertThat(program.outputIndex("value")).isZero();
    assertThatThrownBy(() -> program.output("price")).hasMessageContaining("no output price among [value]");
    assertThatThrownBy(() -> backward(x).forward()).hasMessageContaining("single forward sweep");
  }

  @Test
  void builderRefusesUnknownStagesAndSecondUpdates() {
    ProgramBuilder builder = new ProgramBuilder();
    Expr.State state = builder.state("x", builder.parameter("p"));
    assertThatThrownBy(() -> builder.update("move", state, state)).isInstanceOf(InvalidProgramException.class)
        .hasMessageContaining("no stage move has been declared");
    builder.stage("move").update("move", state, builder.parameter("q"));
    assertThat(builder.current("move", state)).isSameAs(builder.parameter("q"));
    assertThatThrownBy(() -> builder.update("move", state, state)).hasMessageContaining("stage move updates x twice");
  }

  private Program program(Expr initial, Expr next, List<Output> outputs) {
    Stage move = new Stage("move", null, Map.of(x, next), List.of());
    return new Program(graph, List.of(p), List.of(sample.noise()),
        List.of(forward(List.of(new State(x, initial)), move)), outputs);
  }

  private Program backward(Expr next) {
    Program forward = program(p, sample, List.of());
    Stage back = new Stage("back", null, Map.of(y, next), List.of());
    Sweep sweep = new Sweep(Sweep.Direction.BACKWARD, List.of(new State(y, x)), List.of(back));
    return new Program(graph, List.of(p), List.of(sample.noise()), List.of(forward.forward(), sweep), List.of());
  }

  private static Sweep forward(List<State> states, Stage... stages) {
    return new Sweep(Sweep.Direction.FORWARD, states, List.of(stages));
  }

  private static Output sum(Expr value) {
    return new Output.PathSum("value", value);
  }

  private static void refused(String message, ThrowingCallable maker) {
    assertThatThrownBy(maker).isInstanceOf(InvalidProgramException.class).hasMessageContaining(message);
  }
}
