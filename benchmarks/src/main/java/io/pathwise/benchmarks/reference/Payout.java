package io.pathwise.benchmarks.reference;

import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What happens to the worth of an option, as a function of log Y on nodes and discounted to today, when time passes an
 * event backwards: payment, monitoring, a dividend. Start at {@link #pass}.
 */
final class Payout {

  /** As the engine's documentation has it: what is left of a price by a dividend that is larger. */
  private static final double LEAST_LEFT = 1e-9;

  private final Underlying underlying;
  private final Option option;
  private final Axis axis;

  Payout(Underlying underlying, DomesticProduct product, Axis axis) {
    this.underlying = underlying;
    this.option = (Option) product;
    this.axis = axis;
  }

  /** When something happens, today included. */
  static SortedSet<Double> times(Underlying underlying, DomesticProduct product) {
    TreeSet<Double> times = new TreeSet<>(product.observationTimes());
    underlying.falls().forEach(dividend -> times.add(dividend.time()));
    times.addAll(underlying.pillars());
    times.add(0.0);
    return times;
  }

  /** How many functions there are: of a knock-in also that of the option which it brings into being. */
  int functions() {
    return option instanceof Barrier barrier && !barrier.kind().isOut() ? 2 : 1;
  }

  /**
   * Passes the events of a time.
   *
   * @return whether a function was cut at a point
   */
  boolean pass(double time, double[][] worth) {
    boolean isCut = false;
    if (time == option.expiry()) {
      pay(worth[worth.length - 1]);
      if (worth.length > 1) {
        Arrays.fill(worth[0], ((Barrier) option).rebate() * underlying.discount(time));
      }
      isCut = true;
    }
    if (option instanceof Barrier barrier && barrier.monitoring().contains(time)) {
      monitor(barrier, time, worth);
      isCut = true;
    }
    for (Dividend dividend : underlying.falls()) {
      if (dividend.time() == time) {
        for (int i = 0; i < worth.length; i++) {
          worth[i] = fallen(worth[i], dividend.amount() / Math.exp(underlying.logGrowth(time)));
        }
        isCut = true;
      }
    }
    return isCut;
  }

  private void pay(double[] worth) {
    double time = option.expiry();
    double discount = underlying.discount(time);
    double growth = Math.exp(underlying.logGrowth(time));
    double[] above = axis.shareAbove(logOf(option.strike(), time));
    boolean isCall = option.option() == OptionType.CALL;
    for (int i = 0; i < worth.length; i++) {
      double price = Math.exp(axis.node(i)) * growth;
      double paid = switch (option) {
        case European _,Barrier _ -> isCall ? price - option.strike() : option.strike() - price;
        case Digital digital -> digital.amount() * (digital.payout() == Digital.Payout.CASH ? 1 : price);
        default -> throw new IllegalArgumentException("no reference for " + option);
      };
      worth[i] = discount * paid * (isCall ? above[i] : 1 - above[i]);
    }
  }

  private void monitor(Barrier barrier, double time, double[][] worth) {
    double[] above = axis.shareAbove(logOf(barrier.barrier(), time));
    double rebate = barrier.rebate() * underlying.discount(time);
    for (int i = 0; i < above.length; i++) {
      double hit = barrier.kind().isUp() ? above[i] : 1 - above[i];
      double then = barrier.kind().isOut() ? rebate : worth[1][i];
      worth[0][i] += hit * (then - worth[0][i]);
    }
  }

  /** Log Y where the price is at a level; NaN where it is above it anyway. */
  private double logOf(double level, double time) {
    return Math.log(level - underlying.toCome(time)) - underlying.logGrowth(time);
  }

  private double[] fallen(double[] worth, double amount) {
    double[] before = new double[worth.length];
    for (int i = 0; i < worth.length; i++) {
      double price = Math.exp(axis.node(i));
      before[i] = axis.interpolation(Math.log(Math.max(price - amount, LEAST_LEFT * price))).of(worth);
    }
    return before;
  }
}
