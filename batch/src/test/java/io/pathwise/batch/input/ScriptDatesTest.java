package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.ProductWords;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Dates of scripts and defined products on business days, against built-in trades with the same fields and dates found
 * by hand in calendars of paper. Start at {@link #datesMoveAsThoseOfABuiltInTrade}.
 */
class ScriptDatesTest {

  /** A Friday. */
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final MarketData MARKET = MarketData.of(TODAY, List.of(ZeroCurve.flat("USD", 0.03)),
      List.of(Asset.blackScholes("A", "USD", 100, 0.01, 0.2)), Correlations.NONE);

  private static Trade read(String text, Fixings fixings) {
    return new TradeReader(MARKET, fixings).trade(JsonText.parse("p", 0, text.replace('\'', '"')));
  }

  private static Trade script(String script, String further) {
    return read("{'id':'1','type':'script','assets':['A'],'script':'" + script + "'" + further + "}", Fixings.NONE);
  }

  private static List<LocalDate> dates(Trade trade) {
    return trade.product().observationTimes().stream().map(time -> TODAY.plusDays(Math.round(time * 365))).toList();
  }

  private static List<Greek> numbers(Product product) {
    try (GreeksEngine engine = new GreeksEngine(new CpuBackend(), 1)) {
      return engine.evaluate(product, MARKET, EnumSet.of(Measure.VALUE, Measure.DELTA, Measure.RHO),
          Settings.paths(256 * 32).withSeed(3)).numbers();
    }
  }

  private static void assertSameValues(Product one, Product other) {
    List<Greek> first = numbers(one);
    List<Greek> second = numbers(other);
    assertThat(first).hasSize(3);
    for (int i = 0; i < first.size(); i++) {
      assertThat(first.get(i).value()).as("%s", first.get(i).measure()).isEqualTo(second.get(i).value());
    }
  }

  @ParameterizedTest
  @CsvSource({"2026-12-25, USNY, following, 2026-12-28", "2026-12-25, USNY, nearest, 2026-12-24",
      "2026-12-25, GBLO, following, 2026-12-29", "2026-12-28, USNY+EUTA, following, 2026-12-28",
      "2027-07-31, USNY, modified-following, 2027-07-30", "2027-08-01, USNY, modified-preceding, 2027-08-02",
      "2027-08-01, USNY, preceding, 2027-07-30"})
  void datesMoveAsThoseOfABuiltInTrade(String date, String calendar, String convention, LocalDate expected) {
    String fields = ",'calendar':'" + calendar + "','businessDayConvention':'" + convention + "'";
    Trade scripted = script("at " + date + " { pay max(A - 100, 0) }", fields);
    assertThat(dates(scripted)).containsExactly(expected);
    String builtIn = "{'id':'1','type':'european','asset':'A','option':'call','strike':100,'expiry':'" + date + "'";
    assertThat(scripted.product().observationTimes())
        .isEqualTo(read(builtIn + fields + "}", Fixings.NONE).product().observationTimes());
  }

  /** To the bit; the negative control is the same script without a calendar. */
  @Test
  void theValueIsThatOfTheBuiltInTrade() {
    String asian = "{'id':'1','type':'asian','asset':'A','option':'call','average':'arithmetic','strike':100,"
        + "'expiry':'2027-11-20','fixings':4,'calendar':'USNY'}";
    String text = "observe level = average of A at 4 times until 2027-11-20 "
        + "at 2027-11-20 { pay max(level - 100, 0) }";
    Product moved = script(text, ",'calendar':'USNY'").product();
    Product builtIn = read(asian, Fixings.NONE).product();
    assertThat(moved.observationTimes()).isEqualTo(builtIn.observationTimes());
    Greek scripted = numbers(moved).getFirst();
    Greek controlled = numbers(builtIn).getFirst();
    assertThat(scripted.value()).isCloseTo(controlled.value(),
        within(4 * Math.hypot(scripted.standardError(), controlled.standardError())));
    Product explicit = script("observe level = average of A at [2027-02-19, 2027-05-24, 2027-08-23, 2027-11-22] "
        + "at 2027-11-22 { pay max(level - 100, 0) }", "").product();
    assertSameValues(moved, explicit);
    assertThatThrownBy(() -> assertSameValues(script(text, "").product(), explicit))
        .isInstanceOf(AssertionError.class).hasMessageContaining("VALUE");
  }

  /** Named schedules, periods, counts, and payments on dates or after periods. */
  @Test
  void allDatesOfAScriptMove() {
    String days = ",'calendar':'USNY'";
    assertThat(dates(script("schedule s = [2026-12-25, 2027-05-31] at s { pay A } at 2027-11-20 { pay 1 }", days)))
        .containsExactly(LocalDate.of(2026, 12, 28), LocalDate.of(2027, 6, 1), LocalDate.of(2027, 11, 22));
    assertThat(dates(script("at 4 times until 2027-11-20 { pay A }", days))).containsExactly(LocalDate.of(2027, 2, 19),
        LocalDate.of(2027, 5, 24), LocalDate.of(2027, 8, 23), LocalDate.of(2027, 11, 22));
    assertThat(dates(script("at every 1 month until 2027-02-28 { pay A }", days))).containsExactly(
        LocalDate.of(2026, 11, 30), LocalDate.of(2026, 12, 28), LocalDate.of(2027, 1, 28), LocalDate.of(2027, 3, 1));
    // Thanksgiving is on the 26th
    assertThat(dates(script("at every 1 day until 2026-11-30 { pay A }", days))).containsExactly(
        LocalDate.of(2026, 11, 23), LocalDate.of(2026, 11, 24), LocalDate.of(2026, 11, 25),
        LocalDate.of(2026, 11, 27), LocalDate.of(2026, 11, 30));
    assertThat(words(script("at 2026-11-24 { pay A on 2026-11-26 pay 2 after 4 days }", days)))
        .containsExactly("At 2026-11-24:", "  pay A on 2026-11-27", "  pay 2 on 2026-11-30");
  }

  private static List<String> words(Trade trade) {
    return ProductWords.lines((DomesticProduct) trade.product(), TODAY);
  }

  @Test
  void datesOfADefinedProductMove() {
    String accrual = "{'id':'1','type':'range-accrual','asset':'A','amount':5,'lower':90,'upper':110,"
        + "'fixings':%s,'expiry':'2026-12-25','calendar':'USNY'}";
    assertThat(dates(read(accrual.formatted("'every 2 weeks'"), Fixings.NONE)))
        .containsExactly(LocalDate.of(2026, 11, 27), LocalDate.of(2026, 12, 11), LocalDate.of(2026, 12, 28));
    assertThatThrownBy(() -> read(accrual.formatted("[0.05]"), Fixings.NONE))
        .hasMessageContaining("fixings[0] is 0.05, must be an ISO date such as 2027-11-20, because the trade");
    assertThatThrownBy(() -> read(accrual.formatted("30"), Fixings.NONE)).hasMessageStartingWith("p:1:")
        .hasMessageContaining("fixings: of 30 times 2026-11-21 and 2026-11-22 are the business day 2026-11-23");
  }

  /** Of a Saturday that moves to Monday nothing has come; one that moves to today is fixed today. */
  @Test
  void movedDatesHaveAPast() {
    String saturday = "at [2026-11-21, 2027-11-22] { pay A }";
    assertThat(script(saturday, ",'calendar':'USNY'").product().observationTimes()).hasSize(2);
    String preceding = ",'calendar':'USNY','businessDayConvention':'preceding'";
    assertThatThrownBy(() -> script(saturday, preceding))
        .hasMessageContaining("the fixing of A on 2026-11-20 is missing");
    Scripted left = (Scripted) read("{'id':'1','type':'script','assets':['A'],'script':'" + saturday + "'" + preceding
        + "}", Fixings.of(Map.of("A", Map.of(TODAY, 104.0)))).product();
    assertThat(left.unpaid()).hasSize(1);
    assertThat(left.unpaid().getFirst().amount()).isEqualTo(104);
    assertThat(dates(new Trade("1", left, 1, ""))).containsExactly(LocalDate.of(2027, 11, 22));
  }

  /**
   * A call that is paid two business days later, over Thanksgiving: on Monday in place of Wednesday, for each payment
   * that the script writes. The closed form is that of an average of one fixing; to the bit it is the payment on that
   * date.
   */
  @Test
  void paymentsAreMadeLater() {
    String call = "at 2026-11-25 { pay max(A - 100, 0)%s }";
    Trade lagged = script(call.formatted(""), ",'calendar':'USNY','paymentLag':2");
    assertThat(words(lagged)).containsExactly("At 2026-11-25:", "  pay A - 100, at least 0 on 2026-11-30");
    assertSameValues(lagged.product(), script(call.formatted(" on 2026-11-30"), "").product());
    assertThatThrownBy(() -> assertSameValues(lagged.product(), script(call.formatted(""), "").product()))
        .isInstanceOf(AssertionError.class).hasMessageContaining("VALUE");
    Greek value = numbers(lagged.product()).getFirst();
    Product asian = Asian.of("A", OptionType.CALL, Asian.Average.GEOMETRIC, 100, 10 / 365.0, List.of(5 / 365.0));
    double exact = AnalyticPrice.of(MARKET, asian).orElseThrow().value();
    assertThat(value.value()).isCloseTo(exact, within(4 * value.standardError()));
    assertThat(words(script("at 2026-11-25 { pay 1 on 2026-11-27 pay 2 after 1 day exercise { pay A } }",
        ",'paymentLag':3"))).containsExactly("At 2026-11-25:", "  pay 1 on 2026-11-30", "  pay 2 on 2026-11-29",
            "  the holder may choose to end it with:", "    pay A on 2026-11-28");
  }

  @Test
  void aDefinedProductPaysLater() {
    String cliquet = "{'id':'1','type':'forward-start','asset':'A','option':'call','strikeDate':'2027-03-19',"
        + "'expiry':'2027-05-21'%s}";
    assertThat(words(read(cliquet.formatted(",'calendar':'GBLO','paymentLag':5"), Fixings.NONE)).getLast())
        .endsWith(" on 2027-05-28");
    assertThat(words(read(cliquet.formatted(",'calendar':'GBLO','paymentLag':6"), Fixings.NONE)).getLast())
        .endsWith(" on 2027-06-01");
  }

  /** What was observed on Wednesday is still to be paid on Friday and on the next Monday, and no longer after it. */
  @Test
  void whatIsNotYetPaidCounts() {
    String trade = "{'id':'1','type':'script','assets':['A'],'script':'at 2026-11-18 { pay A }','calendar':'USNY',"
        + "'paymentLag':%s,'pastFixings':[{'date':'2026-11-18','price':104}]}";
    assertThat(read(trade.formatted(2), Fixings.NONE).product()).isEqualTo(Payments.of(List.of("A"), 0, 104));
    assertThat(read(trade.formatted(3), Fixings.NONE).product()).isEqualTo(Payments.of(List.of("A"), 3 / 365.0, 104));
    assertThat(read(trade.formatted(1), Fixings.NONE).remark()).isEqualTo("expired on 2026-11-19");
    Scripted living = (Scripted) read(trade.formatted(3).replace("at 2026-11-18", "at [2026-11-18, 2027-01-04]"),
        Fixings.NONE).product();
    assertThat(living.unpaid()).containsExactly(new KnownPayment(3 / 365.0, 104));
    assertThat(living.lastPayment()).isEqualTo(48 / 365.0);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "at 1 { pay A } | ,'calendar':'USNY' | script, line 1, column 4: 1 is a number of years; an ISO date such as",
      "at every 1 month until 1 { pay A } | ,'calendar':'USNY' | a date is expected, not '1'",
      "at 4 times until 1 { pay A } | ,'calendar':'USNY' | a date is expected, not '1'",
      "at [2027-01-02, 2027-01-03] { pay A } | ,'calendar':'USNY' | 2027-01-03 follows a later or equal one, as business days",
      "at 15 times until 2026-12-20 { pay A } | ,'calendar':'USNY' | of 15 times 2026-11-28 and 2026-11-30 are the business day 2026-11-30",
      "at 31 times until 2026-12-20 { pay A } | ,'calendar':'USNY' | 31 times do not fit in the days from 2026-11-20 to 2026-12-20",
      "at 2027-01-02 { pay A } | ,'paymentLag':-1 | paymentLag is -1, must be a whole number of days from 0 to 10000",
      "at 2027-01-02 { pay A } | ,'paymentLag':1.5 | paymentLag is 1.5, must be a whole number of days from 0 to 10000",
      "at 2027-01-02 { pay A } | ,'paymentLag':10001 | paymentLag is 10001, must be a whole number of days",
      "at 2027-01-02 { pay A } | ,'paymentLag':'two' | paymentLag is 'two', must be a number",
      "at 2027-01-02 { pay A } | ,'calendar':'USNX' | calendar is 'USNX', allowed: AUSY, BRBD, ",
      "at 2027-01-02 { pay A } | ,'businessDayConvention':'nearest' | businessDayConvention is given, but calendar is missing"})
  void whatIsWrongIsSaid(String script, String fields, String message) {
    assertThatThrownBy(() -> script(script, fields)).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("p:1:").hasMessageContaining(message);
  }
}
