package io.pathwise.pricing.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is left of contracts while days pass. */
class ContractTest {
  private static final LocalDate ORIGIN = LocalDate.of(2026, 1, 1);
  private static final List<String> A = List.of("A");

  /** Day n of the contract. */
  private static LocalDate day(int n) {
    return ORIGIN.plusDays(n);
  }

  private static List<Double> days(int... days) {
    return Arrays.stream(days).mapToObj(n -> TradeTime.years(ORIGIN, day(n))).toList();
  }

  private static double years(int days) {
    return days / 365.0;
  }

  /** Prices of the asset A on days 100, 200, 300. */
  private static Fixings prices(double first, double second, double third) {
    return Fixings.of(Map.of("A", Map.of(day(100), first, day(200), second, day(300), third)));
  }

  private static Remainder left(Product terms, int day, Fixings fixings) {
    return new Contract(terms, ORIGIN, Optional.empty()).on(day(day), fixings);
  }

  private static final European EUROPEAN = European.of("A", OptionType.CALL, 100, years(300));

  @Test
  void anOptionComesNearerIsPaidAndIsGone() {
    Fixings fixings = prices(1, 1, 107);
    assertThat(left(EUROPEAN, 40, Fixings.NONE))
        .isEqualTo(new Remainder(European.of("A", OptionType.CALL, 100, years(260)), ""));
    assertThat(left(EUROPEAN, 300, fixings).product()).isEqualTo(Payments.of(A, 0, 7));
    assertThat(left(EUROPEAN, 301, Fixings.NONE))
        .isEqualTo(new Remainder(Payments.none(A), "expired on " + day(300)));
    assertThatIllegalArgumentException().isThrownBy(() -> left(EUROPEAN, 300, Fixings.NONE))
        .withMessageContaining("the fixing of A on " + day(300) + " is missing");
  }

  /** Half a year and 0.502 years are both the 183rd day; what is written first happens first, as in the program. */
  @Test
  void eventsThatFallOnOneDayHappenAsTheyAreWritten() {
    String script = "state s = 1 at 0.502 { set s = s * 10 } at 0.5 { set s = s + 1 } at 1 { pay s * A }";
    Scripted terms = new Scripted(script, Optional.of(ORIGIN), A, A, true, 0, List.of(), List.of(), 1);
    Fixings fixings = Fixings.of(Map.of("A", Map.of(day(183), 100.0)));
    assertThat(((Scripted) left(terms, 190, fixings).product()).states()).containsExactly(11.0);
  }

  /** What happened between its times nobody can know, so it is said. */
  @Test
  void aScriptThatWatchesSaysThatItsPastIsKnownAtFixingsOnly() {
    String knockOut = "at [%s, %s] { pay 1 - fallen(A, 80) }".formatted(day(100), day(300));
    Scripted watching = new Scripted(knockOut, Optional.of(ORIGIN), A, A, true, 0, List.of(), List.of(), 1);
    assertThat(left(watching, 100, prices(90, 1, 1)).remark()).contains("count from today");
    assertThat(left(watching, 0, Fixings.NONE).remark()).isEmpty();
    Scripted other = new Scripted("at %s { pay A }".formatted(day(300)), Optional.of(ORIGIN), A, A, true, 0, List.of(),
        List.of(), 1);
    assertThat(left(other, 100, Fixings.NONE).remark()).isEmpty();
  }

  @Test
  void aDigitalPaysAtTheStrikeOrNot() {
    Digital call = Digital.cash("A", OptionType.CALL, 107, years(300), 5);
    Digital put = new Digital("A", OptionType.PUT, 107, years(300), Digital.Payout.ASSET, 2, 1);
    assertThat(left(call, 300, prices(1, 1, 107)).product()).isEqualTo(Payments.of(A, 0, 0));
    assertThat(left(call, 300, prices(1, 1, 107.5)).product()).isEqualTo(Payments.of(A, 0, 5));
    assertThat(left(put, 300, prices(1, 1, 107)).product()).isEqualTo(Payments.of(A, 0, 214));
    assertThat(left(call, 299, Fixings.NONE).product())
        .isEqualTo(Digital.cash("A", OptionType.CALL, 107, years(1), 5));
  }

