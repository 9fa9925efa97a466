package io.pathwise.batch.lab;

import java.util.List;

/** A table or plot that a case shows. */
sealed interface Exhibit {

  /** The heading, unique within the case. */
  String title();

  /**
   * A table of measurements, all with the same columns.
   *
   * @param title
   *          the heading
   * @param rows
   *          the measurements
   */
  record Measurements(String title, List<Measurement> rows) implements Exhibit {
    /** Copies the list. */
    public Measurements {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Any other table. The first column names the row, the others hold numbers.
   *
   * @param title
   *          the heading
   * @param columns
   *          the names of the columns
   * @param rows
   *          the cells
   */
  record Table(String title, List<String> columns, List<List<String>> rows) implements Exhibit {
    /** Copies the lists. */
    public Table {
      columns = List.copyOf(columns);
      rows = List.copyOf(rows);
    }
  }

  /**
   * A plot of lines.
   *
   * @param title
   *          the heading
   * @param caption
   *          what is to be seen
   * @param x
   *          the horizontal axis
   * @param y
   *          the vertical axis
   * @param series
   *          the lines
   */
  record Plot(String title, String caption, Axis x, Axis y, List<Series> series) implements Exhibit {
    /** Copies the list. */
    public Plot {
      series = List.copyOf(series);
    }
  }
}
