package io.pathwise.pricing.definition;

import io.pathwise.pricing.Require;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A product as a script with fields. A definition is a text: comments that say what the product is, a line
 * {@code product NAME of asset} or {@code of assets}, a line for each field, and the script. Start at {@link #parse}
 * and {@link #script}.
 *
 * @param name
 *          by which trades call it
 * @param description
 *          for users
 * @param hasOneAsset
 *          whether it is on one asset, which the script calls {@code price}
 * @param fields
 *          in the order in which they may refer to each other
 * @param body
 *          the script without its fields
 */
public record ProductDefinition(String name, String description, boolean hasOneAsset, List<DefinedField> fields,
    String body) {

  private static final Pattern PRODUCT = Pattern.compile("product ([a-z][a-z0-9-]*) of (assets?)");
  private static final Pattern FIELD = Pattern
      .compile("field ([a-z][A-Za-z0-9]*): ([^=#]*[^=# ])(?: *= *([^#]*[^# ]))? *# *(.+)");
  private static final Pattern NUMBER = Pattern
      .compile("(positive |non-negative |whole )?number( per asset| per time)?");

  public ProductDefinition {
    Require.given("name", name);
    Require.given("description", description);
    fields = Require.elements("fields", fields);
    Require.distinctIds("fields", fields.stream().map(DefinedField::name).toList());
    Require.given("body", body);
  }

  /**
   * Reads a definition.
   *
   * @throws IllegalArgumentException
   *           where its head is wrong, naming the line; the script is read when its fields are known
   */
  public static ProductDefinition parse(String text) {
    List<String> lines = Require.given("text", text).lines().toList();
    int at = 0;
    List<String> comments = new ArrayList<>();
    while (at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith("#"))) {
      comments.add(lines.get(at++).replaceFirst("^# *", ""));
    }
    Matcher product = PRODUCT.matcher(at < lines.size() ? lines.get(at).strip() : "");
    Require.that(product.matches(), "line %s of the definition must be 'product NAME of asset' or '... of assets'",
        at + 1);
    List<DefinedField> fields = new ArrayList<>();
    for (at++; at < lines.size() && (lines.get(at).isBlank() || lines.get(at).startsWith("field ")); at++) {
      if (!lines.get(at).isBlank()) {
        DefinedField next = field(at + 1, lines.get(at).strip());
        Require.that(fields.stream().noneMatch(field -> field.name().equals(next.name())),
            "line %s of the definition: '%s' is a field already", at + 1, next.name());
        fields.add(next);
      }
    }
    return new ProductDefinition(product.group(1), String.join(" ", comments).strip(),
        product.group(2).equals("asset"), fields, String.join("\n", lines.subList(at, lines.size())));
  }

  private static DefinedField field(int line, String text) {
    Matcher field = FIELD.matcher(text);
    Require.that(field.matches(), "line %s of the definition must be 'field NAME: KIND = VALUE # DESCRIPTION', where "
        + "= VALUE may be missing, not '%s'", line, text);
    String kind = field.group(2);
    Optional<String> missing = Optional.ofNullable(field.group(3));
    Matcher number = NUMBER.matcher(kind);
    if (number.matches()) {
      DefinedField.Bound bound = Arrays.stream(DefinedField.Bound.values())
          .filter(each -> each.label().equals(Optional.ofNullable(number.group(1)).orElse(""))).findFirst()
          .orElseThrow();
      DefinedField.Kind of = switch (Optional.ofNullable(number.group(2)).orElse("")) {
        case " per asset" -> DefinedField.Kind.NUMBER_PER_ASSET;
        case " per time" -> DefinedField.Kind.NUMBER_PER_TIME;
        default -> DefinedField.Kind.NUMBER;
      };
      return new DefinedField(field.group(1), of, bound, List.of(), missing, field.group(4));
    }
    List<String> words = List.of(kind.split(" or ", -1));
    Require.that(words.size() > 1 || List.of("schedule", "time").contains(kind),
        "line %s of the definition: '%s' is no kind, allowed: number, schedule, time, or words such as 'call or put'",
        line, kind);
    DefinedField.Kind of = words.size() > 1
        ? DefinedField.Kind.CHOICE
        : kind.equals("time") ? DefinedField.Kind.TIME : DefinedField.Kind.SCHEDULE;
    return new DefinedField(field.group(1), of, DefinedField.Bound.NONE,
        of == DefinedField.Kind.CHOICE ? words : List.of(), missing, field.group(4));
  }

  /**
   * The script of a trade: a line for each field, then what the product is.
   *
   * @param values
   *          of fields, as scripts write them: {@code 0.7}, {@code [100, 50]}, {@code 4 times until 2027-11-20}
   * @throws IllegalArgumentException
   *           when a field is missing, or one is given that the product does not have
   */
  public String script(Map<String, String> values) {
    Require.given("values", values);
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    fields.forEach(field -> unknown.remove(field.name()));
    Require.that(unknown.isEmpty(), "%s has no fields %s, allowed: %s", name, unknown,
        fields.stream().map(DefinedField::name).collect(Collectors.joining(", ")));
    String head = fields.stream().map(field -> {
      String value = Optional.ofNullable(values.get(field.name())).or(field::missing)
          .orElseThrow(() -> new IllegalArgumentException(field.name() + " is missing"));
      return field.line(value) + "\n";
    }).collect(Collectors.joining());
    return head + body;
  }
}
