package io.pathwise.pricing.contract;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * A product as it was agreed, with dates: it stays the same while days pass, and {@link #on} tells what is left of it
 * on a day.
 *
 * @param terms
 *          the product; its times are whole days from the origin
 * @param origin
 *          the day from which the times of the terms count (ACT/365 Fixed), before the first of them
 * @param ended
 *          when the barrier was hit or the note redeemed early, if that is known without fixings
 */
public record Contract(Product terms, LocalDate origin, Optional<LocalDate> ended) {
  /** Checks that the day of an event is one on which it can happen. */
  public Contract {
    Require.given("terms", terms);
    Require.given("origin", origin);
    Require.given("ended", ended);
    if (ended.isPresent()) {
      LocalDate day = ended.get();
      Require.that(eventTimes(terms).contains(TradeTime.years(origin, day)),
          "%s is not one of the dates on which that can happen", day);
    }
  }

  /** The times at which a product may end early or come into being. */
  private static List<Double> eventTimes(Product terms) {
    return switch (terms.domestic()) {
      case Barrier barrier -> barrier.monitoring();
      case Autocallable note -> note.autocallTimes();
      case European _,Digital _,Asian _,Basket _,Payments _,Scripted _ -> List.of();
    };
  }

  /** The date of one of the terms' times. */
  private LocalDate date(double time) {
    return TradeTime.nearestDay(origin, time);
  }

  /**
   * What is left on a day. Everything that was to be observed up to that day, the day itself included, is taken from
   * the fixings; what was to be paid before it is gone, what is to be paid on it still counts.
   *
   * @throws IllegalArgumentException
   *           if a fixing is missing that decides on what is left
   */
  public Remainder on(LocalDate today, Fixings fixings) {
    Require.given("today", today);
    Require.given("fixings", fixings);
    return new Seasoning(terms, new Standpoint() {
      @Override
      public double gone() {
        return TradeTime.years(origin, today);
      }

      @Override
      public double left(double time) {
        return TradeTime.years(today, date(time));
      }

      @Override
      public String name(double time) {
        return date(time).toString();
      }

      @Override
      public double price(String asset, double time) {
        return fixings.price(asset, date(time));
      }

      @Override
      public Optional<Double> ended() {
        return ended.filter(day -> !day.isAfter(today)).map(day -> TradeTime.years(origin, day));
      }
    }).remainder();
  }
}
