package io.pathwise.spark;

import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.simulation.RangeMoments;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one task does. Its result is a function of the work alone, so it does not matter how often a task runs, nor
 * where.
 */
sealed interface Work {

  /** What an engine keeps that makes the work shorter; without it the results are the same. */
  Map<Store.Key, byte[]> known();

  /**
   * Does it.
   *
   * @param engine
   *          whose store holds what is known
   * @param store
   *          the same store
   */
  Record perform(GreeksEngine engine, Entries store, Shared.Content shared);

  /**
   * Brings trades forward, to the end where that is near.
   *
   * @param products
   *          which
   * @param known
   *          what an engine keeps of them
   * @param fromBlocks
   *          up to where the moments are known
   * @param mostBlocks
   *          up to where to simulate
   */
  record Forward(List<Product> products, Map<Store.Key, byte[]> known, long fromBlocks,
      long mostBlocks) implements Work {
    @Override
    public Advanced perform(GreeksEngine engine, Entries store, Shared.Content shared) {
      List<Answer<Progress>> answers = engine.partialRuns().advanceAll(products, shared.market(), shared.measures(),
          shared.settings(), fromBlocks, mostBlocks, place -> {
          }).stream().map(Answer::of).toList();
      boolean complete = answers.stream()
          .allMatch(answer -> answer.result().isEmpty() || answer.result().get().greeks().isPresent());
      return new Advanced(answers, complete && !shared.keepsAll() ? store.all(Store.Kind.CHOICES) : store.all());
    }
  }

  /** How far trades came, and what an engine keeps of them. */
  record Advanced(List<Answer<Progress>> answers, Map<Store.Key, byte[]> kept) {}

  /**
   * Simulates some blocks of a trade.
   *
   * @param product
   *          which
   * @param known
   *          the choices of estimators
   * @param firstBlock
   *          the first
   * @param lastBlock
   *          one behind the last
   */
  record Range(Product product, Map<Store.Key, byte[]> known, long firstBlock, long lastBlock) implements Work {
    @Override
    public Simulated perform(GreeksEngine engine, Entries store, Shared.Content shared) {
      return new Simulated(Answer.of(Outcome.of(() -> new Ranges(engine.partialRuns().simulate(product, shared.market(),
          shared.measures(), shared.settings(), firstBlock, lastBlock)))));
    }
  }

  /** The moments of the blocks of every simulation of a trade. */
  record Ranges(List<RangeMoments> ranges) {}

  /** The moments, or why there are none. */
  record Simulated(Answer<Ranges> answer) {}

  /**
   * Finds by how much values change in scenarios.
   *
   * @param cells
   *          which
   * @param known
   *          the choices of estimators
   */
  record Changes(List<Cell> cells, Map<Store.Key, byte[]> known) implements Work {
    @Override
    public Changed perform(GreeksEngine engine, Entries store, Shared.Content shared) {
      List<Answer<Greek>> answers = new ArrayList<>();
      for (Cell cell : cells) {
        answers.add(Answer.of(Outcome.of(() -> engine.change(
            new MarketChange(cell.product(), cell.productAfter(), shared.scenarios().get(cell.scenario()),
                cell.paths()),
            shared.market(), shared.measures(), shared.settings()))));
      }
      return new Changed(answers, shared.keepsAll() ? store.all() : Map.of());
    }
  }

  /** A {@link MarketChange}, with the number of its scenario among those shared. */
  record Cell(Product product, Product productAfter, int scenario, long paths) {}

  /** The changes, and what an engine keeps of them. */
  record Changed(List<Answer<Greek>> answers, Map<Store.Key, byte[]> kept) {}

  /**
   * An {@link Outcome} that travels.
   *
   * @param <T>
   *          what was computed
   * @param result
   *          what came out, if anything did
   * @param wrongInput
   *          whether the input is to blame if nothing did
   * @param message
   *          why nothing did
   */
  record Answer<T>(Optional<T> result, boolean wrongInput, String message) {
    static <T> Answer<T> of(Outcome<T> outcome) {
      return switch (outcome) {
        case Outcome.Done<T>(T result) -> new Answer<>(Optional.of(result), false, "");
        case Outcome.Refused<T>(IllegalArgumentException cause) ->
          new Answer<>(Optional.empty(), true, String.valueOf(cause.getMessage()));
        case Outcome.Refused<T>(RuntimeException cause) -> new Answer<>(Optional.empty(), false, cause.toString());
      };
    }

    /** What it was like where it was computed, if it failed. */
    RuntimeException failure() {
      return wrongInput ? new IllegalArgumentException(message) : new WorkerException(message);
    }
  }

  /** A fault of the program on another machine, as it described itself there. */
  final class WorkerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    WorkerException(String description) {
      super(description);
    }

    /** What the fault itself said, which names its class; a run without Spark writes the same. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
      return String.valueOf(getMessage());
    }
  }
}
