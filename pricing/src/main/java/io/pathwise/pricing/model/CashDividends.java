package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.RiskFactor;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The dividends of cash that an asset pays while a product lives, as expressions: by what its price falls at a step
 * under the spot model; what is certain of it under the escrowed model. Start at {@link #fall} and {@link #toCome}.
 */
final class CashDividends {

  /** What is left of a price by a dividend that is larger, as a share of it. */
  private static final double LEAST_LEFT = 1e-9;

  private final ModelStep step;
  private final Graph graph;
  private final Asset asset;
  private final List<Dividend> dividends;

  /** Those up to the end of a simulation. */
  CashDividends(ModelStep step, Asset asset) {
    this.step = step;
    this.graph = step.graph();
    this.asset = asset;
    this.dividends = asset.dividends().cash(step.grid().end(step.grid().steps() - 1));
  }

  /** Whether one is paid after a time. */
  boolean areAnyAfter(double time) {
    return !dividends.isEmpty() && dividends.getLast().time() > time;
  }

  boolean areNone() {
    return dividends.isEmpty();
  }

  /** A price, which is not simulated, without what they are worth today where that is taken out in advance. */
  Expr takenFrom(Expr price) {
    return areNone() || asset.dividends().cashModel() != Dividends.CashModel.ESCROWED
        ? price
        : graph.sub(price, today());
  }

  /** Lets the price fall at the steps that end with a dividend. */
  void fall(Expr.State logPrice) {
    ToDoubleFunction<Double> paid = time -> dividends.stream().filter(dividend -> dividend.time() == time)
        .mapToDouble(Dividend::amount).sum();
    String stage = step.inputs().stage(asset.id() + ".dividends", time -> paid.applyAsDouble(time) > 0);
    Expr amount = step.inputs().stepValue(asset.id() + ".cash dividend",
        k -> paid.applyAsDouble(step.grid().end(k)));
    Expr price = graph.exp(logPrice);
    Expr left = graph.max(graph.sub(price, amount), graph.mul(graph.literal(LEAST_LEFT), price));
    step.builder().update(stage, logPrice, graph.log(left));
  }

  /** What all of them are worth today. */
  Expr today() {
    Expr worth = graph.literal(0.0);
    for (int i = 0; i < dividends.size(); i++) {
      worth = graph.fma(amount(i), graph.exp(graph.neg(carryTo(i))), worth);
    }
    return worth;
  }

  /** What those to come after the current step are worth at its end. */
  Expr toCome() {
    Expr carryUntilStep = carryUntilStep();
    Expr worth = graph.literal(0.0);
    for (int i = 0; i < dividends.size(); i++) {
      double time = dividends.get(i).time();
      Expr isToCome = step.inputs().stepValue(asset.id() + ".dividend " + i + " to come",
          k -> time > step.grid().end(k) ? 1 : 0);
      worth = graph.fma(graph.mul(isToCome, amount(i)), graph.exp(graph.sub(carryUntilStep, carryTo(i))), worth);
    }
    return worth;
  }

  private Expr amount(int i) {
    return step.inputs().parameter(asset.id() + ".dividend " + i, dividends.get(i).amount());
  }

  /** The logarithm of growth up to a dividend, without those of cash. */
  private Expr carryTo(int i) {
    String event = asset.id() + ".dividend " + i;
    double time = dividends.get(i).time();
    Expr years = graph.sub(step.inputs().parameter(event + ".time", time), step.curves().valuationTime());
    Expr carry = graph.sub(step.curves().of(asset.curve()).rateTimeTo(event, time),
        graph.mul(dividendYield(), years));
    for (String held : asset.heldCurves()) {
      carry = graph.sub(carry, step.curves().of(held).rateTimeTo(event, time));
    }
    return graph.add(carry, step.inputs().parameter(event + ".kept", asset.dividends().logKept(time)));
  }

  /** The logarithm of growth up to the end of the current step, without those of cash. */
  private Expr carryUntilStep() {
    Expr carry = graph.sub(step.curves().of(asset.curve()).rateTimeUntilStep(), graph.mul(dividendYield(), step.end()));
    for (String held : asset.heldCurves()) {
      carry = graph.sub(carry, step.curves().of(held).rateTimeUntilStep());
    }
    return graph.add(carry, step.inputs().stepValue(asset.id() + ".kept until",
        k -> asset.dividends().logKept(step.grid().end(k))));
  }

  private Expr dividendYield() {
    return step.inputs().parameter(new RiskFactor.Dividend(asset.id()), asset.dividendYield());
  }
}
