package io.pathwise.batch.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * A message of the log. It travels through {@link System.Logger} as the only parameter of a message, so that any
 * handler can show the text and one that knows events finds name and fields. Start at {@link #log}.
 *
 * @param name
 *          the same for all events of a kind, in every version
 * @param text
 *          for people
 * @param fields
 *          for machines, in the order in which they are written: strings, numbers, booleans
 */
public record Event(String name, String text, SequencedMap<String, Object> fields) {
  private static final System.Logger LOG = System.getLogger("pathwise");

  /** Copies the fields. */
  public Event {
    fields = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(fields));
  }

  /** An event without fields. */
  public static Event of(String name, String text) {
    return new Event(name, text, new LinkedHashMap<>());
  }

  /** The same with one more field. */
  public Event with(String field, Object value) {
    SequencedMap<String, Object> more = new LinkedHashMap<>(fields);
    more.put(field, value);
    return new Event(name, text, more);
  }

  /** Tells it to the log. */
  public void log(System.Logger.Level level) {
    LOG.log(level, "{0}", this);
  }

  /** The text alone, which is what handlers without knowledge of events show. */
  @Override
  public String toString() {
    return text;
  }
}
