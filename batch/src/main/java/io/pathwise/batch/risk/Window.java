package io.pathwise.batch.risk;

import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.pricing.product.Trade;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive lines of a portfolio that are evaluated together: enough for trades to be worked on at once, few enough
 * for memory. Start at {@link #add}.
 */
public final class Window {
  private static final int MOST = 2048;

  /** What the tables of all its trades may take of the memory. */
  private static final double MOST_BYTES = 0.125 * Runtime.getRuntime().maxMemory();

  private final WorkLimit limit;
  private final List<PortfolioReader.Entry> entries = new ArrayList<>();
  private final List<Trade> trades = new ArrayList<>();
  private final long bytesBefore;
  private long bytes;
  private double tableBytes;

  /** A window without lines yet, behind so many bytes of the portfolio. */
  Window(WorkLimit limit, long bytesBefore) {
    this.limit = limit;
    this.bytesBefore = bytesBefore;
    this.bytes = bytesBefore;
  }

  /** Adds a line, up to which the portfolio has so many bytes. */
  void add(PortfolioReader.Entry entry, long bytesRead) {
    entries.add(entry);
    bytes = bytesRead;
    if (entry instanceof PortfolioReader.Entry.Usable usable) {
      trades.add(usable.trade());
      tableBytes += limit.estimate(usable.trade()).tableBytes();
    }
  }

  boolean isFull() {
    return entries.size() >= MOST || tableBytes >= MOST_BYTES;
  }

  /** The lines, in order. */
  public List<PortfolioReader.Entry> entries() {
    return entries;
  }

  /** The trades of the lines that hold one, in order. */
  public List<Trade> trades() {
    return trades;
  }

  /** How much of the portfolio comes up to its end. */
  public long bytes() {
    return bytes;
  }

  /** How much of the portfolio is done when so great a share of the window is; never all while anything is left. */
  public long bytesAt(double share) {
    return bytesBefore + (long) Math.floor((bytes - bytesBefore) * share);
  }
}
