package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Roll;
import io.pathwise.pricing.contract.Rolled;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What time alone does to values: a day against theta, and days on which something is observed or paid. */
class RollValueTest {
  private static final Set<Measure> MEASURES = EnumSet.of(Measure.VALUE, Measure.THETA);
  private static final Settings SETTINGS = Settings.paths(50_000).withPolicy(Policy.STRUCTURAL);
  private static final MarketData MARKET = Examples.flat(0.03, 0.01, 0.25);
  private static final double DAY = 1 / 365.0;
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  static void closeTheEngine() {
    ENGINE.close();
  }

  private static Greek change(Product product, MarketData market, Rolled rolled, int days) {
    return ENGINE.change(new MarketChange(product, rolled.product(), market.rolled(days), 50_000), market, MEASURES,
        SETTINGS);
  }

  private static Greek change(Product product, MarketData market, int days) {
    return change(product, market, Roll.of(product, market, days), days);
  }

  /** A day is short: what it brings is theta but for a share of about a day over the life. */
  @Test
  void aDayBringsThetaWhereNothingHappens() {
    for (MarketData market : List.of(MARKET, Examples.MARKET)) {
      for (Product product : Examples.everyProduct()) {
        if (product.assets().stream().allMatch(market.assets()::containsKey)
            && !product.observationTimes().contains(DAY)) {
          Greek theta = ENGINE.evaluate(product, market, MEASURES, SETTINGS).get(Measure.THETA);
          Greek day = change(product, market, 1);
          double expected = theta.value() * DAY;
          assertThat(day.value()).as("%s: theta %s", product, theta)
              .isCloseTo(expected, within(0.02 * Math.abs(expected) + 4.5 * (day.standardError()
                  + theta.standardError() * DAY) + 2e-4));
        }
      }
    }
  }

  @Test
  void daysOnTheSameNoiseAreThoseOfTheClosedForm() {
    Product call = Examples.european(OptionType.CALL);
    Rolled rolled = Roll.of(call, MARKET, 30);
    Greek change = change(call, MARKET, rolled, 30);
    double exact = Examples.exact(MARKET.rolled(30), rolled.product(), List.of())
        - Examples.exact(MARKET, call, List.of());
    assertThat(Examples.z(change, exact)).isBetween(-4.5, 4.5);
    assertThat(change.standardError())
        .isLessThan(ENGINE.evaluate(call, MARKET, MEASURES, SETTINGS).get(Measure.VALUE).standardError() / 5);
  }

  /** With one fixing less the program has one step less. */
  @Test
  void aFixingOnTheWayMakesAnotherProgram() {
    Asian asian = Asian.of("FLAT", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 0.5, List.of(5 * DAY, 0.25, 0.5));
    Rolled rolled = Roll.of(asian, MARKET, 10);
    Greek change = change(asian, MARKET, rolled, 10);
    assertThat(change.message()).contains("difference of two simulations");
    double exact = Examples.exact(MARKET.rolled(10), rolled.product(), List.of())
        - Examples.exact(MARKET, asian, List.of());
    assertThat(change.value()).isCloseTo(exact, within(4.5 * change.standardError()));
  }

  /** A digital that expires: what is known after it less what it was worth. */
  @Test
  void whatBecomesKnownIsSetAgainstTheSimulation() {
    Digital digital = Digital.cash("FLAT", OptionType.CALL, 99, 5 * DAY, 10);
    double before = Examples.exact(MARKET, digital, List.of());
    Rolled onTheDay = Roll.of(digital, MARKET, 5);
    Greek change = change(digital, MARKET, onTheDay, 5);
    assertThat(onTheDay.product()).isEqualTo(Payments.of(List.of("FLAT"), 0, 10));
    assertThat(Examples.z(change, 10 - before)).isBetween(-4.5, 4.5);
    Rolled after = Roll.of(digital, MARKET, 6);
    assertThat(after.paid()).isEqualTo(10);
    assertThat(Examples.z(change(digital, MARKET, after, 6), -before)).isBetween(-4.5, 4.5);
  }

  /** A coupon that is certain is worth its discounted amount, and then its amount. */
  @Test
  void aCertainCouponOnTheWayBringsItsDiscount() {
    Autocallable note = Autocallable.of(List.of("FLAT"), List.of(100.0), 1000, 20, 0.01, 2, 1, 0.01, 1,
        List.of(5 * DAY, 1.0));
    Rolled rolled = Roll.of(note, MARKET, 6);
    assertThat(rolled.paid()).isEqualTo(20);
    Greek change = change(note, MARKET, rolled, 6);
    double before = 20 * Math.exp(-0.03 * 5 * DAY) + 1020 * Math.exp(-0.03);
    double after = 1020 * Math.exp(-0.03 * 359 * DAY);
    assertThat(change.value() + rolled.paid()).isCloseTo(after + 20 - before,
        within(4.5 * change.standardError() + 1e-9));
  }

  @Test
  void paymentsThatAreKnownNeedNoSimulation() {
    Payments payments = Payments.of(List.of("FLAT"), List.of(0.0, 0.5), List.of(1.0, 100.0));
    Greek change = change(payments, MARKET, 1);
    assertThat(change.value())
        .isCloseTo(100 * (Math.exp(-0.03 * (0.5 - DAY)) - Math.exp(-0.03 * 0.5)) - 1, within(1e-12));
    assertThat(change.standardError()).isZero();
  }

  /** Both pay a coupon on the way, or go on. */
  @Test
  void aScriptedNoteChangesLikeTheOneBuiltIn() {
    Autocallable note = Autocallable.of(List.of("FLAT"), List.of(100.0), 1000, 20, 0.7, 1.2, 1, 0.6, 1,
        List.of(5 * DAY, 0.5, 1.0));
    Scripted script = Scripted.of("""
        at [%s, 0.5, 1] {
          let level = FLAT / 100
          when level >= 0.7 { pay 20 }
          when level >= 1.2 { pay 1000 end }
        }
        at 1 {
          let level = FLAT / 100
          pay if level >= 0.6 then 1000 else 1000 * level
        }
        """.formatted(5 * DAY), List.of("FLAT"), Optional.empty());
    for (int days : new int[]{1, 5, 6, 30}) {
      Rolled rolled = Roll.of(script, MARKET, days);
      Greek change = change(script, MARKET, rolled, days);
      Rolled builtIn = Roll.of(note, MARKET, days);
      Greek expected = change(note, MARKET, builtIn, days);
      assertThat(rolled.paid()).isEqualTo(builtIn.paid());
      assertThat(change.value()).as("%s days: %s, %s", days, change, expected).isCloseTo(expected.value(),
          within(4.5 * Math.hypot(change.standardError(), expected.standardError())));
    }
  }
}
