package io.pathwise.batch.evaluation;

import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.GreeksRun;
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
import java.util.OptionalDouble;
import java.util.function.IntConsumer;

/** The evaluator that simulates in this process. Others change what they do elsewhere. */
public class EngineEvaluator implements Evaluator {
  private final GreeksEngine engine;
  private final String backend;

  /**
   * An evaluator.
   *
   * @param engine
   *          what simulates, closed by {@link #close}
   * @param backend
   *          the name of its backend
   */
  public EngineEvaluator(GreeksEngine engine, String backend) {
    this.engine = engine;
    this.backend = backend;
  }

  /** What simulates. */
  protected GreeksEngine engine() {
    return engine;
  }

  @Override
  public Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return engine.evaluate(product, market, measures, settings);
  }

  @Override
  public List<Outcome<Greeks>> evaluateAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, EvaluationListener listener) {
    return engine.evaluateAll(products, market, measures, settings, listener);
  }

  @Override
  public List<Outcome<Greek>> changeAll(List<MarketChange> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    return engine.changeAll(changes, before, measures, settings, done);
  }

  @Override
  public List<Double> operationsPerPath(Product product, MarketData market, Collection<Measure> measures,
      Settings settings, Greeks numbers) {
    GreeksRun run = engine.start(product, market, measures, settings);
    return numbers.numbers().stream().map(number -> run.operationsPerPath(number.measure(), number.factors()))
        .flatMapToDouble(OptionalDouble::stream).distinct().boxed().toList();
  }

  @Override
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return engine.explain(product, market, measures, settings);
  }

  @Override
  public String backend() {
    return backend;
  }

  @Override
  public void close() {
    engine.close();
  }
}
