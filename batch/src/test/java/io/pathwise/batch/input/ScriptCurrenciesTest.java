package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.ProductWords;
import io.pathwise.pricing.product.Trade;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Payments of scripts that name a currency: which rate they find, and what is said where there is none. */
class ScriptCurrenciesTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);

  private static final AssetModel VOL = AssetModel.BlackScholes.of(0.1);

  private static final MarketData MARKET = MarketData.of(TODAY,
      List.of(ZeroCurve.flat("USD", 0.03), ZeroCurve.flat("EUR", 0.01), ZeroCurve.flat("GBP", 0.02),
          ZeroCurve.flat("JPY", 0.0)),
      List.of(Asset.blackScholes("A", "USD", 100, 0.01, 0.2), Asset.blackScholes("E", "EUR", 100, 0, 0.2),
          Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, VOL), Asset.exchangeRate("USDGBP", "GBP", "USD", 0.8, VOL)),
      Correlations.NONE);

  private static Trade read(String assets, String script, String further, Fixings fixings) {
    String text = "{'id':'1','type':'script','assets':[" + assets + "],'script':'" + script + "'" + further + "}";
    return new TradeReader(MARKET, fixings).trade(JsonText.parse("p", 0, text.replace('\'', '"')));
  }

  private static Trade read(String script) {
    return read("'A'", script, "", Fixings.NONE);
  }

  @Test
  void theRateIsAnAssetOfTheTrade() {
    Trade trade = read("state first = 0 per asset at 1 { set first = prices pay 5 in EUR pay sum(first) in USD }");
    assertThat(trade.product().assets()).containsExactly("A", "EURUSD");
    assertThat(ProductWords.lines((DomesticProduct) trade.product(), TODAY)).endsWith("  pay 5 in EUR",
        "  pay first of A");
    assertThat(read("'A','EURUSD'", "at 1 { pay EURUSD in EUR }", "", Fixings.NONE).product().assets())
        .containsExactly("A", "EURUSD");
    assertThat(read("at 1 { pay 5 in USD }").product().assets()).containsExactly("A");
    assertThat(read("'E'", "at 1 { pay 5 in EUR }", ",'currency':'USD','conversion':'composite'", Fixings.NONE)
        .product().assets()).containsExactly("E", "EURUSD");
  }

  /** Rates are needed of payments that are left only: here of today, not of the day before. */
  @Test
  void whatIsPaidTodayIsConvertedAtTodaysFixing() {
    String script = "at [2026-11-19, 2026-11-20] { pay 5 in EUR }";
    assertThatThrownBy(() -> read(script)).hasMessageContaining("the fixing of EURUSD on 2026-11-20 is missing");
    Fixings fixings = Fixings.of(Map.of("EURUSD", Map.of(TODAY, 1.2)));
    assertThat(read("'A'", script, "", fixings).product()).isEqualTo(Payments.of(List.of("A", "EURUSD"), 0, 6));
    assertThat(read("'A'", script, ",'pastFixings':[{'asset':'EURUSD','date':'2026-11-20','price':1.2}]", Fixings.NONE)
        .product()).isEqualTo(Payments.of(List.of("A", "EURUSD"), 0, 6));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "at 1 { pay 5 in JPY } | line 1, column 17: there is no exchange rate of JPY and USD, exchange rates: [EURUSD, USDGBP]",
      "at 1 { pay 5 in nothing } | there is no exchange rate of nothing and USD",
      "at 1 { pay 5 in GBP } | the exchange rate USDGBP is quoted in GBP; a payment in GBP needs one that is quoted in USD",
      "at 1 { pay 5 in 7 } | line 1, column 17: a currency is expected, not '7'",
      "at 1 { pay 5 in EUR on 2 } | a payment in another currency is made when it is known",
      "at 1 { pay 5 in EUR after 2 days } | a payment in another currency is made when it is known",
      "state in = 0 at 1 { pay 5 } | 'in' is a word of the language"})
  void whatIsWrongIsSaid(String script, String message) {
    assertThatThrownBy(() -> read(script)).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("p:1:").hasMessageContaining(message);
  }

  @Test
  void aLagIsForPaymentsInTheCurrencyOfTheTrade() {
    assertThat(read("'A'", "at 1 { pay 5 in USD }", ",'paymentLag':2", Fixings.NONE).product().assets()).hasSize(1);
    assertThatThrownBy(() -> read("'A'", "at 1 { pay 5 in EUR }", ",'paymentLag':2", Fixings.NONE))
        .hasMessageContaining("'on', 'after' and a payment lag are for payments in the currency of the trade");
  }
}
