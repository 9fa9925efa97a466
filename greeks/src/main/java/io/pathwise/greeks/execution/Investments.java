package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.plan.PlanCache;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.CheckpointSchedule;
import io.pathwise.pricing.product.Product;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The investments of the policy {@link Policy#AUTO} that are known, so that scenarios and repetitions of a trade need
 * no second look. Thread-safe. Start at {@link #find}.
 */
final class Investments {

  private static final int MOST = 4096;
  private static final Investment TOO_FEW_PATHS = new Investment(Policy.PREFERENCE,
      "no pilot was made: it takes more paths than the simulation");

  /** A trade, with all that an investment depends on. */
  private record Trade(Product product, Fingerprint data, Set<Measure> measures, Settings settings,
      PinnedEstimators pinned) {}

  private final Map<Trade, Investment> known = new RecentlyUsed<>(MOST);

  /** The investment for a trade; empty if its first paths have to tell. */
  Optional<Investment> find(PlanCache.Request request) {
    if (request.settings().accuracy().mostPaths() < CheckpointSchedule.FIRST * Backend.BLOCK) {
      return Optional.of(TOO_FEW_PATHS);
    }
    Trade trade = trade(request);
    synchronized (known) {
      return Optional.ofNullable(known.get(trade));
    }
  }

  void keep(PlanCache.Request request, Investment investment) {
    Trade trade = trade(request);
    synchronized (known) {
      known.put(trade, investment);
    }
  }

  private static Trade trade(PlanCache.Request request) {
    return new Trade(request.product(), Fingerprint.builder().add(request.pricing().inputs()).build(),
        Set.copyOf(request.measures()), request.settings(), request.pinned());
  }
}
