package io.pathwise.engine.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Printer;
import io.pathwise.engine.graph.Traversal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Prints a {@link Program} in the notation of docs/grammar.md. What a backward sweep recalls is printed once, as
 * {@code keep} lines in the forward stage that computes it.
 */
final class ProgramPrinter {

  private final Program program;
  private final Map<Expr.Recall, String> kept = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private ProgramPrinter(Program program) {
    this.program = program;
  }

  static String print(Program program) {
    ProgramPrinter printer = new ProgramPrinter(program);
    printer.print();
    return printer.text.toString();
  }

  private void print() {
    line("program");
    program.parameters().forEach(parameter -> line("  parameter " + parameter));
    program.noises().forEach(noise -> line("  noise " + noise));
    List<Expr.Recall> recalled = new ArrayList<>();
    for (Expr node : Traversal.reachable(program.everything())) {
      if (node instanceof Expr.Recall recall) {
        recalled.add(recall);
      }
    }
    for (Sweep sweep : program.sweeps()) {
      line("  sweep " + sweep.direction().name().toLowerCase(Locale.ROOT));
      Map<Expr, String> initials = shared(sweep.states().stream().map(State::initial).toList(), "    ");
      sweep.states().forEach(state -> line("    state " + state.value() + " = " + initials.get(state.initial())));
      sweep.stages().forEach(stage -> print(stage, recalled));
    }
    line("  outputs");
    Map<Expr, String> names = shared(program.outputs().stream().flatMap(output -> roots(output).stream()).toList(),
        "    ");
    program.outputs().forEach(output -> print(output, names));
  }

  private void print(Stage stage, List<Expr.Recall> recalled) {
    String steps = stage.schedule() == null ? "every step" : "schedule " + Printer.name(stage.schedule());
    line("    stage " + Printer.name(stage.name()) + " at " + steps);
    List<Expr.Recall> keeps = recalled.stream().filter(recall -> recall.stage().equals(stage.name())).toList();
    List<Expr> roots = new ArrayList<>(stage.updates().values());
    stage.sinks().forEach(sink -> roots.add(sink.value()));
    keeps.forEach(recall -> roots.add(recall.value()));
    Map<Expr, String> names = shared(roots, "      ");
    stage.updates().forEach((state, next) -> line("      " + state + " <- " + names.get(next)));
    stage.sinks()
        .forEach(sink -> line("      sink " + Printer.name(sink.name()) + " += " + names.get(sink.value())));
    for (Expr.Recall recall : keeps) {
      String name = "k" + (kept.size() + 1);
      kept.put(recall, name);
      line("      keep " + name + " = " + names.get(recall.value()));
    }
  }

  private static List<Expr> roots(Output output) {
    List<Expr> roots = new ArrayList<>();
    switch (output) {
      case Output.PathSum sum -> roots.add(sum.value());
      case Output.Pullback pullback -> {
        for (Output.Term term : pullback.terms()) {
          roots.add(term.coefficient());
          if (term instanceof Output.PathTerm path) {
            roots.add(path.value());
          }
        }
      }
    }
    return roots;
  }

  private void print(Output output, Map<Expr, String> names) {
    switch (output) {
      case Output.PathSum sum -> line("    " + Printer.name(sum.name()) + " = sum " + names.get(sum.value()));
      case Output.Pullback pullback -> {
        line("    " + Printer.name(pullback.name()) + " =");
        for (Output.Term term : pullback.terms()) {
          String coefficient = names.get(term.coefficient());
          switch (term) {
            case Output.PathTerm path -> line("      + " + coefficient + " * sum " + names.get(path.value()));
            case Output.SinkTerm sink ->
              line("      + sum over steps of " + coefficient + " * sink " + Printer.name(sink.sink()));
          }
        }
      }
    }
  }

  private Map<Expr, String> shared(List<Expr> roots, String indent) {
    return Printer.printShared(roots, kept, indent, text);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
