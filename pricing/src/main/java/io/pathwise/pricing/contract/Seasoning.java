package io.pathwise.pricing.contract;

import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.ScriptValues;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * What is left of a contract, product by product. Start at {@link #remainder}.
 */
final class Seasoning {
  private final Contract contract;
  private final LocalDate today;
  private final Fixings fixings;
  private final double expiry;

  Seasoning(Contract contract, LocalDate today, Fixings fixings) {
    this.contract = contract;
    this.today = today;
    this.fixings = fixings;
    this.expiry = years(contract.terms().expiry());
  }

  Remainder remainder() {
    Remainder left = remainder(contract.terms().domestic());
    return contract.terms().crossCurrency()
        .map(cross -> new Remainder(new CrossCurrency(left.product().domestic(), cross.conversion(), cross.rates()),
            left.remark()))
        .orElse(left);
  }

  /** Whatever is left is on the same assets. */
  private Remainder remainder(DomesticProduct terms) {
    LocalDate last = contract.date(terms.expiry());
    if (last.isBefore(today)) {
      return new Remainder(Payments.none(terms.assets()), "expired on " + last);
    }
    return switch (terms) {
      case European european -> european(european, "");
      case Digital digital -> digital(digital);
      case Asian asian -> asian(asian);
      case Barrier barrier -> barrier(barrier);
      case Basket basket -> basket(basket);
      case Autocallable autocallable -> new SeasonedNote(this, autocallable).remainder();
      case Payments payments -> payments(payments);
      case Scripted scripted -> scripted(scripted);
    };
  }

  private Remainder european(European terms, String remark) {
    return expiry > 0
        ? new Remainder(new European(terms.asset(), terms.option(), terms.strike(), expiry, terms.steps()), remark)
        : paid(terms, terms.option().intrinsic(price(terms.asset(), today), terms.strike()));
  }

  private Remainder digital(Digital terms) {
    if (expiry > 0) {
      return goesOn(new Digital(terms.asset(), terms.option(), terms.strike(), expiry, terms.payout(), terms.amount(),
          terms.steps()));
    }
    double price = price(terms.asset(), today);
    boolean pays = switch (terms.option()) {
      case CALL -> price > terms.strike();
      case PUT -> price <= terms.strike();
    };
    double amount = switch (terms.payout()) {
      case CASH -> terms.amount();
      case ASSET -> terms.amount() * price;
    };
    return paid(terms, pays ? amount : 0);
  }

  private Remainder asian(Asian terms) {
    List<Double> past = prices(terms.asset(), passed(terms.fixings()));
    List<Double> left = left(terms.fixings());
    return left.isEmpty()
        ? paid(terms, terms.option().intrinsic(Averages.of(terms.average(), past), terms.strike()))
        : goesOn(new Asian(terms.asset(), terms.option(), terms.average(), terms.strike(), expiry, left, past,
            terms.steps()));
  }

  private Remainder barrier(Barrier terms) {
    European vanilla = new European(terms.asset(), terms.option(), terms.strike(), terms.expiry(), terms.steps());
    Optional<LocalDate> hit = ended().or(() -> firstHit(terms));
    List<Double> left = left(terms.monitoring());
    boolean out = terms.kind().isOut();
    if (hit.isPresent()) {
      return out
          ? over(hit.get(), terms, terms.rebate(), "knocked out on " + hit.get())
          : european(vanilla, "knocked in on " + hit.get());
    }
    if (left.isEmpty()) {
      return out ? european(vanilla, "can no longer be knocked out") : paid(terms, terms.rebate());
    }
    return goesOn(new Barrier(terms.asset(), terms.option(), terms.strike(), expiry, terms.barrier(), terms.kind(),
        left, terms.rebate(), terms.steps()));
  }

  private Optional<LocalDate> firstHit(Barrier terms) {
    for (LocalDate date : passed(terms.monitoring())) {
      double price = price(terms.asset(), date);
      if (terms.kind().isUp() ? price >= terms.barrier() : price <= terms.barrier()) {
        return Optional.of(date);
      }
    }
    return Optional.empty();
  }

  private Remainder basket(Basket terms) {
    List<LocalDate> passed = terms.fixings().isEmpty() ? passed(List.of(terms.expiry())) : passed(terms.fixings());
    List<Double> left = left(terms.fixings());
    List<List<Double>> past = terms.assets().stream().map(asset -> prices(asset, passed)).toList();
    boolean known = terms.fixings().isEmpty() ? expiry == 0 : left.isEmpty();
    return known
        ? paid(terms, terms.option().intrinsic(Averages.of(terms, past), terms.strike()))
        : goesOn(new Basket(terms.assets(), terms.weights(), terms.aggregate(), terms.option(), terms.strike(), expiry,
            left, passed.isEmpty() ? List.of() : past, terms.steps()));
  }

  private Remainder payments(Payments terms) {
    int gone = (int) terms.times().stream().filter(time -> years(time) < 0).count();
    return goesOn(new Payments(terms.assets(), terms.times().stream().skip(gone).map(this::years).toList(),
        terms.amounts().subList(gone, terms.amounts().size())));
  }

  /** What has happened by today is run on the fixings; of what was paid only today's is still to come. */
  private Remainder scripted(Scripted terms) {
    ScriptValues values = new ScriptValues(terms.script());
    double due = 0;
    Optional<LocalDate> end = Optional.empty();
    for (double time : terms.script().times()) {
      LocalDate date = contract.date(time);
      if (!date.isAfter(today) && end.isEmpty()) {
        double paid = values.happen(time, asset -> price(terms.assets().get(asset), date));
        due = date.equals(today) ? paid : 0;
        end = values.hasEnded() ? Optional.of(date) : Optional.empty();
      }
    }
    if (end.isPresent()) {
      return over(end.get(), terms, due, "ended on " + end.get());
    }
    return expiry == 0
        ? new Remainder(Payments.of(terms.assets(), 0, due), "ends today")
        : goesOn(new Scripted(terms.text(), terms.origin(), terms.names(), terms.assets(),
            Math.toIntExact(ChronoUnit.DAYS.between(contract.origin(), today)), values.states(), due, terms.steps()));
  }

  /** When the barrier was hit or the note was redeemed, if the contract says so and it has happened by today. */
  Optional<LocalDate> ended() {
    return contract.ended().filter(date -> !date.isAfter(today));
  }

  /** An event that ended the product paid an amount; only if it was today that is still to come. */
  Remainder over(LocalDate date, Product terms, double amount, String remark) {
    return new Remainder(
        date.isBefore(today) ? Payments.none(terms.assets()) : Payments.of(terms.assets(), 0, amount), remark);
  }

  /** The payoff is known and paid at expiry. */
  private Remainder paid(Product terms, double amount) {
    return new Remainder(Payments.of(terms.assets(), expiry, amount),
        "payoff known; paid on " + contract.date(terms.expiry()));
  }

  static Remainder goesOn(Product product) {
    return new Remainder(product, "");
  }

  /** Those of the terms' times that have come, as dates. */
  List<LocalDate> passed(List<Double> times) {
    return times.stream().map(contract::date).filter(date -> !date.isAfter(today)).toList();
  }

  /** Those of the terms' times that are to come, in years from today. */
  List<Double> left(List<Double> times) {
    return times.stream().map(this::years).filter(time -> time > 0).toList();
  }

  private double years(double time) {
    return TradeTime.years(today, contract.date(time));
  }

  /** Years to the expiry, 0 if it is today. */
  double expiry() {
    return expiry;
  }

  LocalDate today() {
    return today;
  }

  LocalDate date(double time) {
    return contract.date(time);
  }

  double price(String asset, LocalDate date) {
    return fixings.price(asset, date);
  }

  private List<Double> prices(String asset, List<LocalDate> dates) {
    return dates.stream().map(date -> price(asset, date)).toList();
  }
}
