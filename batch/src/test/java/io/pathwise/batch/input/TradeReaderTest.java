package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trades of all types, with all their fields, their defaults, and what is said about wrong ones. */
class TradeReaderTest {
  private static final MarketData MARKET = MarketData.of(LocalDate.of(2026, 11, 20),
      List.of(ZeroCurve.flat("USD", 0.03), ZeroCurve.flat("EUR", 0.03)),
      List.of(Asset.blackScholes("A", "USD", 100, 0, 0.2), Asset.blackScholes("B", "USD", 100, 0, 0.2),
          Asset.blackScholes("E", "EUR", 100, 0, 0.2)),
      Correlations.NONE);

  private static Trade read(String text) {
    return new TradeReader(MARKET).trade(JsonText.parse("p", 0, text.replace('\'', '"')));
  }

  private static void assertReads(String text, Trade expected) {
    assertThat(read(text)).isEqualTo(expected);
  }

  @Test
  void european() {
    assertReads("{'id':'1','type':'european','asset':'A','option':'call','strike':105,'expiry':1.0,'quantity':-10}",
        Trade.of("1", European.of("A", OptionType.CALL, 105, 1), -10));
    assertReads("{'id':'1','type':'european','asset':'B','option':'put','strike':0,'expiry':0,'steps':7}",
        Trade.of("1", new European("B", OptionType.PUT, 0, 0, 7)));
  }

  @Test
  void timesAreYearsOrDates() {
    assertReads("{'id':'1','type':'european','asset':'A','option':'call','strike':1,'expiry':'2027-11-20'}",
        Trade.of("1", European.of("A", OptionType.CALL, 1, 1)));
    assertReads("{'id':'1','type':'asian','asset':'A','option':'call','average':'geometric','strike':1,"
        + "'expiry':'2028-11-19','fixings':[0,0.5,'2027-11-20',2],'steps':3}",
        Trade.of("1", new Asian("A", OptionType.CALL, Asian.Average.GEOMETRIC, 1, 2, List.of(0.0, 0.5, 1.0, 2.0), 3)));
  }

  @Test
  void digital() {
    assertReads("{'id':'1','type':'digital','asset':'A','option':'put','strike':5,'expiry':2,'payout':'cash',"
        + "'amount':-3,'steps':2}",
        Trade.of("1", new Digital("A", OptionType.PUT, 5, 2, Digital.Payout.CASH, -3, 2)));
    assertReads("{'id':'1','type':'digital','asset':'A','option':'call','strike':5,'expiry':2,'payout':'asset'}",
        Trade.of("1", Digital.assetOrNothing("A", OptionType.CALL, 5, 2)));
  }

