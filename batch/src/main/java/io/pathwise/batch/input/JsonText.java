package io.pathwise.batch.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.pathwise.batch.log.Excerpt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads a JSON text into {@link Json} values. Start at {@link #parse}. */
public final class JsonText {
  /** Far more than any file described in docs/formats.md needs, and few enough for the stack. */
  private static final int MOST_LEVELS = 100;
  private static final int MOST_CHARACTERS_OF_A_NAME = 1_000;

  private static final JsonFactory FACTORY = JsonFactory.builder().streamReadConstraints(StreamReadConstraints.builder()
      .maxNestingDepth(MOST_LEVELS).maxNameLength(MOST_CHARACTERS_OF_A_NAME).build()).build();

  private final String source;
  private final int linesBefore;
  private final JsonParser parser;

  private JsonText(String source, int linesBefore, JsonParser parser) {
    this.source = source;
    this.linesBefore = linesBefore;
    this.parser = parser;
  }

  /**
   * The one value that a text holds.
   *
   * @param source
   *          how messages name the text's origin
   * @param linesBefore
   *          how many lines of the source come before the text
   * @throws InvalidInputException
   *           when the text is not JSON, is nested too deeply, names a field of an object twice, or goes on after the
   *           value
   */
  public static Json parse(String source, int linesBefore, String text) {
    try (JsonParser parser = FACTORY.createParser(Utf8.withoutMark(text))) {
      JsonText reader = new JsonText(source, linesBefore, parser);
      try {
        return reader.document();
      } catch (JsonProcessingException e) {
        throw new InvalidInputException(
            reader.location(e.getLocation() == null ? parser.currentLocation() : e.getLocation()),
            "not valid JSON: " + problem(e.getOriginalMessage()), e);
      }
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(source), "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Leaves out the parser's remarks on its source, its limits and its options, which tell a reader nothing. */
  private static String problem(String message) {
    return message.lines().findFirst().orElse("")
        .replaceAll(" \\(start marker at \\[Source: .*?; line: (\\d+), column: (\\d+)\\]\\)", "")
        .replaceAll(", from `[^`]*`", "").replaceAll(": enable `[^`]*` to allow", ", which JSON does not have");
  }

  private Json document() throws IOException {
    if (parser.nextToken() == null) {
      throw new InvalidInputException(location(parser.currentLocation()), "empty, a JSON object is needed");
    }
    Json json = value();
    if (parser.nextToken() != null) {
      throw new InvalidInputException(location(parser.currentTokenLocation()), "text after the end of the value");
    }
    return json;
  }

  private Json value() throws IOException {
    Location start = location(parser.currentTokenLocation());
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(start);
      case START_ARRAY -> array(start);
      case VALUE_STRING -> new Json.Text(start, whole(start, parser.getText()));
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(start, parser.getText());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new Json.Word(start, parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
        throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Json object(Location start) throws IOException {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Location nameLocation = location(parser.currentTokenLocation());
      String name = whole(nameLocation, parser.currentName());
      parser.nextToken();
      if (members.putIfAbsent(name, value()) != null) {
        throw new InvalidInputException(nameLocation, "field " + Excerpt.quoted(name) + " is given twice");
      }
    }
    return new Json.Struct(start, members);
  }

  private Json array(Location start) throws IOException {
    List<Json> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(value());
    }
    return new Json.Sequence(start, elements);
  }

  /** A text without halves of pairs, which an escape can name and no file can hold. */
  private static String whole(Location at, String text) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new InvalidInputException(at,
          "holds half of a pair of surrogates, which is no character: " + Excerpt.quoted(text));
    }
    return text;
  }

  private Location location(JsonLocation at) {
    return new Location(source, linesBefore + at.getLineNr(), at.getColumnNr());
  }
}
