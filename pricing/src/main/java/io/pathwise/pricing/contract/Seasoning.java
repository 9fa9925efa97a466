package io.pathwise.pricing.contract;

import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Uncollateralised;
import io.pathwise.pricing.script.ScriptValues;
import io.pathwise.pricing.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is left of a product on a day, product by product. Start at {@link #remainder}.
 */
final class Seasoning {
  private static final String UNWATCHED = "what prices did so far is known at the script's times only: risen, fallen, "
      + "highest and lowest count from today";

  private final Product terms;
  private final Standpoint today;
  private final double expiry;

  Seasoning(Product terms, Standpoint today) {
    this.terms = terms;
    this.today = today;
    this.expiry = today.left(terms.expiry());
  }

  Remainder remainder() {
    Remainder left = remainder(terms.domestic());
    DomesticProduct paid = left.product().domestic();
    Uncollateralised unsecured = terms.crossCurrency()
        .<Uncollateralised>map(cross -> new CrossCurrency(paid, cross.conversion(), cross.rates())).orElse(paid);
    return new Remainder(
        terms.collateral().<Product>map(curve -> new Collateralised(unsecured, curve)).orElse(unsecured),
        left.remark());
  }

  /** Whatever is left is on the same assets. */
  private Remainder remainder(DomesticProduct terms) {
    if (today.left(terms.lastPayment()) < 0) {
      return new Remainder(Payments.none(terms.assets()), "expired on " + today.name(terms.lastPayment()));
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
        : paid(terms, terms.option().intrinsic(today.price(terms.asset(), terms.expiry()), terms.strike()));
  }

  private Remainder digital(Digital terms) {
    if (expiry > 0) {
      return goesOn(new Digital(terms.asset(), terms.option(), terms.strike(), expiry, terms.payout(), terms.amount(),
          terms.steps()));
    }
    double price = today.price(terms.asset(), terms.expiry());
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
    List<Double> past = prices(terms.pastFixings(), terms.asset(), passed(terms.fixings()));
    List<Double> left = left(terms.fixings());
    return left.isEmpty()
        ? paid(terms, terms.option().intrinsic(Averages.of(terms.average(), past), terms.strike()))
        : goesOn(new Asian(terms.asset(), terms.option(), terms.average(), terms.strike(), expiry, left, past,
            terms.steps()));
  }

  private Remainder barrier(Barrier terms) {
    European vanilla = new European(terms.asset(), terms.option(), terms.strike(), terms.expiry(), terms.steps());
    Optional<Double> hit = today.ended().or(() -> firstHit(terms));
    List<Double> left = left(terms.monitoring());
    boolean out = terms.kind().isOut();
    if (hit.isPresent()) {
      return out
          ? over(hit.get(), terms, terms.rebate(), "knocked out on " + today.name(hit.get()))
          : european(vanilla, "knocked in on " + today.name(hit.get()));
    }
    if (left.isEmpty()) {
      return out ? european(vanilla, "can no longer be knocked out") : paid(terms, terms.rebate());
    }
    return goesOn(new Barrier(terms.asset(), terms.option(), terms.strike(), expiry, terms.barrier(), terms.kind(),
        left, terms.rebate(), terms.steps()));
  }

  private Optional<Double> firstHit(Barrier terms) {
    for (double time : passed(terms.monitoring())) {
      double price = today.price(terms.asset(), time);
      if (terms.kind().isUp() ? price >= terms.barrier() : price <= terms.barrier()) {
        return Optional.of(time);
      }
    }
    return Optional.empty();
  }

  private Remainder basket(Basket terms) {
    List<Double> passed = terms.fixings().isEmpty() ? passed(List.of(terms.expiry())) : passed(terms.fixings());
    List<Double> left = left(terms.fixings());
    List<List<Double>> past = IntStream.range(0, terms.assets().size())
        .mapToObj(a -> prices(terms.pastFixings().isEmpty() ? List.of() : terms.pastFixings().get(a),
            terms.assets().get(a), passed))
        .toList();
    boolean known = terms.fixings().isEmpty() ? expiry == 0 : left.isEmpty();
    return known
        ? paid(terms, terms.option().intrinsic(Averages.of(terms, past), terms.strike()))
        : goesOn(new Basket(terms.assets(), terms.weights(), terms.aggregate(), terms.option(), terms.strike(), expiry,
            left, past.getFirst().isEmpty() ? List.of() : past, terms.steps()));
  }

  private Remainder payments(Payments terms) {
    int gone = (int) terms.times().stream().filter(time -> today.left(time) < 0).count();
    return goesOn(new Payments(terms.assets(), terms.times().stream().skip(gone).map(today::left).toList(),
        terms.amounts().subList(gone, terms.amounts().size())));
  }

  /** What has happened by today is run on known prices; what it pays before today is gone. */
  private Remainder scripted(Scripted terms) {
    ScriptValues values = new ScriptValues(terms.script(), terms.states());
    List<KnownPayment> unpaid = new ArrayList<>(terms.unpaid());
    Optional<String> ended = expiry > 0 ? Optional.empty() : Optional.of(today.name(terms.expiry()));
    for (Map.Entry<Double, List<Double>> moment : terms.moments().entrySet()) {
      double ahead = moment.getKey();
      if (ahead > 0 && today.left(ahead) <= 0) {
        values = passed(terms, moment, values);
        values.payments().stream().filter(paid -> today.left(terms.left(paid.time())) >= 0)
            .forEach(paid -> unpaid.add(new KnownPayment(terms.left(paid.time()), paid.amount()
                * paid.foreign().map(currency -> today.price(terms.assets().get(currency.rate()), ahead))
                    .orElse(1.0))));
        if (values.hasEnded()) {
          ended = Optional.of(today.name(ahead));
          break;
        }
      }
    }
    List<KnownPayment> toCome = KnownPayment.byTime(unpaid.stream()
        .filter(payment -> today.left(payment.time()) >= 0)
        .map(payment -> new KnownPayment(today.left(payment.time()), payment.amount())).toList());
    List<Double> states = values.states();
    return ended.map(day -> new Remainder(Payments.of(terms.assets(), toCome), "ended on " + day))
        .orElseGet(() -> new Remainder(terms.after(today.gone(), states,
            toCome.stream().filter(payment -> payment.amount() != 0).toList()),
            terms.watchesPrices() && today.gone() > 0 ? UNWATCHED : ""));
  }

  /** A moment that has come; the last decision of all is made as is best for who makes it. */
  private ScriptValues passed(Scripted terms, Map.Entry<Double, List<Double>> moment, ScriptValues before) {
    IntToDoubleFunction prices = asset -> today.price(terms.assets().get(asset), moment.getKey());
    Optional<Statement.Exercise> decision = moment.getKey().equals(terms.moments().lastKey())
        ? terms.script().events().stream().filter(event -> moment.getValue().stream().anyMatch(event.times()::contains))
            .flatMap(event -> event.statements().stream()).filter(Statement.Exercise.class::isInstance)
            .map(Statement.Exercise.class::cast).findFirst()
        : Optional.empty();
    if (decision.isEmpty()) {
      before.pass(moment.getValue(), prices);
      return before;
    }
    ScriptValues held = before.copy();
    ScriptValues ended = before.exercised();
    double gain = ended.happen(moment.getValue(), prices) - held.happen(moment.getValue(), prices);
    return (decision.get().by() == Statement.Holder.OWNER ? gain > 0 : gain < 0) ? ended : held;
  }

  /** An event that ended the product paid an amount; only if it was today that is still to come. */
  Remainder over(double time, Product terms, double amount, String remark) {
    return new Remainder(
        today.left(time) < 0 ? Payments.none(terms.assets()) : Payments.of(terms.assets(), 0, amount), remark);
  }

  /** The payoff is known and paid at expiry. */
  private Remainder paid(Product terms, double amount) {
    return new Remainder(Payments.of(terms.assets(), expiry, amount),
        "payoff known; paid on " + today.name(terms.expiry()));
  }

  static Remainder goesOn(Product product) {
    return new Remainder(product, "");
  }

  /** Those of the terms' times that have come. */
  List<Double> passed(List<Double> times) {
    return times.stream().filter(time -> today.left(time) <= 0).toList();
  }

  /** Those of the terms' times that are to come, in years from today. */
  List<Double> left(List<Double> times) {
    return times.stream().map(today::left).filter(time -> time > 0).toList();
  }

  /** Years to the expiry, 0 if it is today. */
  double expiry() {
    return expiry;
  }

  Standpoint today() {
    return today;
  }

  /** Prices that are known already, and those of other times. */
  private List<Double> prices(List<Double> known, String asset, List<Double> times) {
    return Stream.concat(known.stream(), times.stream().map(time -> today.price(asset, time))).toList();
  }
}
