package io.pathwise.batch.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** The format of messages on stderr. Start at {@link #install}, then {@link #line}. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** One JSON object a line. */
  JSON;

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final String OTHER = "message";

  /** Whether a command line asks for JSON, whatever else is wrong with it. */
  public static boolean asksForJson(String... args) {
    List<String> all = List.of(args);
    int option = all.indexOf("--log-format");
    boolean apart = option >= 0 && option + 1 < all.size() && all.get(option + 1).equals("json");
    return apart || all.contains("--log-format=json");
  }

  /** The spelling on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Lets all loggers of the process write like this. */
  public void install() {
    for (Handler handler : Logger.getLogger("").getHandlers()) {
      handler.setFormatter(switch (this) {
        case TEXT -> new SimpleFormatter();
        case JSON -> new JsonFormatter();
      });
    }
  }

  /** A message that goes to stderr beside the log: the text alone, or the same object as in the log. */
  public String line(System.Logger.Level level, Event event) {
    return switch (this) {
      case TEXT -> event.text();
      case JSON -> json(Instant.now(), level.name(), "pathwise", event, null);
    };
  }

  private static String json(Instant time, String level, String logger, Event event, @Nullable Throwable thrown) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("time", time.toString());
      json.writeStringField("level", level);
      json.writeStringField("logger", logger);
      json.writeStringField("event", event.name());
      json.writeStringField("message", event.text());
      json.writeObjectFieldStart("fields");
      for (Map.Entry<String, Object> field : event.fields().entrySet()) {
        json.writeFieldName(field.getKey());
        value(json, field.getValue());
      }
      json.writeEndObject();
      if (thrown != null) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        json.writeStringField("trace", trace.toString());
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void value(JsonGenerator json, Object value) throws IOException {
    switch (value) {
      case Integer number -> json.writeNumber(number);
      case Long number -> json.writeNumber(number);
      case Double number -> json.writeNumber(number);
      case Boolean truth -> json.writeBoolean(truth);
      default -> json.writeString(value.toString());
    }
  }

  /** Shows the events of {@link Event#log}, and messages of others as events named {@code message}. */
  private static final class JsonFormatter extends Formatter {
    @Override
    public String format(LogRecord record) {
      Object[] parameters = record.getParameters();
      Event event = parameters != null && parameters.length == 1 && parameters[0] instanceof Event given
          ? given
          : Event.of(OTHER, formatMessage(record));
      return json(record.getInstant(), level(record.getLevel()), String.valueOf(record.getLoggerName()), event,
          record.getThrown()) + "\n";
    }

    /** The names of {@link System.Logger.Level}. */
    private static String level(Level level) {
      int value = level.intValue();
      return value >= Level.SEVERE.intValue()
          ? "ERROR"
          : value >= Level.WARNING.intValue() ? "WARNING" : value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
  }
}
