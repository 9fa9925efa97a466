package io.pathwise.batch;

import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A summary that a run has written: its fields by the names and places that lead to them. */
record SummaryFile(Json json) {

  static SummaryFile read(Path file) throws IOException {
    return new SummaryFile(JsonText.parse(file.toString(), 0, Files.readString(file)));
  }

  private @Nullable Json find(Object... steps) {
    Json found = json;
    for (Object step : steps) {
      found = found instanceof Json.Sequence sequence
          ? sequence.elements().get((Integer) step)
          : ((Json.Struct) Objects.requireNonNull(found)).members().get((String) step);
    }
    return found;
  }

  boolean has(Object... steps) {
    return find(steps) != null;
  }

  double number(Object... steps) {
    return Double.parseDouble(((Json.Numeral) Objects.requireNonNull(find(steps))).text());
  }

  String text(Object... steps) {
    return ((Json.Text) Objects.requireNonNull(find(steps))).text();
  }
}