  @Test
  void asian() {
    assertReads("{'id':'1','type':'asian','asset':'A','option':'call','average':'arithmetic','strike':100,"
        + "'expiry':1.0,'fixings':4}",
        Trade.of("1", Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 4)));
  }

  @Test
  void barrier() {
    assertReads("{'id':'1','type':'barrier','asset':'A','option':'call','strike':100,'expiry':1.0,'barrier':120,"
        + "'kind':'up-and-out','monitoring':12,'rebate':2.5,'steps':2}",
        Trade.of("1", new Barrier("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT,
            Barrier.of("A", OptionType.CALL, 100, 1, 120, Barrier.Kind.UP_AND_OUT, 12, 0).monitoring(), 2.5, 2)));
    assertReads("{'id':'1','type':'barrier','asset':'A','option':'put','strike':100,'expiry':1.0,'barrier':80,"
        + "'kind':'down-and-in','monitoring':[0.25,0.5]}",
        Trade.of("1",
            Barrier.of("A", OptionType.PUT, 100, 1, 80, Barrier.Kind.DOWN_AND_IN, List.of(0.25, 0.5), 0)));
  }

  @Test
  void basket() {
    assertReads("{'id':'1','type':'basket','assets':['B','A'],'weights':[1,-2],'aggregate':'worst-of','option':'call',"
        + "'strike':0,'expiry':1.5}",
        Trade.of("1",
            Basket.of(List.of("B", "A"), List.of(1.0, -2.0), Basket.Aggregate.WORST_OF, OptionType.CALL, 0, 1.5)));
    assertReads("{'id':'1','type':'basket','assets':['A'],'weights':[1],'aggregate':'weighted-sum','option':'call',"
        + "'strike':0,'expiry':1.5,'fixings':3,'steps':4}",
        Trade.of("1", new Basket(List.of("A"), List.of(1.0), Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 0, 1.5,
            List.of(0.5, 1.0, 1.5), 4)));
  }

  @Test
  void autocallable() {
    assertReads(GOOD_AUTOCALLABLE,
        Trade.of("1", Autocallable.of(List.of("B", "A"), List.of(98.0, 101.0), 1000, 25.5, 0.7, 1, 1, 0.6, 2, 4)));
    assertReads(GOOD_AUTOCALLABLE.replace("'observations':4",
        "'observations':[0.5,2],'firstAutocall':2,'discounting':false,'steps':3"),
        Trade.of("1", new Autocallable(List.of("B", "A"), List.of(98.0, 101.0), 1000, 25.5, 0.7, 1, 2, 0.6, 2,
            List.of(0.5, 2.0), false, 3)));
  }

  /** Every wrong trade is this one with a piece replaced. */
  private static final String GOOD = "{'id':'1','type':'barrier','asset':'A','option':'call','strike':100,'expiry':1.0,"
      + "'barrier':120,'kind':'up-and-out','monitoring':12}";

  private static final String GOOD_BASKET = "{'id':'1','type':'basket','assets':['A','B'],'weights':[1,1],"
      + "'aggregate':'best-of','option':'call','strike':100,'expiry':1.0}";

  private static final String GOOD_AUTOCALLABLE = "{'id':'1','type':'autocallable','assets':['B','A'],"
      + "'initialFixings':[98,101],'nominal':1000,'coupon':25.5,'couponBarrier':0.7,'autocallBarrier':1,"
      + "'protectionBarrier':0.6,'expiry':2,'observations':4}";

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "'id':'1',            | ~~                    | p:1:1: id is missing",
      "'id':'1'             | 'id':1                | p:1:7: id is 1, must be a string",
      "'id':'1'             | 'id':' '              | p:1:1: trade id must not be blank",
      "'type':'barrier',    | ~~                    | p:1:1: type is missing, allowed: european, digital, asian, barrier, basket, autocallable",
      "'type':'barrier'     | 'type':'barier'       | p:1:18: type is 'barier' (did you mean 'barrier'?), allowed: european, digital, asian, barrier, basket, autocallable, script, american",
      "'type':'barrier',    | 'typ':'barrier',      | p:1:17: unknown field 'typ' (did you mean 'type'?)",
      "'type':'barrier'     | 'type':'european'     | unknown field 'barrier', allowed: id, type, quantity, option, strike, expiry, steps, asset",
      "'asset':'A'          | 'asset':'TSLA'        | p:1:36: unknown asset TSLA, known assets: [A, B, E]",
      "'asset':'A',         | ~~                    | p:1:1: asset is missing",
      "'option':'call'      | 'option':'CALL'       | p:1:49: option is 'CALL', allowed: call, put",
      "'strike':100         | 'strike':-1           | p:1:65: strike is -1, must be a finite number >= 0",
      "'strike':100         | 'strike':'1'          | p:1:65: strike is '1', must be a number",
      "'strike':100         | 'strik':100           | p:1:64: unknown field 'strik' (did you mean 'strike'?)",
      "'strike':100         | 'strike':null         | p:1:65: strike is null, must be a number",
      "'expiry':1.0         | 'expiry':-1.0         | p:1:78: expiry is -1.0, which is in the past of the valuation date 2026-11-20",
      "'expiry':1.0         | 'expiry':'soon'       | p:1:78: expiry is 'soon', must be an ISO date such as 2027-11-20 or a number of years",
      "'expiry':1.0         | 'expiry':true         | p:1:78: expiry is true, must be an ISO date such as 2027-11-20 or a number of years",
      "'barrier':120        | 'barrier':0           | barrier is 0, must be a finite number > 0",
      "'up-and-out'         | 'out'                 | kind is 'out', allowed: up-and-out, up-and-in, down-and-out, down-and-in",
      "'monitoring':12      | 'monitoring':0        | monitoring is 0, must be a whole number from 1",
      "'monitoring':12      | 'monitoring':1.5      | monitoring is 1.5, must be a whole number from 1",
      "'monitoring':12      | 'monitoring':'all'    | monitoring is 'all', must be a number of dates, or an array of dates and years",
      "'monitoring':12      | 'monitoring':[]       | monitoring times are empty",
      "'monitoring':12      | 'monitoring':[0.5,0.5]  | monitoring times must increase strictly, but 0.5 follows 0.5",
      "'monitoring':12      | 'monitoring':[0.5,2]  | monitoring times contain 2, must be times from 0 to the expiry 1",
      "'monitoring':12      | 'monitoring':12,'rebate':-1 | rebate is -1, must be a finite number >= 0",
      "'monitoring':12      | 'monitoring':12,'steps':1e9999 | steps is 1e9999, must be a whole number",
      "'monitoring':12      | 'monitoring':2000000000 | monitoring is 2000000000, must be a whole number from 1 to 1000000",
      "'monitoring':12      | 'monitoring':12,'steps':100000 | 12 observation dates times 100000 steps are 1200000 simulation steps, at most 1000000 are allowed",
      "'monitoring':12      | 'monitoring':12,'quantity':1e400 | quantity is 1e400, which overflows: numbers go up to 1.8e308"})
  void whatIsWrongIsSaidWithItsPlace(String piece, String replacement, String message) {
    assertThat(GOOD).contains(piece);
    assertThatThrownBy(() -> read(GOOD.replace(piece, replacement == null ? "" : replacement)))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "['A','B']            | ['A','Z']             | p:1:41: unknown asset Z, known assets: [A, B, E]",
      "['A','B']            | ['A','E']             | p:1:36: assets of one product must share one curve, but A is on USD and E on EUR",
      "['A','B']            | ['A','A']             | assets names A twice",
      "['A','B']            | 'A'                   | assets is 'A', must be an array",
      "['A','B']            | ['A',3]               | assets[1] is 3, must be a string",
      "[1,1]                | [1]                   | 2 assets but 1 weights, one weight per asset is needed",
      "'best-of'            | 'median'              | aggregate is 'median', allowed: weighted-sum, best-of, worst-of"})
  void whatIsWrongWithABasketIsSaid(String piece, String replacement, String message) {
    assertThat(GOOD_BASKET).contains(piece);
    assertThatThrownBy(() -> read(GOOD_BASKET.replace(piece, replacement)))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "[98,101]            | [98]                  | 2 assets but 1 initial fixings, one initial fixing per asset is needed",
      "[98,101]            | [98,0]                | initialFixings[1] is 0, must be a finite number > 0",
      "'coupon':25.5       | 'coupon':-1           | coupon is -1, must be a finite number >= 0",
      "'couponBarrier':0.7 | 'couponBarrier':0     | couponBarrier is 0, must be a finite number > 0",
      "'coupon':25.5       | 'strike':25.5         | unknown field 'strike', allowed: id, type, quantity, expiry, steps, assets",
      "'observations':4    | 'observations':[0,2]  | observations contain 0, but nothing is observed today",
      "'observations':4    | 'observations':4,'firstAutocall':0 | firstAutocall is 0, must be a whole number from 1",
      "'observations':4    | 'observations':4,'discounting':'true' | discounting is 'true', must be true or false",
      "'observations':4    | 'observations':4,'discounting':null | discounting is null, must be true or false"})
  void whatIsWrongWithAnAutocallableIsSaid(String piece, String replacement, String message) {
    assertThat(GOOD_AUTOCALLABLE).contains(piece);
    assertThatThrownBy(() -> read(GOOD_AUTOCALLABLE.replace(piece, replacement)))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  /** Every wrong trade with a past is this one with a piece replaced. */
  private static final String LIVING = "{'id':'1','type':'barrier','asset':'A','option':'call','strike':100,"
      + "'start':'2026-10-01','expiry':'2027-10-01','barrier':120,'kind':'up-and-out','monitoring':4}";

  private static Trade readLiving(String text) {
    Fixings fixings = (asset, date) -> OptionalDouble.of(100);
    return new TradeReader(MARKET, fixings).trade(JsonText.parse("p", 0, text.replace('\'', '"')));
  }

  @Test
  void aCountBeginsAtTheStart() {
    assertThat(readLiving(LIVING).product().observationTimes())
        .containsExactly(41 / 365.0, 133 / 365.0, 224 / 365.0, 315 / 365.0);
    assertThat(readLiving(LIVING.replace("'monitoring':4", "'monitoring':['2026-10-16','2026-11-20','2027-10-01'],"
        + "'currency':'USD'")).product().observationTimes()).containsExactly(315 / 365.0);
  }

  @Test
  void pastFixingsOfATradeComeBeforeThoseOfTheFile() {
    String hit = LIVING.replace("'monitoring':4", "'monitoring':['2026-10-16','2027-10-01'],"
        + "'pastFixings':[{'date':'2026-10-16','price':130}]");
    assertThat(readLiving(hit)).isEqualTo(new Trade("1", Payments.none(List.of("A")), 1, "knocked out on 2026-10-16"));
    String known = LIVING.replace("'monitoring':4", "'monitoring':['2026-10-16','2027-10-01'],'hit':'2026-10-16'");
    assertThat(readLiving(known).remark()).isEqualTo("knocked out on 2026-10-16");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "'expiry':'2027-10-01' | 'expiry':1            | p:1:99: expiry is 1, must be an ISO date such as 2027-11-20, because the trade has a start",
      "'start':'2026-10-01'  | 'start':'2027-10-02'  | start is 2027-10-02, after the expiry 2027-10-01",
      "'start':'2026-10-01'  | 'start':'October'     | start is 'October', must be an ISO date such as 2026-11-20",
      "'monitoring':4        | 'monitoring':366      | 366 dates do not fit in the 365 days from 2026-10-01 to 2027-10-01",
      "'monitoring':4        | 'monitoring':[1]      | monitoring[0] is 1, must be an ISO date",
      "'monitoring':4        | 'monitoring':['2026-09-30'] | monitoring[0] is 2026-09-30, must lie between start and expiry",
      "'monitoring':4        | 'monitoring':['2027-10-02'] | monitoring[0] is 2027-10-02, must lie between start and expiry",
      "'monitoring':4        | 'monitoring':['2027-01-02','2027-01-02'] | monitoring must increase strictly, but 2027-01-02 follows 2027-01-02",
      "'start':'2026-10-01', | 'pastFixings':[],     | monitoring is a count, which begins anew every day; a trade with a past needs start or an array of dates",
      "'monitoring':4        | 'monitoring':4,'hit':'2026-11-11' | p:1:167: 2026-11-11 is not one of the dates on which that can happen",
      "'monitoring':4        | 'monitoring':4,'pastFixings':[{'asset':'B','date':'2026-10-02','price':1}] | asset is 'B', allowed: A",
      "'monitoring':4        | 'monitoring':4,'pastFixings':[{'date':'2026-10-02'}] | pastFixings[0].price is missing",
      "'monitoring':4        | 'monitoring':4,'pastFixings':[{'date':'2026-10-02','price':1},{'date':'2026-10-02','price':2}] | pastFixings[1] is a second fixing of A on 2026-10-02",
      "'monitoring':4        | 'monitoring':4,'called':'2026-10-02' | unknown field 'called'",
      "'monitoring':4        | 'monitoring':4,'currency':'EUR' | p:1:172: currency is 'EUR', but A is quoted in USD; to pay in another currency give a conversion"})
  void whatIsWrongWithATradeThatHasAPastIsSaid(String piece, String replacement, String message) {
    assertThat(LIVING).contains(piece);
    assertThatThrownBy(() -> readLiving(LIVING.replace(piece, replacement)))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  @Test
  void aFixingOfTodayIsNeededOfADateButNotOfAYearFraction() {
    String today = "{'id':'1','type':'european','asset':'A','option':'call','strike':90,'expiry':'2026-11-20'}";
    assertThatThrownBy(() -> read(today)).hasMessage(
        "p:1:1: the fixing of A on 2026-11-20 is missing, it must be among the past fixings");
    assertThat(readLiving(today).product()).isEqualTo(Payments.of(List.of("A"), 0, 10));
    assertReads(today.replace("'2026-11-20'", "0"), Trade.of("1", European.of("A", OptionType.CALL, 90, 0)));
  }

  private static String european(String expiry, String calendar) {
    return "{'id':'1','type':'european','asset':'A','option':'call','strike':1,'expiry':'" + expiry + "','calendar':'"
        + calendar + "'}";
  }

  private static List<LocalDate> dates(Trade trade) {
    return trade.product().observationTimes().stream()
        .map(time -> LocalDate.of(2026, 11, 20).plusDays(Math.round(time * 365))).toList();
  }

  /** By hand: Christmas 2026 is a Friday; its Saturday's holiday is on Monday in London and none in New York. */
  @ParameterizedTest
  @CsvSource({"2026-12-24, USNY, following, 2026-12-24", "2026-12-25, USNY, following, 2026-12-28",
      "2026-12-25, USNY, modified-following, 2026-12-28", "2026-12-25, USNY, preceding, 2026-12-24",
      "2026-12-25, USNY, nearest, 2026-12-24", "2026-12-27, USNY, nearest, 2026-12-28",
      "2026-12-25, GBLO, following, 2026-12-29", "2026-12-25, USNY+GBLO, following, 2026-12-29",
      "2026-12-28, USNY+EUTA, following, 2026-12-28", "2027-07-31, USNY, following, 2027-08-02",
      "2027-07-31, USNY, modified-following, 2027-07-30", "2027-08-01, USNY, preceding, 2027-07-30",
      "2027-08-01, USNY, modified-preceding, 2027-08-02", "2026-12-25, Sat/Sun, following, 2026-12-25",
      "2026-12-26, Sat/Sun, following, 2026-12-28"})
  void datesMoveToBusinessDays(String expiry, String calendar, String convention, LocalDate expected) {
    String text = european(expiry, calendar).replace("}", ",'businessDayConvention':'" + convention + "'}");
    assertThat(dates(read(text))).containsExactly(expected);
    assertThat(read(text)).isEqualTo(read(european(expected.toString(), calendar)));
    assertThat(read(text)).isEqualTo(read(european(expected.toString(), calendar).replace(",'calendar':'" + calendar
        + "'", "")));
  }

  /** The expiry and dates one by one or as a count, of every product that has them. */
  @Test
  void allDatesOfAllProductsMove() {
    String days = ",'expiry':'2027-11-20','calendar':'USNY'";
    String schedule = "['2026-12-25','2027-05-31','2027-11-20']";
    List<LocalDate> moved = List.of(LocalDate.of(2026, 12, 28), LocalDate.of(2027, 6, 1), LocalDate.of(2027, 11, 22));
    for (String dates : List.of(schedule, "4")) {
      for (String product : List.of(
          "'type':'asian','asset':'A','option':'call','average':'geometric','strike':1,'fixings':",
          "'type':'barrier','asset':'A','option':'call','strike':1,'barrier':200,'kind':'up-and-in','monitoring':",
          "'type':'basket','assets':['A','B'],'weights':[1,1],'aggregate':'best-of','option':'put','strike':1,"
              + "'fixings':",
          "'type':'autocallable','assets':['A'],'initialFixings':[1],'nominal':1,'coupon':1,'couponBarrier':1,"
              + "'autocallBarrier':1,'protectionBarrier':1,'observations':")) {
        Trade trade = read("{'id':'1'," + product + dates + days + "}");
        // 20 November and 91, 183, 274 and 365 days: 19 February (Friday), 22 May and 21 August (Saturdays), 20
        // November
        assertThat(dates(trade)).as(product).isEqualTo(dates.equals(schedule)
            ? moved
            : List.of(LocalDate.of(2027, 2, 19), LocalDate.of(2027, 5, 24), LocalDate.of(2027, 8, 23),
                LocalDate.of(2027, 11, 22)));
      }
    }
    assertThat(dates(read("{'id':'1','type':'digital','asset':'A','option':'call','strike':1,'payout':'asset'" + days
        + "}"))).containsExactly(LocalDate.of(2027, 11, 22));
  }

  /** What has come is decided by where dates have moved to, and fixings are looked up there. */
  @Test
  void movedDatesHaveAPast() {
    String saturday = european("2026-11-21", "USNY");
    assertThat(read(saturday).remark()).isEmpty();
    assertThatThrownBy(() -> read(saturday.replace("}", ",'businessDayConvention':'preceding'}")))
        .hasMessageContaining("the fixing of A on 2026-11-20 is missing");
    String living = LIVING.replace("'monitoring':4", "'monitoring':['2026-10-17','2027-10-01'],'calendar':'USNY',"
        + "'pastFixings':[{'date':'2026-10-19','price':130}]");
    assertThat(readLiving(living).remark()).isEqualTo("knocked out on 2026-10-19");
    // from Saturday, 3 October: 2 January and 3 April are Saturdays, 2 July and 1 October are Fridays
    assertThat(dates(readLiving(LIVING.replace("2026-10-01", "2026-10-03").replace("'monitoring':4",
        "'monitoring':4,'calendar':'GBLO'")))).containsExactly(LocalDate.of(2027, 1, 4), LocalDate.of(2027, 4, 5),
            LocalDate.of(2027, 7, 2), LocalDate.of(2027, 10, 1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "'calendar':'USNY' | 'calendar':'USNX' | p:1:120: calendar is 'USNX', allowed: AUSY, BRBD, ",
      "'calendar':'USNY' | 'calendar':'USNY+' | calendar is 'USNY+', allowed: ",
      "'calendar':'USNY' | 'calendar':'' | calendar is '', allowed: ",
      "'calendar':'USNY' | 'calendar':'USNY+GBLO','businessDayConvention':'next' | businessDayConvention is 'next', allowed: following, modified-following, preceding, modified-preceding, nearest",
      "'calendar':'USNY' | 'businessDayConvention':'nearest' | businessDayConvention is given, but calendar is missing",
      "'expiry':'2026-12-20' | 'expiry':1 | p:1:96: expiry is 1, must be an ISO date such as 2027-11-20, because the trade has a calendar",
      "'fixings':1 | 'fixings':[0.5] | fixings[0] is 0.5, must be an ISO date",
      "'fixings':1 | 'fixings':['2026-12-19','2026-12-20'] | fixings must increase strictly, but 2026-12-21 follows 2026-12-21, as business days",
      "'fixings':1 | 'fixings':['2026-12-22'] | fixings[0] is 2026-12-22, must lie between start and expiry",
      "'fixings':1 | 'fixings':15 | fixings is 15, of which 2026-11-28 and 2026-11-30 are the business day 2026-11-30; give fewer, or an array"})
  void whatIsWrongWithBusinessDaysIsSaid(String piece, String replacement, String message) {
    String trade = "{'id':'1','type':'asian','asset':'A','option':'call','average':'geometric','strike':1,"
        + "'expiry':'2026-12-20','calendar':'USNY','fixings':1}";
    assertThat(trade).contains(piece);
    assertThatThrownBy(() -> read(trade.replace(piece, replacement))).isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(message);
  }

  /** A script that has a past knows whole days only. */
  @Test
  void timesOfAScriptWithAPastAreDifferentDays() {
    String script = "{'id':'1','type':'script','assets':['A'],'script':'at 4 times until 0.008 { pay A }'}";
    assertThat(read(script).product().observationTimes()).hasSize(4);
    assertThatThrownBy(() -> readLiving(script.replace("}'}", "}','start':'2026-11-19'}")))
        .isInstanceOf(InvalidInputException.class).hasMessageStartingWith("p:1:")
        .hasMessageContaining("which are the same day");
    assertThat(readLiving(script.replace("0.008", "1").replace("}'}", "}','start':'2026-11-19'}")).product()
        .observationTimes()).containsExactly(90 / 365.0, 182 / 365.0, 273 / 365.0, 364 / 365.0);
  }
}
