package io.pathwise.batch.input;

import io.pathwise.batch.log.Fault;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a portfolio file trade by trade, so that a portfolio needs no memory in proportion to its size (only some
 * thirty bytes a trade, to notice ids that come twice). A line that cannot be used is handed out as such and the next
 * ones are read all the same. Start at {@link #next}.
 */
public final class PortfolioReader implements Closeable {
  private static final System.Logger LOG = System.getLogger("pathwise");

  private final String source;
  private final TradeSource items;
  private final TradeReader trades;
  private final Condition condition;
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
     * @param location
     *          where it stands
     */
    record Usable(Trade trade, Location location) implements Entry {
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

  /** A condition on trades beside those of their products. */
  public interface Condition {
    /** Any trade will do. */
    Condition NONE = trade -> {
    };

    /**
     * Looks at a trade.
     *
     * @throws IllegalArgumentException
     *           when it shall not be evaluated, with the reason
     */
    void check(Trade trade);
  }

  /**
   * Reads a portfolio.
   *
   * @param source
   *          how messages name it; a name that ends with .csv means a table
   * @param in
   *          what to read, closed by {@link #close}
   * @param trades
   *          reads its trades
   * @param condition
   *          what is asked of each trade
   * @throws InvalidInputException
   *           when it is a table with wrong names of columns
   */
  public PortfolioReader(String source, InputStream in, TradeReader trades, Condition condition) throws IOException {
    this.source = source;
    items = TradeSource.of(source, in);
    this.trades = trades;
    this.condition = condition;
  }

  /**
   * Opens a portfolio file.
   *
   * @param market
   *          where the trades' assets are looked up
   * @param fixings
   *          prices of days that have passed
   * @param condition
   *          what is asked of each trade
   * @throws InvalidInputException
   *           when there is no such file or it cannot be read
   */
  public static PortfolioReader open(Path file, MarketData market, Fixings fixings, Condition condition) {
    String source = file.toString();
    InputStream in = InputFile.open(file);
    try {
      return new PortfolioReader(source, in, new TradeReader(market, fixings), condition);
    } catch (IOException e) {
      throw InputFile.unreadable(source, e);
    }
  }

  /** Opens a portfolio file of which any trade will do, as {@link #open(Path, MarketData, Fixings, Condition)}. */
  public static PortfolioReader open(Path file, MarketData market, Fixings fixings) {
    return open(file, market, fixings, Condition.NONE);
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
    return item == null ? null : entry(item);
  }

  private Entry entry(TradeSource.Item item) {
    Location location = new Location(source, item.line(), 1);
    String id = "line " + item.line();
    try {
      Json json = item.json().get();
      Optional<Json.Text> name = id(json);
      id = name.map(Json.Text::text).orElse(id);
      Trade trade = trades.trade(json);
      Fields.located(location, () -> condition.check(trade));
      int first = ids.firstLineOf(trade.id(), item.line());
      if (first != 0) {
        throw new InvalidInputException(name.orElseThrow().location(),
            "id '" + id + "' is not unique, it came first on line " + first);
      }
      return new Entry.Usable(trade, location);
    } catch (InvalidInputException e) {
      return new Entry.Unusable(id, String.valueOf(e.getMessage()));
    } catch (RuntimeException | VirtualMachineError e) {
      // Not foreseen; one line must not take the others with it.
      LOG.log(System.Logger.Level.DEBUG, location.toString(), e);
      return new Entry.Unusable(id, location + ": " + Fault.message(e));
    }
  }

  /** The id, if it is fit to be one. */
  private static Optional<Json.Text> id(Json json) {
    return json instanceof Json.Struct struct && struct.members().get("id") instanceof Json.Text text
        && Fields.isName(text.text()) ? Optional.of(text) : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    items.close();
  }

  private TradeSource.@Nullable Item nextItem() {
    try {
      return items.next();
    } catch (IOException e) {
      throw InputFile.unreadable(source, e);
    }
  }
}
