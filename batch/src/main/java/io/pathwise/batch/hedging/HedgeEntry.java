package io.pathwise.batch.hedging;

import io.pathwise.greeks.hedging.Hedge;
import io.pathwise.greeks.hedging.RebalancedHedge;
import io.pathwise.pricing.product.Trade;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What became of the hedge of a trade, or of all trades in a currency.
 *
 * @param trade
 *          the id of the trade; {@link #TOTAL} for all
 * @param currency
 *          the curve of the currency of payment; empty if it is not known
 * @param hedge
 *          the static hedge; empty if there is none
 * @param rebalanced
 *          the hedge at several dates; empty if it is not asked for, or there is no hedge at all
 * @param reason
 *          why there is none, otherwise what is left out of it; mostly empty
 * @param leftOut
 *          instruments that are not in the hedge, with reasons
 */
record HedgeEntry(String trade, String currency, Optional<Hedge> hedge, Optional<RebalancedHedge> rebalanced,
    String reason, SequencedMap<Trade, String> leftOut) {

  static final String TOTAL = "TOTAL";

  static HedgeEntry none(String trade, String currency, String reason, SequencedMap<Trade, String> leftOut) {
    return new HedgeEntry(trade, currency, Optional.empty(), Optional.empty(), reason, leftOut);
  }

  static HedgeEntry none(String trade, String currency, String reason) {
    return none(trade, currency, reason, new LinkedHashMap<>());
  }

  /** The entries that have no hedge. */
  static long withoutHedge(List<HedgeEntry> entries) {
    return entries.stream().filter(entry -> entry.hedge().isEmpty()).count();
  }
}
