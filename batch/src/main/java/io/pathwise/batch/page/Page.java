package io.pathwise.batch.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/**
 * Writes a page as one file: a template with what it is to tell, and in it the style, the scripts and the plot library,
 * so that the page needs nothing else. Start with {@link #write}.
 */
public final class Page {
  private static final String LIBRARY = "/META-INF/maven/org.mvnpm/echarts/pom.properties";
  private static final JsonFactory JSON = new JsonFactory();

  private Page() {}

  /** Writes a JSON text. */
  @FunctionalInterface
  public interface JsonText {
    /** Writes all of it. */
    void write(JsonGenerator json) throws IOException;
  }

  /**
   * Writes a page.
   *
   * @param owner
   *          beside which the template {@code name.html.mustache}, {@code name.css} and {@code name.js} lie
   * @param name
   *          of the three
   * @param model
   *          what the template speaks of, besides {@code style}, {@code script} and {@code library}; text is escaped
   *          where the template has two braces
   * @param out
   *          where to; stays open
   */
  public static void write(Class<?> owner, String name, Map<String, Object> model, OutputStream out)
      throws IOException {
    Map<String, Object> whole = new HashMap<>(model);
    whole.put("style", resource(Page.class, "page.css") + resource(owner, name + ".css"));
    whole.put("script", resource(Page.class, "page.js") + resource(owner, name + ".js"));
    whole.put("library", library());
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    try {
      Mustache.compiler().escapeHTML(true).compile(resource(owner, name + ".html.mustache")).execute(whole, writer);
    } catch (MustacheException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      }
      throw e;
    }
    writer.flush();
  }

  /** The data of a plot, for a script element; without any {@code <}, which could end the element that holds it. */
  public static String json(JsonText text) {
    StringWriter written = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(written)) {
      text.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return written.toString().replace("<", "\\u003c");
  }

  /** The plot library, from the archive that Maven has put on the class path. */
  private static String library() {
    Properties properties = new Properties();
    try (InputStream in = stream(Page.class, LIBRARY)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String version = properties.getProperty("version");
    return resource(Page.class, "/META-INF/resources/_static/echarts/" + version + "/dist/echarts.min.js");
  }

  private static String resource(Class<?> owner, String name) {
    try (InputStream in = stream(owner, name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream stream(Class<?> owner, String name) {
    return Objects.requireNonNull(owner.getResourceAsStream(name), () -> name + " is not on the class path");
  }
}
