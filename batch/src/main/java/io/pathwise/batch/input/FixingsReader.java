package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.contract.Fixings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a table of past fixings; docs/formats.md describes it. Start at {@link #read}. */
public final class FixingsReader {
  private static final List<String> COLUMNS = List.of("asset", "date", "price");

  private FixingsReader() {}

  /**
   * The fixings in a file.
   *
   * @throws InvalidInputException
   *           when the file is not there or anything in it is wrong
   */
  public static Fixings read(Path file) {
    String source = file.toString();
    Map<String, FieldKind> kinds = new LinkedHashMap<>();
    COLUMNS.forEach(column -> kinds.put(column, column.equals("price") ? FieldKind.NUMBER : FieldKind.TEXT));
    Map<String, Map<LocalDate, Double>> prices = new HashMap<>();
    try (CsvTable table = new CsvTable(source, Files.newInputStream(file), kinds)) {
      for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
        Fields fields = row.fields("a fixing", COLUMNS);
        String asset = fields.text("asset");
        LocalDate date = fields.date("date");
        double price = fields.number("price", Require::positive);
        if (prices.computeIfAbsent(asset, id -> new HashMap<>()).put(date, price) != null) {
          throw new InvalidInputException(fields.location("date"), "a second fixing of " + asset + " on " + date);
        }
      }
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(Location.whole(source), "no such file", e);
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(source), "cannot be read: " + e.getMessage(), e);
    }
    return Fixings.of(prices);
  }
}
