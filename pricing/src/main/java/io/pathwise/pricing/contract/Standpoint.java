package io.pathwise.pricing.contract;

import java.util.Optional;

/** A day from which the times of a product are seen, with what is known of prices by then. Start at {@link #left}. */
interface Standpoint {

  /** Years from the day from which the product's times count to that day. */
  double gone();

  /** Years from that day to a time of the product: 0 for what is of that day, negative for what is over. */
  double left(double time);

  /** What people call a time of the product: a date. */
  String name(double time);

  /**
   * The price of an asset at a time of the product that has come.
   *
   * @throws IllegalArgumentException
   *           if it is not known
   */
  double price(String asset, double time);

  /**
   * When the barrier was hit or the note was redeemed, if that is known without prices and has happened by that day.
   */
  Optional<Double> ended();
}
