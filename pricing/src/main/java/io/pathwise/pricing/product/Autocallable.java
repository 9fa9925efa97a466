package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.script.Condition;
import io.pathwise.pricing.script.Event;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.Statement;
import io.pathwise.pricing.script.Term;
import io.pathwise.pricing.script.Terms;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A note on the worst of its assets, which the issuer redeems early when all of them have done well. With W the
 * smallest of the ratios price / initial fixing,
 *
 * <ul>
 * <li>at every observation, while the note is alive, the coupon is paid if W ≥ coupon barrier, also at the observation
 * that redeems the note and at expiry;
 * <li>at an observation before expiry, from the one numbered {@code firstAutocall} on, the nominal is paid and the note
 * ends if W ≥ autocall barrier;
 * <li>at expiry, if still alive, the nominal is paid if W ≥ protection barrier, and nominal · W if not.
 * </ul>
 *
 * <p>
 * Start at {@link #of}.
 *
 * @param assets
 *          ids of the assets, each once; they must share one curve, which the market decides
 * @param initialFixings
 *          the price of each asset that counts as 1, positive
 * @param nominal
 *          in currency, positive
 * @param coupon
 *          paid at an observation, in currency; not negative
 * @param couponBarrier
 *          as a share of the initial fixings, positive
 * @param autocallBarrier
 *          as a share of the initial fixings, positive
 * @param firstAutocall
 *          the number of the first observation that may redeem the note, counted from 1; none does if there are fewer
 * @param protectionBarrier
 *          as a share of the initial fixings, positive
 * @param expiry
 *          in years, after today
 * @param observations
 *          observation times in years, after today and up to expiry, strictly increasing
 * @param discounting
 *          whether payments are discounted, which is what a price is; without, the value is their expected sum and the
 *          curve moves the prices only, as some published examples have it
 * @param due
 *          what was observed today and is still to be paid today, in currency; not negative
 * @param steps
 *          see {@link Product#steps}
 */
public record Autocallable(List<String> assets, List<Double> initialFixings, double nominal, double coupon,
    double couponBarrier, double autocallBarrier, int firstAutocall, double protectionBarrier, double expiry,
    List<Double> observations, boolean discounting, double due, int steps) implements DomesticProduct {

  public Autocallable {
    assets = Require.distinctIds("assets", assets);
    initialFixings = Require.elements("initial fixings", initialFixings);
    Require.that(assets.size() == initialFixings.size(),
        "%s assets but %s initial fixings, one initial fixing per asset is needed", assets.size(),
        initialFixings.size());
    for (int i = 0; i < initialFixings.size(); i++) {
      Require.positive("initial fixing of " + assets.get(i), initialFixings.get(i));
    }
    Require.positive("nominal", nominal);
    Require.nonNegative("coupon", coupon);
    Require.positive("coupon barrier", couponBarrier);
    Require.positive("autocall barrier", autocallBarrier);
    Require.that(firstAutocall >= 1, "first autocall is %s, must be the number of an observation, from 1 on",
        firstAutocall);
    Require.positive("protection barrier", protectionBarrier);
    Schedule.checkExpiry(expiry);
    observations = Schedule.checkTimes("observations", observations, expiry);
    Require.that(observations.getFirst() > 0, "observations contain 0, but nothing is observed today");
    Require.nonNegative("due", due);
    Schedule.checkSteps(steps);
  }

  /** An autocallable of which nothing is due today. */
  public Autocallable(List<String> assets, List<Double> initialFixings, double nominal, double coupon,
      double couponBarrier, double autocallBarrier, int firstAutocall, double protectionBarrier, double expiry,
      List<Double> observations, boolean discounting, int steps) {
    this(assets, initialFixings, nominal, coupon, couponBarrier, autocallBarrier, firstAutocall, protectionBarrier,
        expiry, observations, discounting, 0, steps);
  }

  /** An autocallable with a number of equally spaced observations, the last at expiry. */
  public static Autocallable of(List<String> assets, List<Double> initialFixings, double nominal, double coupon,
      double couponBarrier, double autocallBarrier, int firstAutocall, double protectionBarrier, double expiry,
      int observations) {
    return of(assets, initialFixings, nominal, coupon, couponBarrier, autocallBarrier, firstAutocall,
        protectionBarrier, expiry, Schedule.equallySpaced(expiry, observations));
  }

  /** An autocallable with given observation times. */
  public static Autocallable of(List<String> assets, List<Double> initialFixings, double nominal, double coupon,
      double couponBarrier, double autocallBarrier, int firstAutocall, double protectionBarrier, double expiry,
      List<Double> observations) {
    return new Autocallable(assets, initialFixings, nominal, coupon, couponBarrier, autocallBarrier, firstAutocall,
        protectionBarrier, expiry, observations, true, 0, 1);
  }

  /** The same with payments that are not discounted; see {@link #discounting}. */
  public Autocallable undiscounted() {
    return new Autocallable(assets, initialFixings, nominal, coupon, couponBarrier, autocallBarrier, firstAutocall,
        protectionBarrier, expiry, observations, false, due, steps);
  }

  /** The observations that may redeem the note. */
  public List<Double> autocallTimes() {
    return observations.stream().skip(firstAutocall - 1L).filter(time -> time < expiry).toList();
  }

  @Override
  public List<Double> observationTimes() {
    return Schedule.including(observations, expiry);
  }

  @Override
  public List<KnownPayment> unpaid() {
    return due == 0 ? List.of() : List.of(new KnownPayment(0, due));
  }

  @Override
  public Script script() {
    Term worst = Terms.of(Term.Operator.MIN, IntStream.range(0, assets.size()).<Term>mapToObj(a -> Terms
        .quotient(new Term.Price(a), Terms.number("initial fixing of " + assets.get(a), initialFixings.get(a))))
        .toList());
    Term redemption = Terms.number("nominal", nominal);
    Statement payCoupon = new Statement.Pay(Terms.number("coupon", coupon));
    Statement redeem = new Statement.Pay(redemption);
    Statement repay = new Statement.Pay(new Term.Chosen(reaches("protection barrier", protectionBarrier, worst),
        redemption, Terms.product(redemption, worst)));
    return Script.of(assets, List.of(),
        Event.of("observation", observations,
            new Statement.When(reaches("coupon barrier", couponBarrier, worst), List.of(payCoupon), List.of())),
        Event.of("autocall", autocallTimes(),
            new Statement.When(reaches("autocall barrier", autocallBarrier, worst),
                List.of(redeem, new Statement.End()), List.of())),
        Event.of("expiry", List.of(expiry), repay));
  }

  private static Condition reaches(String name, double barrier, Term worst) {
    return new Condition.Compared(Condition.Comparison.AT_MOST, Terms.number(name, barrier), worst);
  }

  @Override
  public Autocallable renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return new Autocallable(assets.stream().map(names).toList(), initialFixings, nominal, coupon, couponBarrier,
        autocallBarrier, firstAutocall, protectionBarrier, expiry, observations, discounting, due, steps);
  }
}
