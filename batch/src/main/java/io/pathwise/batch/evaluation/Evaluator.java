package io.pathwise.batch.evaluation;

import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;

/** The interface between commands and the engine; tests put another in its place. Start at {@link #open}. */
public interface Evaluator extends AutoCloseable {

  /** The numbers of one unit of a product. */
  Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings);

  /** The numbers of one unit of each of several products, in their order; see {@link GreeksEngine#evaluateAll}. */
  List<Outcome<Greeks>> evaluateAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, EvaluationListener listener);

  /**
   * By how much the value of one unit of each of several products changes from a market to a scenario of it, on common
   * noise; see {@link GreeksEngine#changeAll}.
   */
  List<Outcome<Greek>> changeAll(List<MarketChange> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done);

  /**
   * What a path of each of the simulations that give these numbers of a product costs, in primitive operations without
   * noise.
   */
  List<Double> operationsPerPath(Product product, MarketData market, Collection<Measure> measures, Settings settings,
      Greeks numbers);

  /** Which estimator gives which of the numbers, and why. */
  Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings);

  /** The name of the backend that does the work. */
  String backend();

  @Override
  void close();

  /** Makes evaluators. */
  interface Factory {

    /**
     * An evaluator.
     *
     * @param backend
     *          what the user asked for
     * @param threads
     *          how many threads may work at once
     * @param store
     *          where results are kept for later; stays open
     * @throws BackendMissingException
     *           when that backend is not there
     */
    Evaluator open(BackendChoice backend, int threads, Store store);
  }

  /** The evaluator that simulates. */
  static Evaluator open(BackendChoice choice, int threads, Store store) {
    Backend backend = choice.find();
    return new EngineEvaluator(new GreeksEngine(backend, threads, store), backend.name());
  }
}
