package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** A JSON value that knows where it stands, so that every message can say so. {@link JsonText} reads one. */
public sealed interface Json {

  /** Where the value begins. */
  Location location();

  /** The value as messages show it. */
  String shown();

  /**
   * An object.
   *
   * @param location
   *          where it begins
   * @param members
   *          in the order of the text
   */
  record Struct(Location location, SequencedMap<String, Json> members) implements Json {
    /** Copies the map. */
    public Struct {
      members = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(members));
    }

    @Override
    public String shown() {
      return "an object";
    }
  }

  /**
   * An array.
   *
   * @param location
   *          where it begins
   * @param elements
   *          in order
   */
  record Sequence(Location location, List<Json> elements) implements Json {
    /** Copies the list. */
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String shown() {
      return "an array";
    }
  }

  /**
   * A string.
   *
   * @param location
   *          where it begins
   * @param text
   *          without quotes
   */
  record Text(Location location, String text) implements Json {
    @Override
    public String shown() {
      return Excerpt.quoted(text);
    }
  }

  /**
   * A number.
   *
   * @param location
   *          where it begins
   * @param text
   *          as written
   */
  record Numeral(Location location, String text) implements Json {
    @Override
    public String shown() {
      return Excerpt.of(text);
    }
  }

  /**
   * {@code true}, {@code false} or {@code null}.
   *
   * @param location
   *          where it begins
   * @param text
   *          as written
   */
  record Word(Location location, String text) implements Json {
    @Override
    public String shown() {
      return text;
    }
  }
}