  private static Asian asian(Asian.Average average) {
    return Asian.of("A", OptionType.CALL, average, 100, years(330), days(100, 200, 300));
  }

  @Test
  void anAverageFillsUp() {
    Fixings fixings = prices(90, 120, 130);
    Asian terms = asian(Asian.Average.ARITHMETIC);
    assertThat(left(terms, 99, Fixings.NONE).product()).isEqualTo(
        Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, years(231),
            List.of(years(1), years(101), years(201))));
    assertThat(left(terms, 200, fixings).product()).isEqualTo(new Asian("A", OptionType.CALL, Asian.Average.ARITHMETIC,
        100, years(130), List.of(years(100)), List.of(90.0, 120.0), 1));
    assertThat(left(terms, 300, fixings).product()).isEqualTo(Payments.of(A, years(30), 340.0 / 3 - 100));
    assertThat(left(asian(Asian.Average.GEOMETRIC), 310, prices(80, 125, 99)).product())
        .isEqualTo(Payments.of(A, years(20), 0));
    assertThatIllegalArgumentException().isThrownBy(() -> left(terms, 200, Fixings.of(Map.of())))
        .withMessageContaining("A on " + day(100));
  }

  @Test
  void aBasketFillsUpAssetByAsset() {
    List<String> both = List.of("A", "B");
    Fixings fixings = Fixings.of(Map.of("A", Map.of(day(100), 10.0, day(200), 20.0), "B",
        Map.of(day(100), 30.0, day(200), 50.0)));
    Basket terms = new Basket(both, List.of(2.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 1, years(200),
        days(100, 200), 1);
    assertThat(left(terms, 150, fixings).product()).isEqualTo(new Basket(both, List.of(2.0, 1.0),
        Basket.Aggregate.BEST_OF, OptionType.CALL, 1, years(50), List.of(years(50)),
        List.of(List.of(10.0), List.of(30.0)), 1));
    assertThat(left(terms, 200, fixings).product()).isEqualTo(Payments.of(both, 0, 39));
    Basket atExpiry = Basket.of(both, List.of(2.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT, 5, years(200));
    assertThat(left(atExpiry, 199, Fixings.NONE).product()).isEqualTo(
        Basket.of(both, List.of(2.0, -1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.PUT, 5, years(1)));
    assertThat(left(atExpiry, 200, fixings).product()).isEqualTo(Payments.of(both, 0, 15));
  }

  private static Barrier barrier(Barrier.Kind kind) {
    return Barrier.of("A", OptionType.CALL, 100, years(330), 120, kind, days(100, 200, 300), 3);
  }

  @Test
  void aBarrierIsHitOnMonitoringDatesOnly() {
    Barrier out = barrier(Barrier.Kind.UP_AND_OUT);
    Fixings hit = prices(90, 120, 1);
    assertThat(left(out, 199, hit).product()).isEqualTo(Barrier.of("A", OptionType.CALL, 100, years(131), 120,
        Barrier.Kind.UP_AND_OUT, List.of(years(1), years(101)), 3));
    assertThat(left(out, 200, hit))
        .isEqualTo(new Remainder(Payments.of(A, 0, 3), "knocked out on " + day(200)));
    assertThat(left(out, 201, hit))
        .isEqualTo(new Remainder(Payments.none(A), "knocked out on " + day(200)));
    assertThat(left(out, 310, prices(90, 119.9, 110)).product())
        .isEqualTo(European.of("A", OptionType.CALL, 100, years(20)));
    assertThat(left(barrier(Barrier.Kind.DOWN_AND_OUT), 100, prices(120, 1, 1)).remark())
        .isEqualTo("knocked out on " + day(100));
  }

  @Test
  void aBarrierThatIsHitBringsTheOptionIntoBeing() {
    Barrier in = barrier(Barrier.Kind.UP_AND_IN);
    assertThat(left(in, 250, prices(125, 90, 90))).isEqualTo(
        new Remainder(European.of("A", OptionType.CALL, 100, years(80)), "knocked in on " + day(100)));
    assertThat(left(in, 310, prices(90, 90, 90)).product()).isEqualTo(Payments.of(A, years(20), 3));
  }

  @Test
  void aKnownEventNeedsNoFixingsAndCountsFromItsDayOn() {
    Contract contract = new Contract(barrier(Barrier.Kind.UP_AND_IN), ORIGIN, Optional.of(day(200)));
    assertThat(contract.on(day(210), Fixings.NONE).remark()).isEqualTo("knocked in on " + day(200));
    assertThat(contract.on(day(199), prices(90, 1, 1)).product()).isInstanceOf(Barrier.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Contract(barrier(Barrier.Kind.UP_AND_IN), ORIGIN, Optional.of(day(201))))
        .withMessageContaining(day(201) + " is not one of the dates");
  }

  private static final Autocallable NOTE = new Autocallable(A, List.of(100.0), 1000, 20, 0.8, 1.05, 2, 0.7,
      years(400), days(100, 200, 300), true, 1);

  @Test
  void aNotePaysCouponsAndIsRedeemed() {
    Autocallable fresh = new Autocallable(A, List.of(100.0), 1000, 20, 0.8, 1.05, 1, 0.7, years(200),
        List.of(years(100)), true, 1);
    assertThat(left(NOTE, 201, prices(110, 104, 1))).isEqualTo(new Remainder(
        new Autocallable(A, List.of(100.0), 1000, 20, 0.8, 1.05, 1, 0.7, years(199), List.of(years(99)), true, 1), ""));
    assertThat(left(NOTE, 200, prices(110, 79, 1)).product()).as("no coupon").isEqualTo(fresh);
    assertThat(left(NOTE, 200, prices(110, 104, 1)).product()).as("a coupon today").isEqualTo(new Autocallable(A,
        List.of(100.0), 1000, 20, 0.8, 1.05, 1, 0.7, years(200), List.of(years(100)), true, 20, 1));
    assertThat(left(NOTE, 200, prices(110, 105, 1)))
        .isEqualTo(new Remainder(Payments.of(A, 0, 1020), "redeemed on " + day(200)));
    assertThat(left(NOTE, 250, prices(110, 105, 1)))
        .isEqualTo(new Remainder(Payments.none(A), "redeemed on " + day(200)));
  }

  @Test
  void anObservationThatCannotRedeemNeedsNoFixingOnceItIsPast() {
    assertThat(left(NOTE, 150, Fixings.NONE).product()).isEqualTo(new Autocallable(A, List.of(100.0), 1000, 20, 0.8,
        1.05, 1, 0.7, years(250), List.of(years(50), years(150)), true, 1));
  }

  @Test
  void aNoteWithoutObservationsIsRedeemedAtExpiry() {
    assertThat(left(NOTE, 350, prices(110, 104, 90)).product()).isEqualTo(new Autocallable(A, List.of(100.0), 1000, 0,
        0.8, 1.05, 1, 0.7, years(50), List.of(years(50)), true, 1));
    Fixings end = (asset, date) -> OptionalDouble.of(date.equals(day(400)) ? 60 : 90);
    assertThat(left(NOTE, 400, end).product()).isEqualTo(Payments.of(A, 0, 600));
  }

  @Test
  void paymentsThatWereMadeAreGone() {
    Payments terms = new Payments(A, days(100, 200), List.of(1.0, 2.0));
    assertThat(left(terms, 100, Fixings.NONE).product())
        .isEqualTo(new Payments(A, List.of(0.0, years(100)), List.of(1.0, 2.0)));
    assertThat(left(terms, 101, Fixings.NONE).product()).isEqualTo(Payments.of(A, years(99), 2));
  }

  @Test
  void whatHasExpiredIsWorthNothingWhateverItWas() {
    Stream.of(EUROPEAN, asian(Asian.Average.ARITHMETIC), barrier(Barrier.Kind.UP_AND_IN), NOTE)
        .forEach(terms -> assertThat(left(terms, 401, Fixings.NONE).product()).isEqualTo(Payments.none(A)));
  }
}
