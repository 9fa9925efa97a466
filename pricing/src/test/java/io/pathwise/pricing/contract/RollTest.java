package io.pathwise.pricing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.Test;

/** What some days make of products and of a market: what is observed, what is paid and what is left. */
class RollTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final List<String> A = List.of("A");
  private static final MarketData MARKET = MarketData.of(TODAY,
      List.of(ZeroCurve.flat("USD", 0.05), ZeroCurve.flat("EUR", 0.01)),
      List.of(Asset.blackScholes("A", "USD", 100, 0.01, 0.2), Asset.blackScholes("B", "USD", 50, 0, 0.3),
          Asset.blackScholes("E", "EUR", 80, 0, 0.25),
          Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, AssetModel.BlackScholes.of(0.1))),
      Correlations.NONE);

  private static double years(int days) {
    return days / 365.0;
  }

  private static List<Double> days(int... days) {
    return Arrays.stream(days).mapToObj(RollTest::years).toList();
  }

  /** The forward price of A, by hand: rate less yield is 4 %. */
  private static double forward(double days) {
    return 100 * Math.exp(0.04 * days / 365);
  }

  private static Rolled roll(Product product, int days) {
    return Roll.of(product, MARKET, days);
  }

  private static final Fixings FORWARDS = (asset, date) -> OptionalDouble
      .of(MARKET.forward(asset, TradeTime.years(TODAY, date)));

  /** Fixings that are known take the place of forward prices, as in what is left of a contract on that day. */
  @Test
  void whatWasObservedIsTakenAsItWas() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, years(300), days(2, 100, 300));
    Fixings known = (asset, date) -> date.equals(TODAY.plusDays(2)) ? OptionalDouble.of(103) : OptionalDouble.empty();
    Rolled rolled = Roll.of(asian, MARKET, 3, known);
    assertThat(rolled.fixings()).containsExactly(new Rolled.Fixing("A", TODAY.plusDays(2), 103));
    Remainder left = new Contract(asian, TODAY, Optional.empty()).on(TODAY.plusDays(3), known);
    assertThat(rolled.product()).usingRecursiveComparison()
        .withComparatorForType(new DoubleComparator(1e-12), Double.class).isEqualTo(left.product());
    assertThat(roll(asian, 3).product()).isNotEqualTo(rolled.product());
    assertThatIllegalArgumentException().isThrownBy(() -> Roll.of(asian, MARKET, 3, Fixings.NONE))
        .withMessageContaining("the fixing of A on 2026-11-22 is missing");
  }

  @Test
  void whatIsToComeComesNearer() {
    assertThat(roll(European.of("A", OptionType.CALL, 100, years(300)), 40))
        .isEqualTo(Rolled.unmoved(European.of("A", OptionType.CALL, 100, years(260))));
    European half = European.of("A", OptionType.CALL, 100, 0.5);
    assertThat(roll(half, 10).product().expiry()).isCloseTo(0.5 - 10 / 365.0, within(1e-15));
    assertThat(roll(half, 0)).isEqualTo(Rolled.unmoved(half));
    assertThatIllegalArgumentException().isThrownBy(() -> roll(half, -1)).withMessageContaining("days is -1");
  }

  /** On the last day a payment is left, before it is paid, and time of half a day counts as it stands. */
  @Test
  void anOptionIsPaidAtTheForwardPrice() {
    European call = European.of("A", OptionType.CALL, 90, years(5));
    Rolled onTheDay = roll(call, 5);
    assertThat(onTheDay.paid()).isZero();
    assertThat(((Payments) onTheDay.product()).amounts().getFirst()).isCloseTo(forward(5) - 90, within(1e-12));
    Rolled after = roll(call, 6);
    assertThat(after.paid()).isCloseTo(forward(5) - 90, within(1e-12));
    assertThat(after.product()).isEqualTo(Payments.none(A));
    assertThat(after.remark()).isEqualTo("payoff known; paid on 2026-11-25");
    assertThat(after.fixings()).hasSize(1);
    assertThat(after.message(-2)).startsWith("fixed at today's forward prices: A 2026-11-25 100.055; payoff known")
        .contains("paid on the way and counted in the profit: -20.1");
    assertThat(roll(European.of("A", OptionType.CALL, 90, 182.5 / 365), 183).paid())
        .isCloseTo(forward(182.5) - 90, within(1e-12));
    assertThat(roll(European.of("A", OptionType.CALL, 90, 0), 1).paid()).isEqualTo(10);
    assertThat(roll(Digital.cash("A", OptionType.CALL, 99, years(3), 7), 4).paid()).isEqualTo(7);
    assertThat(roll(Digital.cash("A", OptionType.PUT, 99, years(3), 7), 4).paid()).isZero();
  }

  @Test
  void averagesKnowTheForwardPrices() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, years(30), days(3, 10, 30));
    Rolled rolled = roll(asian, 10);
    Asian left = (Asian) rolled.product();
    assertThat(left.fixings()).isEqualTo(days(20));
    assertThat(left.pastFixings().get(0)).isCloseTo(forward(3), within(1e-12));
    assertThat(left.pastFixings().get(1)).isCloseTo(forward(10), within(1e-12));
    assertThat(roll(roll(asian, 3).product(), 1).product()).isInstanceOf(Asian.class);
    assertThat(roll(asian, 31).paid())
        .isCloseTo((forward(3) + forward(10) + forward(30)) / 3 - 100, within(1e-12));
  }

  /** A portfolio that is read on the later day, with forward prices for fixings, holds the same products. */
  @Test
  void theLaterDayReadsTheSame() {
    List<Product> products = List.of(European.of("A", OptionType.CALL, 100, years(300)),
        Asian.of("A", OptionType.PUT, Asian.Average.GEOMETRIC, 100, years(60), days(3, 10, 30, 60)),
        Barrier.of("A", OptionType.CALL, 100, years(300), 120, Barrier.Kind.UP_AND_OUT, days(3, 10, 200), 2),
        Barrier.of("A", OptionType.CALL, 100, years(300), 100.1, Barrier.Kind.UP_AND_IN, days(3, 10, 200), 2),
        Barrier.of("A", OptionType.CALL, 100, years(300), 120, Barrier.Kind.UP_AND_OUT, days(3, 10), 2),
        Basket.of(List.of("A", "B"), List.of(1.0, 2.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 100, years(60),
            days(5, 60)),
        Autocallable.of(List.of("A", "B"), List.of(110.0, 55.0), 1000, 10, 0.7, 1.2, 1, 0.6, years(90),
            days(10, 20, 90)));
    for (Product product : products) {
      for (int days : new int[]{1, 3, 11, 20, 40}) {
        assertThat(roll(product, days).product()).as("%s after %s days", product, days)
            .isEqualTo(new Contract(product, TODAY, Optional.empty()).on(TODAY.plusDays(days), FORWARDS).product());
      }
    }
  }

  @Test
  void barriersAreLookedAtOnTheWay() {
    Barrier out = Barrier.of("A", OptionType.CALL, 100, years(300), 100.1, Barrier.Kind.UP_AND_OUT, days(3, 10, 200),
        2);
    assertThat(roll(out, 9).product()).isInstanceOf(Barrier.class);
    assertThat(roll(out, 10).product()).isEqualTo(Payments.of(A, 0, 2));
    assertThat(roll(out, 11)).extracting(Rolled::paid, Rolled::product, Rolled::remark)
        .containsExactly(2.0, Payments.none(A), "knocked out on 2026-11-30");
  }

  private static Autocallable note(double autocallBarrier) {
    return Autocallable.of(A, List.of(100.0), 1000, 15, 0.7, autocallBarrier, 1, 0.6, years(90), days(10, 20, 90));
  }

  /** Coupons on days 10 and 20; a note that is redeemed pays its nominal, too. */
  @Test
  void couponsArePaidOnTheWay() {
    assertThat(roll(note(1.2), 10)).extracting(Rolled::paid, rolled -> ((Autocallable) rolled.product()).due())
        .containsExactly(0.0, 15.0);
    assertThat(roll(note(1.2), 11)).extracting(Rolled::paid, rolled -> ((Autocallable) rolled.product()).due())
        .containsExactly(15.0, 0.0);
    assertThat(roll(note(1.2), 25).paid()).isEqualTo(30);
    assertThat(roll(note(1.2), 91).paid()).isEqualTo(1045);
    assertThat(roll(note(1), 91)).extracting(Rolled::paid, Rolled::remark).containsExactly(1015.0,
        "redeemed on 2026-11-30");
    assertThat(roll(note(1), 10).product()).isEqualTo(Payments.of(A, 0, 1015));
  }

  /** The note of {@link #note}, as a script with dates. */
  private static Scripted scriptedNote(double autocallBarrier) {
    String text = """
        at [2026-11-30, 2026-12-10] {
          let level = A / 100
          pay if level >= 1 then 15 else 0
          when level >= %s { pay 1000 end }
        }
        at 2027-02-18 {
          let level = A / 100
          pay if level >= 1 then 15 else 0
          pay if level >= 0.6 then 1000 else 1000 * level
        }
        """.formatted(autocallBarrier);
    return Scripted.of(text, A, Optional.of(TODAY));
  }

  /** What is paid, what is due and how many dates are left, every day until after the end. */
  @Test
  void aScriptedNoteRollsLikeTheOneBuiltIn() {
    for (double autocallBarrier : new double[]{1, 1.2}) {
      for (int days = 0; days <= 92; days++) {
        Rolled script = roll(scriptedNote(autocallBarrier), days);
        Rolled builtIn = roll(note(autocallBarrier), days);
        assertThat(script.paid()).as("days %s", days).isEqualTo(builtIn.paid());
        assertThat(script.product().observationTimes()).as("days %s", days)
            .isEqualTo(builtIn.product().observationTimes());
        switch (builtIn.product()) {
          case Autocallable left -> assertThat(((Scripted) script.product()).unpaid()).isEqualTo(left.unpaid());
          default -> assertThat(script.product()).as("days %s", days).isEqualTo(builtIn.product());
        }
      }
    }
    assertThat(roll(scriptedNote(1), 91).remark()).isEqualTo("ended on 2026-11-30");
    assertThat(roll(scriptedNote(1.2), 91).fixings()).hasSize(3);
    assertThat(roll(scriptedNote(1.2), 91).remark()).isEqualTo("ended on 2027-02-18");
  }

  @Test
  void aScriptThatIsReadOnTheLaterDayIsTheSame() {
    Scripted fresh = scriptedNote(1.2);
    Scripted terms = new Scripted(fresh.text(), fresh.origin(), A, A, true, 0, List.of(), List.of(), 1);
    for (int days = 0; days <= 91; days++) {
      assertThat(roll(terms, days).product()).as("after %s days", days)
          .isEqualTo(new Contract(terms, TODAY, Optional.empty()).on(TODAY.plusDays(days), FORWARDS).product());
    }
    assertThat(roll(roll(terms, 12).product(), 5).product()).isEqualTo(roll(terms, 17).product());
  }

  /** Half a year is 182.5 days; what has happened by then is known afterwards. */
  @Test
  void aScriptKeepsItsStatesAndTimesOfPartsOfADay() {
    Scripted script = Scripted.of("state seen = 0\nat [0.5, 0.7] { pay seen set seen = seen + A }", A,
        Optional.empty());
    assertThat(((Scripted) roll(script, 182).product()).observationTimes().getFirst()).isCloseTo(0.5 / 365,
        within(1e-12));
    Scripted left = (Scripted) roll(script, 183).product();
    assertThat(left.observationTimes()).hasSize(1);
    assertThat(left.states().getFirst()).isCloseTo(forward(182.5), within(1e-12));
    assertThat(roll(script, 300).paid()).isCloseTo(forward(182.5), within(1e-12));
  }

  @Test
  void knownPaymentsArePaidWhenTheyAreDue() {
    Payments payments = Payments.of(A, List.of(0.0, years(2), years(5)), List.of(1.0, 10.0, 100.0));
    assertThat(roll(payments, 2)).isEqualTo(
        new Rolled(Payments.of(A, List.of(0.0, years(3)), List.of(10.0, 100.0)), 1, List.of(), ""));
    assertThat(roll(payments, 9).paid()).isEqualTo(111);
  }

  @Test
  void convertedPricesAreForwardPricesInTheCurrencyInWhichTheyCount() {
    European call = European.of("E", OptionType.CALL, 10, years(5));
    double forward = 80 * Math.exp(0.01 * 5 / 365);
    double rate = 1.1 * Math.exp(0.04 * 5 / 365);
    assertThat(roll(CrossCurrency.of(call, CrossCurrency.Conversion.QUANTO, "USD", MARKET), 6).paid())
        .isCloseTo(forward - 10, within(1e-12));
    assertThat(roll(CrossCurrency.of(call, CrossCurrency.Conversion.COMPOSITE, "USD", MARKET), 6).paid())
        .isCloseTo(forward * rate - 10, within(1e-12));
    European onDollars = European.of("A", OptionType.CALL, 10, years(5));
    assertThat(roll(CrossCurrency.of(onDollars, CrossCurrency.Conversion.COMPOSITE, "EUR", MARKET), 6).paid())
        .isCloseTo(forward(5) / rate - 10, within(1e-12));
  }

  /** Quotes stay, dividends come nearer. */
  @Test
  void marketsKeepTheirQuotes() {
    Dividends dividends = Dividends.of(List.of(new Dividend(years(2), Dividend.Kind.CASH, 1),
        new Dividend(years(5), Dividend.Kind.PROPORTIONAL, 0.01), new Dividend(0.5, Dividend.Kind.CASH, 2)),
        Dividends.CashModel.SPOT);
    MarketData market = MARKET.with(MARKET.asset("A").withDividends(dividends));
    MarketData later = market.rolled(2);
    assertThat(later.valuationDate()).isEqualTo(TODAY.plusDays(2));
    assertThat(later.curves()).isEqualTo(market.curves());
    assertThat(later.asset("A").spot()).isEqualTo(100);
    assertThat(later.asset("A").model()).isEqualTo(market.asset("A").model());
    assertThat(later.asset("A").dividends().list()).extracting(Dividend::time).containsExactly(years(3),
        0.5 - 2 / 365.0);
    assertThat(market.rolled(0)).isEqualTo(market);
    assertThatIllegalArgumentException().isThrownBy(() -> market.rolled(-1)).withMessageContaining("days is -1");
  }

  @Test
  void manyFixingsAreCounted() {
    Asian asian = Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, years(30), days(1, 2, 3, 4, 5, 30));
    assertThat(roll(asian, 6).message(1)).isEqualTo("fixed at today's forward prices: A 2026-11-21 100.011, "
        + "A 2026-11-22 100.022, A 2026-11-23 100.033, 2 more");
  }
}
