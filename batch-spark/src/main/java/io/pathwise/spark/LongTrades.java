package io.pathwise.spark;

import io.pathwise.engine.run.Store;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.simulation.RangeMoments;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Finishes trades that are too large for a task. In rounds: ranges of blocks up to the next checkpoint are simulated,
 * their moments are united here, and tasks look whether the accuracy is reached. Start at {@link #finish}.
 */
final class LongTrades {
  /** A task with fewer blocks would spend its time on beginning. */
  private static final long LEAST_BLOCKS_OF_A_TASK = 256;
  private static final int TASKS_A_SLOT = 4;
  /** Trades for each task that can run at once that are finished together, before others are begun. */
  private static final int TRADES_A_SLOT = 4;

  /**
   * A trade on its way.
   *
   * @param place
   *          among all trades
   * @param product
   *          what it is
   * @param choices
   *          the choices of estimators
   * @param moments
   *          a store with the moments of the blocks that are done
   * @param blocks
   *          how many those are
   * @param next
   *          how many there have to be before the accuracy is looked at again
   */
  record Trade(int place, Product product, Map<Store.Key, byte[]> choices, Entries moments, long blocks, long next) {

    private Map<Store.Key, byte[]> known() {
      Map<Store.Key, byte[]> all = new LinkedHashMap<>(choices);
      all.putAll(moments.all());
      return all;
    }
  }

  private record Piece(int trade, Work.Range work) {}

  private final Jobs jobs;
  private final Broadcast<Shared> shared;
  private final Store store;

  LongTrades(Jobs jobs, Broadcast<Shared> shared, Store store) {
    this.jobs = jobs;
    this.shared = shared;
    this.store = store;
  }

  /**
   * Finishes trades.
   *
   * @param answers
   *          takes the answer for each trade's place
   */
  void finish(List<Trade> trades, Jobs.Results<Work.Answer<Progress>> answers) {
    int together = TRADES_A_SLOT * jobs.slots();
    for (int from = 0; from < trades.size(); from += together) {
      List<Trade> open = trades.subList(from, Math.min(from + together, trades.size()));
      while (!open.isEmpty()) {
        open = look(simulate(open, answers), answers);
      }
    }
  }

  /** The trades with their next blocks done, but for those that cannot be simulated. */
  private List<Trade> simulate(List<Trade> trades, Jobs.Results<Work.Answer<Progress>> answers) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < trades.size(); i++) {
      Trade trade = trades.get(i);
      long missing = trade.next() - trade.blocks();
      long count = Math.clamp(Math.ceilDiv((long) TASKS_A_SLOT * jobs.slots(), trades.size()), 1,
          Math.ceilDiv(missing, LEAST_BLOCKS_OF_A_TASK));
      long size = Math.ceilDiv(missing, count);
      for (long first = trade.blocks(); first < trade.next(); first += size) {
        pieces.add(new Piece(i, new Work.Range(trade.product(), trade.choices(), first,
            Math.min(first + size, trade.next()))));
      }
    }
    List<Pieces> progress = trades.stream().map(Pieces::new).toList();
    jobs.run(pieces.stream().map(Piece::work).toList(), Work.Simulated.class, shared,
        (number, simulated) -> progress.get(pieces.get(number).trade()).add(simulated.answer()));
    List<Trade> simulated = new ArrayList<>();
    for (Pieces one : progress) {
      if (one.failure != null) {
        answers.accept(one.trade.place(), one.failure);
      } else {
        simulated.add(one.united(store));
      }
    }
    return simulated;
  }

  /** What tasks have sent back of a trade. */
  private static final class Pieces {
    private final Trade trade;
    private final List<RangeMoments> ranges = new ArrayList<>();
    private Work.@Nullable Answer<Progress> failure;

    Pieces(Trade trade) {
      this.trade = trade;
    }

    void add(Work.Answer<Work.Ranges> answer) {
      answer.result().ifPresentOrElse(done -> ranges.addAll(done.ranges()),
          () -> failure = new Work.Answer<>(Optional.empty(), answer.wrongInput(), answer.message()));
    }

    Trade united(Store store) {
      Entries moments = new Entries(Store.NONE);
      RangeMoments.unite(ranges, trade.moments(), moments);
      moments.all().forEach(store::keep);
      return new Trade(trade.place(), trade.product(), trade.choices(), moments, trade.next(), trade.next());
    }
  }

  /** Gives the answers of trades that have reached the accuracy; the others go on. */
  private List<Trade> look(List<Trade> trades, Jobs.Results<Work.Answer<Progress>> answers) {
    List<Trade> open = new ArrayList<>();
    jobs.run(trades.stream().map(trade -> new Work.Forward(List.of(trade.product()), trade.known(), trade.blocks(),
        trade.blocks())).toList(), Work.Advanced.class, shared, (number, advanced) -> {
          Trade trade = trades.get(number);
          advanced.kept().forEach(store::keep);
          Work.Answer<Progress> answer = advanced.answers().getFirst();
          if (answer.result().isPresent() && answer.result().get().greeks().isEmpty()) {
            open.add(new Trade(trade.place(), trade.product(), trade.choices(), trade.moments(), trade.blocks(),
                answer.result().get().nextBlocks()));
          } else {
            answers.accept(trade.place(), answer);
          }
        });
    return open;
  }
}
