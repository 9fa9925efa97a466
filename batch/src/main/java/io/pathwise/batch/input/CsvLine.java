package io.pathwise.batch.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import de.siegmar.fastcsv.reader.FieldModifier;
import io.pathwise.batch.log.Excerpt;
import java.util.List;

/**
 * Divides a line of a table into its cells. A cell ends on its line, so that a quote too many costs one line and not
 * all that follow. Start at {@link #cells}.
 */
final class CsvLine {
  private static final CsvReader.CsvReaderBuilder READER = CsvReader.builder().allowUnclosedQuote(false)
      .extraFieldStrategy(FieldMismatchStrategy.IGNORE).missingFieldStrategy(FieldMismatchStrategy.IGNORE);

  private static final FieldModifier STRICT = new FieldModifier() {
    @Override
    public String modify(long line, int place, boolean isQuoted, String cell) {
      if (!isQuoted && cell.indexOf('"') >= 0) {
        throw new StrayQuoteException("cell " + (place + 1) + " is not in quotes, but holds one: "
            + Excerpt.quoted(cell));
      }
      return cell;
    }
  };

  private CsvLine() {}

  private static final class StrayQuoteException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StrayQuoteException(String message) {
      super(message);
    }
  }

  /**
   * The cells of a line that is not empty.
   *
   * @throws InvalidInputException
   *           when its quotes are wrong
   */
  static List<String> cells(Location at, String line) {
    try {
      return READER.ofSingleCsvRecord(CsvRecordHandler.of(handler -> handler.fieldModifier(STRICT)), line).getFields();
    } catch (CsvParseException e) {
      throw new InvalidInputException(at, "not valid CSV: " + problem(e), e);
    }
  }

  /** The parser counts lines from the one that it was given. */
  private static String problem(CsvParseException e) {
    String message = String.valueOf((e.getCause() instanceof StrayQuoteException stray ? stray : e).getMessage());
    return message.startsWith("Unclosed quoted field")
        ? "a quote is opened and not closed on this line; a quote within a cell is written twice"
        : message.replace(" (record starting at line 1)", "").replace("record starting at line 1", "the row")
            .replace("Record starting at line 1", "the row");
  }
}
