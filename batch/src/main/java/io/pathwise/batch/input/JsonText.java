package io.pathwise.batch.input;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Reads a JSON text into {@link Json} values. Start at {@link #parse}. */
public final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

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
   *           when the text is not JSON, names a field of an object twice, or goes on after the value
   */
  public static Json parse(String source, int linesBefore, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonText(source, linesBefore, parser).document();
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Location location = at == null
          ? Location.whole(source)
          : new Location(source, linesBefore + at.getLineNr(), at.getColumnNr());
      throw new InvalidInputException(location, "not valid JSON: " + withoutSource(firstLine(e.getOriginalMessage())),
          e);
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(source), "cannot be read: " + e.getMessage(), e);
    }
  }

  /** Leaves out the parser's remark on where its source is kept, which tells a reader nothing. */
  private static String withoutSource(String message) {
    return message.replaceAll(" \\(start marker at \\[Source: .*?; line: (\\d+), column: (\\d+)\\]\\)", "");
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
      case VALUE_STRING -> new Json.Text(start, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Numeral(start, parser.getText());
      case VALUE_TRUE, VALUE_FALSE, VALUE_NULL -> new Json.Word(start, parser.getText());
      case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
        throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private Json object(Location start) throws IOException {
    SequencedMap<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Location nameLocation = location(parser.currentTokenLocation());
      parser.nextToken();
      if (members.putIfAbsent(name, value()) != null) {
        throw new InvalidInputException(nameLocation, "field '" + name + "' is given twice");
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

  private Location location(JsonLocation at) {
    return new Location(source, linesBefore + at.getLineNr(), at.getColumnNr());
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }
}
