package io.pathwise.batch.input;

import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a portfolio file trade by trade, so that a portfolio needs no memory in proportion to its size (only some
 * thirty bytes a trade, to notice ids that come twice). A line that cannot be used is handed out as such and the next
 * ones are read all the same. Start at {@link #next}.
 */
public final class PortfolioReader implements Closeable {
  private final String source;
  private final TradeSource items;
  private final TradeReader trades;
  private final IdRegister ids = new IdRegister();

  /** A line of the portfolio. */
  public sealed interface Entry {

    /** The trade's id; of a line without one, a name for the line. */
    String id();

    /**
     * A line that holds a trade.
     *
     * @param trade
     *          what it holds
     */
    record Usable(Trade trade) implements Entry {
      @Override
      public String id() {
        return trade.id();
      }
    }

    /**
     * A line that cannot be used.
     *
     * @param id
     *          the trade's id, or a name for the line
     * @param message
     *          place, field and what is allowed
     */
    record Unusable(String id, String message) implements Entry {}
  }

  /**
   * Reads a portfolio.
   *
   * @param source
   *          how messages name it; a name that ends with .csv means a table
   * @param in
   *          what to read, closed by {@link #close}
   * @param market
   *          where the trades' assets are looked up
   * @param fixings
   *          prices of days that have passed
   */
  public PortfolioReader(String source, InputStream in, MarketData market, Fixings fixings) {
    this.source = source;
    items = TradeSource.of(source, in);
    trades = new TradeReader(market, fixings);
  }

  /**
   * Opens a portfolio file.
   *
   * @throws InvalidInputException
   *           when there is no such file or it cannot be read
   */
  public static PortfolioReader open(Path file, MarketData market, Fixings fixings) {
    String source = file.toString();
    if (Files.isDirectory(file)) {
      throw new InvalidInputException(Location.whole(source), "is a directory, a file is needed");
    }
    try {
      return new PortfolioReader(source, Files.newInputStream(file), market, fixings);
    } catch (NoSuchFileException e) {
      throw new InvalidInputException(Location.whole(source), "no such file", e);
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(source), "cannot be read: " + e.getMessage(), e);
    }
  }

  /** How many bytes of the file have been handed out. */
  public long bytesRead() {
    return items.bytesRead();
  }

  /**
   * The next trade or the next line that should have been one; blank lines are skipped; null at the end.
   *
   * @throws InvalidInputException
   *           when the file cannot be read on
   */
  public @Nullable Entry next() {
    TradeSource.Item item = nextItem();
    if (item == null) {
      return null;
    }
    String id = "line " + item.line();
    try {
      Json json = item.json().get();
      if (json instanceof Json.Struct struct && struct.members().get("id") instanceof Json.Text text
          && !text.text().isBlank()) {
        id = text.text();
        int first = ids.firstLineOf(id, item.line());
        if (first != 0) {
          throw new InvalidInputException(text.location(),
              "id '" + id + "' is not unique, it came first on line " + first);
        }
      }
      return new Entry.Usable(trades.trade(json));
    } catch (InvalidInputException e) {
      return new Entry.Unusable(id, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() throws IOException {
    items.close();
  }

  private TradeSource.@Nullable Item nextItem() {
    try {
      return items.next();
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(source), "cannot be read: " + e.getMessage(), e);
    }
  }
}
