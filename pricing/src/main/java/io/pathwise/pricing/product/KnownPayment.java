package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * An amount that is paid whatever happens.
 *
 * @param time
 *          when, in years from today, 0 for today
 * @param amount
 *          in currency
 */
public record KnownPayment(double time, double amount) {
  public KnownPayment {
    Require.nonNegative("time of payment", time);
    Require.finite("amount", amount);
  }

  /** The same payments by increasing time; those at the same time are one. */
  public static List<KnownPayment> byTime(List<KnownPayment> payments) {
    NavigableMap<Double, Double> amounts = new TreeMap<>();
    Require.elements("payments", payments)
        .forEach(payment -> amounts.merge(payment.time(), payment.amount(), Double::sum));
    return amounts.entrySet().stream().map(entry -> new KnownPayment(entry.getKey(), entry.getValue())).toList();
  }
}
