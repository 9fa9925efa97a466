package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Printer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints a {@link Program} in the notation of docs/grammar.md. */
final class ProgramPrinter {

  private ProgramPrinter() {}

  static String print(Program program) {
    StringBuilder text = new StringBuilder("program\n");
    for (Expr.Parameter parameter : program.parameters()) {
      text.append("  parameter $").append(parameter.name()).append('\n');
    }
    for (Sweep sweep : program.sweeps()) {
      text.append("  sweep ").append(sweep.direction().name().toLowerCase(Locale.ROOT)).append('\n');
      List<Expr> initials = sweep.states().stream().map(State::initial).toList();
      Map<Expr, String> names = Printer.printShared(initials, "    ", text);
      for (State state : sweep.states()) {
        text.append("    state ").append(state.value().name()).append(" = ").append(names.get(state.initial()))
            .append('\n');
      }
      sweep.stages().forEach(stage -> print(stage, text));
    }
    text.append("  outputs\n");
    program.outputs().forEach(output -> print(output, text));
    return text.toString();
  }

  private static void print(Stage stage, StringBuilder text) {
    text.append("    stage ").append(stage.name());
    text.append(stage.schedule() == null ? " at every step\n" : " at " + stage.schedule() + "\n");
    List<Expr> roots = new ArrayList<>(stage.updates().values());
    stage.sinks().forEach(sink -> roots.add(sink.value()));
    Map<Expr, String> names = Printer.printShared(roots, "      ", text);
    stage.updates().forEach(
        (state, next) -> text.append("      ").append(state.name()).append(" <- ").append(names.get(next))
            .append('\n'));
    for (Stage.Sink sink : stage.sinks()) {
      text.append("      sink ").append(sink.name()).append(" += ").append(names.get(sink.value())).append('\n');
    }
  }

  private static void print(Output output, StringBuilder text) {
    switch (output) {
      case Output.PathSum sum -> {
        Map<Expr, String> names = Printer.printShared(List.of(sum.value()), "    ", text);
        text.append("    ").append(sum.name()).append(" = sum ").append(names.get(sum.value())).append('\n');
      }
      case Output.Pullback pullback -> {
        text.append("    ").append(pullback.name()).append(" =\n");
        for (Output.Term term : pullback.terms()) {
          switch (term) {
            case Output.PathTerm path -> {
              Map<Expr, String> names = Printer.printShared(List.of(path.value(), path.coefficient()), "      ", text);
              text.append("      + ").append(names.get(path.coefficient())).append(" * sum ")
                  .append(names.get(path.value())).append('\n');
            }
            case Output.SinkTerm sink -> {
              Map<Expr, String> names = Printer.printShared(List.of(sink.coefficient()), "      ", text);
              text.append("      + sum over steps of ").append(names.get(sink.coefficient())).append(" * sink ")
                  .append(sink.sink()).append('\n');
            }
          }
        }
      }
    }
  }
}
