package io.pathwise.batch.fuzz;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows of a {@code results.csv}, by trade.
 *
 * @param byTrade
 *          the cells of the rows of each trade, in order
 */
record Rows(Map<String, List<List<String>>> byTrade) {
  private static final int VALUE = 3;
  private static final int ERROR = 4;
  private static final int STATUS = 7;
  private static final int MESSAGE = 8;

  static Rows read(Path file) throws IOException {
    Map<String, List<List<String>>> rows = new LinkedHashMap<>();
    try (CsvReader<CsvRecord> csv = CsvReader.builder().ofCsvRecord(file)) {
      for (CsvRecord row : csv) {
        if (row.getStartingLineNumber() > 1) {
          rows.computeIfAbsent(row.getField(0), id -> new ArrayList<>()).add(row.getFields());
        }
      }
    }
    return new Rows(rows);
  }

  List<List<String>> of(String trade) {
    return byTrade.getOrDefault(trade, List.of());
  }

  /** How many trades could not be begun. */
  long withoutNumbers() {
    return byTrade.values().stream().flatMap(List::stream).filter(row -> row.get(1).isEmpty()).count();
  }

  /**
   * Makes sure that numbers are finite, and that failures of lines tell where the line is and are none of the program.
   *
   * @param portfolio
   *          how messages name it
   */
  void check(String portfolio) {
    byTrade.values().forEach(rows -> rows.forEach(row -> {
      String status = row.get(STATUS);
      String message = row.get(MESSAGE);
      boolean isGood = status.equals("ok") || status.equals("maximum-paths");
      boolean hasNumber = isGood || status.equals("few-hits") || status.equals("no-hits");
      boolean hasError = hasNumber && !(status.equals("no-hits") && row.get(ERROR).isEmpty());
      if ((hasNumber && !isFinite(row.get(VALUE))) || (hasError && !isFinite(row.get(ERROR)))) {
        throw new Finding("a number that is not finite: " + row);
      }
      if (!isGood && message.isBlank()) {
        throw new Finding("no reason for a number that is missing or doubtful: " + row);
      }
      if (message.contains("internal error") || message.contains("Exception")) {
        throw new Finding("a fault of the program: " + row);
      }
      if (row.get(1).isEmpty() && !message.matches("(?s)\\Q" + portfolio + "\\E:\\d+:.*")) {
        throw new Finding("a failure without its place: " + row);
      }
    }));
  }

  private static boolean isFinite(String number) {
    return Double.isFinite(Double.parseDouble(number));
  }
}
