package io.pathwise.batch.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/** Writes an object of JSON in lines, as summaries are. Start at {@link #write}. */
public final class PrettyJson {
  private PrettyJson() {}

  /** What is in the object. */
  public interface Content {
    /**
     * Writes its fields.
     *
     * @throws IOException
     *           when they cannot be written
     */
    void fields(JsonGenerator json) throws IOException;
  }

  /**
   * Writes an object; the stream stays open.
   *
   * @throws IOException
   *           when it cannot be written
   */
  public static void write(OutputStream out, Content content) throws IOException {
    try (JsonGenerator json = new JsonFactory().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).createGenerator(out)) {
      json.setPrettyPrinter(new DefaultPrettyPrinter());
      json.writeStartObject();
      content.fields(json);
      json.writeEndObject();
    }
  }
}
