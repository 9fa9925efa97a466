package io.pathwise.pricing.contract;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;

/**
 * Lets some days pass for a product, one observation or payment after the other. What is observed on the way, the last
 * day included, is a fixing that is known or else the forward price of today's market for its time; what is paid before
 * the last day is paid, and what is paid on it is left. Start at {@link #of}.
 */
public final class Roll {
  private final MarketData market;
  private final Optional<Fixings> known;
  private final List<Rolled.Fixing> fixings = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();
  private Product product;
  private double now;
  private double paid;

  private Roll(Product product, MarketData market, Optional<Fixings> known) {
    this.product = product;
    this.market = market;
    this.known = known;
  }

  /**
   * A product some days later.
   *
   * @param today
   *          the market from whose valuation date the times of the product count
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product
   */
  public static Rolled of(Product product, MarketData today, int days) {
    return of(product, today, days, Optional.empty());
  }

  /**
   * A product some days later, of which is known what was observed on the way.
   *
   * @param today
   *          the market from whose valuation date the times of the product count
   * @param fixings
   *          of the days that pass, the last one included
   * @throws IllegalArgumentException
   *           when the market lacks an asset of the product, or a fixing is missing that decides on what is left
   */
  public static Rolled of(Product product, MarketData today, int days, Fixings fixings) {
    return of(product, today, days, Optional.of(Require.given("fixings", fixings)));
  }

  private static Rolled of(Product product, MarketData today, int days, Optional<Fixings> known) {
    Require.given("product", product);
    LocalDate date = Require.given("today", today).valuationDate();
    Require.that(days >= 0, "days is %s, must be >= 0", days);
    return new Roll(product, today, known).to(TradeTime.years(date, date.plusDays(days)));
  }

  private Rolled to(double end) {
    for (OptionalDouble event = nextEvent(end); event.isPresent(); event = nextEvent(end)) {
      step(event.getAsDouble());
    }
    double rest = TradeTime.left(end, now);
    if (rest > 0) {
      step(rest);
    }
    return new Rolled(product, paid, fixings, String.join("; ", remarks));
  }

  /** The next time at which something is observed or decided; payments that are known need none. */
  private OptionalDouble nextEvent(double end) {
    return product.isDeterministic()
        ? OptionalDouble.empty()
        : DoubleStream.concat(product.observationTimes().stream().mapToDouble(Double::doubleValue),
            DoubleStream.of(product.expiry())).filter(time -> TradeTime.left(end, now + time) >= 0).min();
  }

  private void step(double by) {
    paid += paidWithin(by);
    now += by;
    Remainder remainder = new Seasoning(product, new Later(by)).remainder();
    boolean isOver = product.isDeterministic();
    product = remainder.product();
    if (!isOver && !remainder.remark().isEmpty()) {
      remarks.add(remainder.remark());
    }
  }

  /** What is known to be paid from now on, for less than a time. */
  private double paidWithin(double time) {
    return switch (product.domestic()) {
      case Payments payments -> {
        double sum = 0;
        for (int i = 0; i < payments.times().size(); i++) {
          sum += TradeTime.left(payments.times().get(i), time) < 0 ? payments.amounts().get(i) : 0;
        }
        yield sum;
      }
      case Autocallable note -> within(note.unpaid(), time);
      case Scripted script -> within(script.unpaid(), time);
      case Option _ -> 0;
    };
  }

  private static double within(List<KnownPayment> payments, double time) {
    return payments.stream().filter(payment -> TradeTime.left(payment.time(), time) < 0)
        .mapToDouble(KnownPayment::amount).sum();
  }

  /** The next moment; of the times that have come by then, only the moment itself has not been seen before. */
  private final class Later implements Standpoint {
    private final double by;

    Later(double by) {
      this.by = by;
    }

    @Override
    public double gone() {
      return by;
    }

    @Override
    public double left(double time) {
      return TradeTime.left(time, by);
    }

    @Override
    public String name(double time) {
      return day(now - by + time).toString();
    }

    @Override
    public double price(String asset, double time) {
      double price = known.map(observed -> observed.price(asset, day(now))).orElseGet(() -> forward(asset));
      Rolled.Fixing fixing = new Rolled.Fixing(asset, day(now), price);
      if (!fixings.contains(fixing)) {
        fixings.add(fixing);
      }
      return price;
    }

    @Override
    public Optional<Double> ended() {
      return Optional.empty();
    }
  }

  /** In the currency of payment where prices are converted. */
  private double forward(String asset) {
    return product.crossCurrency().filter(cross -> cross.conversion() == CrossCurrency.Conversion.COMPOSITE)
        .flatMap(cross -> cross.rate(asset)).map(this::forward).orElse(1.0) * market.forward(asset, now);
  }

  private double forward(ExchangeRate rate) {
    double forward = market.forward(rate.asset(), now);
    return rate.inverse() ? 1 / forward : forward;
  }

  /** The day that has come at a time; of a part of a day its end. */
  private LocalDate day(double time) {
    LocalDate first = market.valuationDate();
    long days = (long) Math.floor(time / TradeTime.years(first, first.plusDays(1)));
    LocalDate day = first.plusDays(days);
    return TradeTime.left(time, TradeTime.years(first, day)) > 0 ? day.plusDays(1) : day;
  }
}
