package io.pathwise.pricing.contract;

import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Payments;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What is left of an autocallable. Of the observations before today only those that could redeem the note matter; one
 * of today may pay a coupon, too. Start at {@link #remainder}.
 */
final class SeasonedNote {
  private final Seasoning seasoning;
  private final Autocallable terms;
  private final LocalDate today;

  SeasonedNote(Seasoning seasoning, Autocallable terms) {
    this.seasoning = seasoning;
    this.terms = terms;
    this.today = seasoning.today();
  }

  Remainder remainder() {
    Optional<LocalDate> redeemed = seasoning.ended().or(this::firstRedemption);
    if (redeemed.isPresent()) {
      LocalDate date = redeemed.get();
      double paid = date.isBefore(today) ? 0 : due() + terms.nominal();
      return seasoning.over(date, terms, paid, "redeemed on " + date);
    }
    if (seasoning.expiry() == 0) {
      double worst = worst(today);
      double redemption = worst >= terms.protectionBarrier() ? terms.nominal() : terms.nominal() * worst;
      return new Remainder(Payments.of(terms.assets(), 0, due() + redemption), "redeemed on " + today);
    }
    return Seasoning.goesOn(rest(due()));
  }

  private Optional<LocalDate> firstRedemption() {
    return seasoning.passed(terms.autocallTimes()).stream().filter(date -> worst(date) >= terms.autocallBarrier())
        .findFirst();
  }

  /** The coupon that today's observation pays, if there is one. */
  private double due() {
    boolean pays = terms.coupon() > 0 && seasoning.passed(terms.observations()).contains(today)
        && worst(today) >= terms.couponBarrier();
    return pays ? terms.coupon() : 0;
  }

  /** A note without observations to come is one whose last, at expiry, pays no coupon. */
  private Autocallable rest(double due) {
    List<Double> left = seasoning.left(terms.observations());
    int gone = terms.observations().size() - left.size();
    return new Autocallable(terms.assets(), terms.initialFixings(), terms.nominal(),
        left.isEmpty() ? 0 : terms.coupon(), terms.couponBarrier(), terms.autocallBarrier(),
        Math.max(1, terms.firstAutocall() - gone), terms.protectionBarrier(), seasoning.expiry(),
        left.isEmpty() ? List.of(seasoning.expiry()) : left, terms.discounting(), due, terms.steps());
  }

  /** The smallest of price / initial fixing on a day. */
  private double worst(LocalDate date) {
    double worst = Double.POSITIVE_INFINITY;
    for (int a = 0; a < terms.assets().size(); a++) {
      worst = Math.min(worst, seasoning.price(terms.assets().get(a), date) / terms.initialFixings().get(a));
    }
    return worst;
  }
}
