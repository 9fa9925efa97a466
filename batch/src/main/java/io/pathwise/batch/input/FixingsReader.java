package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table of past fixings; docs/formats.md describes it. Start at {@link #read}. */
public final class FixingsReader {
  private static final List<String> COLUMNS = List.of("asset", "date", "price");

  private FixingsReader() {}

  /**
   * The fixings in a file. Lines that cannot be used are noted in it.
   *
   * @throws InvalidInputException
   *           when the file is not there or cannot be read, or the names of its columns are wrong
   */
  public static FixingsTable read(Path file) {
    return InputFile.read(file, in -> read(file.toString(), in));
  }

  private static FixingsTable read(String source, InputStream in) throws IOException {
    Map<String, FieldKind> kinds = new LinkedHashMap<>();
    COLUMNS.forEach(column -> kinds.put(column, column.equals("price") ? FieldKind.NUMBER : FieldKind.TEXT));
    FixingsTable fixings = new FixingsTable(source);
    CsvTable table = new CsvTable(source, in, kinds);
    for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
      try {
        Fields fields = row.fields("a fixing", COLUMNS);
        fixings.add(fields.text("asset"), fields.date("date"), fields.number("price", Require::positive),
            fields.location("date"));
      } catch (InvalidInputException e) {
        fixings.addProblem(String.valueOf(e.getMessage()));
      }
    }
    return fixings;
  }
}
