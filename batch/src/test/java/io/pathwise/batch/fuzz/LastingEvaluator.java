package io.pathwise.batch.fuzz;

import io.pathwise.batch.risk.Evaluator;
import io.pathwise.greeks.Change;
import io.pathwise.greeks.EvaluationListener;
import io.pathwise.greeks.Explanation;
import io.pathwise.greeks.Greek;
import io.pathwise.greeks.Greeks;
import io.pathwise.greeks.Measure;
import io.pathwise.greeks.Outcome;
import io.pathwise.greeks.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.Collection;
import java.util.List;
import java.util.function.IntConsumer;

/** An evaluator that several runs use one after the other, so that closing it does nothing. */
record LastingEvaluator(Evaluator engine) implements Evaluator {
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
  public List<Outcome<Greek>> changeAll(List<Change> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    return engine.changeAll(changes, before, measures, settings, done);
  }

  @Override
  public List<Double> operationsPerPath(Product product, MarketData market, Collection<Measure> measures,
      Settings settings, Greeks numbers) {
    return engine.operationsPerPath(product, market, measures, settings, numbers);
  }

  @Override
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return engine.explain(product, market, measures, settings);
  }

  @Override
  public String backend() {
    return engine.backend();
  }

  @Override
  public void close() {}
}
