package io.pathwise.batch.input;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Reads a file that holds options of a command; docs/formats.md describes it. Start at {@link #read}. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * An option in the file.
   *
   * @param name
   *          of the option, without dashes
   * @param text
   *          its value as it would stand on the command line
   * @param location
   *          where the value stands
   */
  public record Setting(String name, String text, Location location) {}

  /**
   * The options in a file, in its order.
   *
   * @param allowed
   *          the names that options may have
   * @throws InvalidInputException
   *           when the file cannot be read, is not a JSON object, or holds an option that is not allowed
   */
  public static List<Setting> read(Path file, List<String> allowed) {
    String source = file.toString();
    Json json = InputFile.read(file, in -> JsonText.parse(source, 0, InputFile.text(source, in)));
    Fields fields = Fields.of(json, "the configuration", "", allowed);
    List<Setting> settings = new ArrayList<>();
    for (String name : allowed) {
      if (fields.has(name)) {
        settings.add(new Setting(name, text(name, fields.required(name)), fields.location(name)));
      }
    }
    return settings;
  }

  private static String text(String name, Json value) {
    return switch (value) {
      case Json.Sequence list ->
        list.elements().stream().map(element -> scalar(name, element)).collect(Collectors.joining(","));
      case Json.Struct map -> map.members().entrySet().stream()
          .map(entry -> entry.getKey() + "=" + scalar(name, entry.getValue())).collect(Collectors.joining(","));
      case Json.Text text -> text.text();
      case Json.Numeral number -> number.text();
      case Json.Word word -> scalar(name, word);
    };
  }

  private static String scalar(String name, Json value) {
    return switch (value) {
      case Json.Text text -> text.text();
      case Json.Numeral number -> number.text();
      case Json.Word word when !word.text().equals("null") -> word.text();
      case Json.Word word -> throw wrong(name, word);
      case Json.Sequence list -> throw wrong(name, list);
      case Json.Struct map -> throw wrong(name, map);
    };
  }

  private static InvalidInputException wrong(String name, Json value) {
    return Fields.wrong(name, value, "a string, a number, true, false, an array of these, or an object of these");
  }
}
