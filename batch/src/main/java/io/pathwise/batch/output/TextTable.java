package io.pathwise.batch.output;

import java.util.ArrayList;
import java.util.List;

/** A table for people: columns aligned by blanks, numbers to the right. Start at {@link #row}. */
public final class TextTable {
  private static final String GAP = "  ";

  private final List<String> titles;
  private final List<Boolean> toTheRight;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table whose titles begin with {@code >} over columns that are aligned to the right. */
  public TextTable(String... titles) {
    this.titles = List.of(titles).stream().map(title -> title.startsWith(">") ? title.substring(1) : title).toList();
    toTheRight = List.of(titles).stream().map(title -> title.startsWith(">")).toList();
  }

  /** Adds a row with a cell for each title. */
  public TextTable row(String... cells) {
    if (cells.length != titles.size()) {
      throw new IllegalArgumentException(cells.length + " cells for " + titles.size() + " columns");
    }
    rows.add(List.of(cells));
    return this;
  }

  /** The table, each line with its end. */
  @Override
  public String toString() {
    int[] widths = new int[titles.size()];
    List<List<String>> lines = new ArrayList<>();
    lines.add(titles);
    lines.addAll(rows);
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> line : lines) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String blanks = " ".repeat(widths[i] - line.get(i).length());
        cells.append(i == 0 ? "" : GAP).append(toTheRight.get(i) ? blanks + line.get(i) : line.get(i) + blanks);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
