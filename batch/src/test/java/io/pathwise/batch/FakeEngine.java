package io.pathwise.batch;

import io.pathwise.batch.evaluation.Evaluator;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.measure.Explanation;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * An engine that simulates nothing: the value of a product is its strike with a standard error of 0.5, its deltas are
 * 2; other measures are not given. Tests hang what shall happen at an evaluation into it.
 */
public final class FakeEngine implements Evaluator {
  private final Consumer<Product> before;

  private FakeEngine(Consumer<Product> before) {
    this.before = before;
  }

  /** Makes engines at which nothing special happens. */
  public static Factory factory() {
    return factory(product -> {
    });
  }

  /** Makes engines that run some code before they evaluate a product. */
  public static Factory factory(Consumer<Product> before) {
    return (backend, threads, store) -> {
      backend.find();
      return new FakeEngine(before);
    };
  }

  @Override
  public Greeks evaluate(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    before.accept(product);
    List<Greek> numbers = new ArrayList<>();
    if (measures.contains(Measure.DELTA)) {
      for (String asset : product.assets()) {
        numbers.add(number(Measure.DELTA, List.of(new RiskFactor.Spot(asset)), 2, 0.25));
      }
    }
    if (measures.contains(Measure.VALUE)) {
      numbers.add(number(Measure.VALUE, List.of(), strike(product), 0.5));
    }
    if (measures.contains(Measure.GAMMA)) {
      numbers.add(new Greek(Measure.GAMMA, List.of(new RiskFactor.Spot(product.assets().getFirst())), Double.NaN,
          Double.NaN, "", "", 0, Greek.Status.FAILED, "no estimator,\nnone at all"));
    }
    return new Greeks(numbers, "fake", 0.125);
  }

  @Override
  public List<Outcome<Greeks>> evaluateAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, EvaluationListener listener) {
    return products.stream().map(product -> Outcome.of(() -> evaluate(product, market, measures, settings))).toList();
  }

  @Override
  public List<Outcome<Greek>> changeAll(List<MarketChange> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    return changes.stream().map(change -> Outcome.of(() -> change(change, before))).toList();
  }

  private static Greek change(MarketChange change, MarketData before) {
    String asset = change.product().assets().getFirst();
    return number(Measure.VALUE, List.of(), 2 * (change.after().asset(asset).spot() - before.asset(asset).spot()),
        0.125);
  }

  @Override
  public List<Double> operationsPerPath(Product product, MarketData market, Collection<Measure> measures,
      Settings settings, Greeks numbers) {
    return List.of(7.0, 5.0);
  }

  @Override
  public Explanation explain(Product product, MarketData market, Collection<Measure> measures, Settings settings) {
    return new Explanation(
        List.of(new Explanation.Row(Measure.VALUE, List.of(), "mean", "mean of the payoff", "C1", 7, List.of())),
        List.of(new Explanation.ProgramText("value", "program text")));
  }

  @Override
  public String backend() {
    return "fake";
  }

  @Override
  public void close() {}

  /** The number that tests tell trades by. */
  static double strike(Product product) {
    return ((Option) product).strike();
  }

  private static Greek number(Measure measure, List<RiskFactor> factors, double value, double error) {
    return new Greek(measure, factors, value, error, "exact", "because", 1024, Greek.Status.OK, "");
  }
}
