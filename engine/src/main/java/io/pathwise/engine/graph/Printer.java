package io.pathwise.engine.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Prints expressions in the project's notation (docs/grammar.md): {@code max(sub(exp(log_price), $strike), 0.0)}.
 * Operands that are used more than once are printed once, as {@code %1 = ...} lines before.
 */
public final class Printer {

  private static final int MAXIMUM_INLINE = 160;
  private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.#]*");
  private static final Set<String> RESERVED = Set.of("true", "false", "NaN", "Infinity", "sample", "recall", "state",
      "stage", "sink", "keep", "sum", "outputs");

  private Printer() {}

  /** One expression, with the shared parts in lines before it. */
  public static String print(Expr root) {
    StringBuilder lines = new StringBuilder();
    Map<Expr, String> names = printShared(List.of(root), Map.of(), "", lines);
    return lines + names.get(root);
  }

  /** A name as it is printed: in back quotes unless it is a plain word that could be nothing else. */
  public static String name(String name) {
    return PLAIN_NAME.matcher(name).matches() && !RESERVED.contains(name) ? name : "`" + name.replace("`", "``") + "`";
  }

  /**
   * Appends a line for each shared part of the roots, and returns the text that stands for each expression.
   *
   * @param kept
   *          the names of recalled values; a value without a name is printed where it is recalled, shortened if long
   * @param indent
   *          what each line starts with
   */
  public static Map<Expr, String> printShared(List<Expr> roots, Map<Expr.Recall, String> kept, String indent,
      StringBuilder lines) {
    List<Expr> nodes = Traversal.reachable(roots);
    Map<Expr, Integer> uses = new HashMap<>();
    roots.forEach(root -> uses.merge(root, 1, Integer::sum));
    nodes.forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
    Map<Expr, String> texts = new HashMap<>();
    int shared = 0;
    for (Expr node : nodes) {
      String text = text(node, kept, texts);
      boolean leaf = node.operands().isEmpty();
      if (!leaf && (uses.getOrDefault(node, 1) > 1 || text.length() > MAXIMUM_INLINE)) {
        String name = "%" + ++shared;
        lines.append(indent).append(name).append(" = ").append(text).append('\n');
        text = name;
      }
      texts.put(node, text);
    }
    return texts;
  }

  private static String text(Expr node, Map<Expr.Recall, String> kept, Map<Expr, String> texts) {
    return switch (node) {
      case Expr.Literal literal -> Double.toString(literal.value());
      case Expr.Truth truth -> Boolean.toString(truth.value());
      case Expr.Parameter parameter -> "$" + name(parameter.name());
      case Expr.StepValue value -> "@" + name(value.name());
      case Expr.State state -> name(state.name());
      case Expr.Noise noise -> noise.kind().name().toLowerCase(Locale.ROOT) + "[" + noise.number() + "]";
      case Expr.Recall recall -> kept.containsKey(recall)
          ? "recall(" + kept.get(recall) + ")"
          : "recall(" + name(recall.stage()) + ": " + brief(recall.value()) + ")";
      case Expr.Sample sample -> call("sample " + sample.distribution().name(), sample.operands(), texts) + " by "
          + sample.noises().stream().map(Expr.Noise::number).toList();
      case Expr.Apply apply -> call(apply.operation().name().toLowerCase(Locale.ROOT), apply.operands(), texts);
    };
  }

  private static String call(String name, List<Expr> operands, Map<Expr, String> texts) {
    StringBuilder text = new StringBuilder(name).append('(');
    for (int i = 0; i < operands.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(texts.get(operands.get(i)));
    }
    return text.append(')').toString();
  }

  private static String brief(Expr value) {
    String text = print(value);
    return text.length() <= MAXIMUM_INLINE && text.indexOf('\n') < 0 ? text : "...";
  }
}
