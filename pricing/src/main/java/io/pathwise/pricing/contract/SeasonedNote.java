package io.pathwise.pricing.contract;

import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Payments;
import java.util.List;
import java.util.Optional;

/**
 * What is left of an autocallable. Of the observations before today only those that could redeem the note matter; one
 * of today may pay a coupon, too. Start at {@link #remainder}.
 */
final class SeasonedNote {
  private final Seasoning seasoning;
  private final Autocallable terms;
  private final Standpoint today;

  SeasonedNote(Seasoning seasoning, Autocallable terms) {
    this.seasoning = seasoning;
    this.terms = terms;
    this.today = seasoning.today();
  }

  Remainder remainder() {
    Optional<Double> redeemed = today.ended().or(this::firstRedemption);
    if (redeemed.isPresent()) {
      double time = redeemed.get();
      double paid = today.left(time) < 0 ? 0 : due() + terms.nominal();
      return seasoning.over(time, terms, paid, "redeemed on " + today.name(time));
    }
    if (seasoning.expiry() == 0) {
      double worst = worst(terms.expiry());
      double redemption = worst >= terms.protectionBarrier() ? terms.nominal() : terms.nominal() * worst;
      return new Remainder(Payments.of(terms.assets(), 0, due() + redemption),
          "redeemed on " + today.name(terms.expiry()));
    }
    return Seasoning.goesOn(rest(due()));
  }

  private Optional<Double> firstRedemption() {
    return seasoning.passed(terms.autocallTimes()).stream().filter(time -> worst(time) >= terms.autocallBarrier())
        .findFirst();
  }

  /** The coupon that today's observation pays, if there is one. */
  private double due() {
    boolean pays = terms.coupon() > 0 && terms.observations().stream().filter(time -> today.left(time) == 0)
        .anyMatch(time -> worst(time) >= terms.couponBarrier());
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

  /** The smallest of price / initial fixing at a time. */
  private double worst(double time) {
    double worst = Double.POSITIVE_INFINITY;
    for (int a = 0; a < terms.assets().size(); a++) {
      worst = Math.min(worst, today.price(terms.assets().get(a), time) / terms.initialFixings().get(a));
    }
    return worst;
  }
}
