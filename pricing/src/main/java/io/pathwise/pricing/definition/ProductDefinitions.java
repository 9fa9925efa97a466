package io.pathwise.pricing.definition;

import io.pathwise.pricing.Require;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The products that come with definitions, each a file of its own beside this class, named in the file {@code index}.
 * Start at {@link #find}.
 */
public final class ProductDefinitions {

  private static final class Library {
    static final SequencedMap<String, ProductDefinition> ALL = load();

    private static SequencedMap<String, ProductDefinition> load() {
      SequencedMap<String, ProductDefinition> all = new LinkedHashMap<>();
      for (String name : text("index").lines().toList()) {
        ProductDefinition definition = ProductDefinition.parse(text(name + ".product"));
        all.put(definition.name(), definition);
      }
      return Collections.unmodifiableSequencedMap(all);
    }
  }

  private ProductDefinitions() {}

  /** All, in the order of the index. */
  public static List<ProductDefinition> all() {
    return List.copyOf(Library.ALL.values());
  }

  /** The one with a name. */
  public static Optional<ProductDefinition> find(String name) {
    return Optional.ofNullable(Library.ALL.get(Require.given("name", name)));
  }

  private static String text(String file) {
    try (InputStream in = Objects.requireNonNull(ProductDefinitions.class.getResourceAsStream(file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
