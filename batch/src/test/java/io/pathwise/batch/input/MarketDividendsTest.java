package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dividends, yield curves and exchange rates in market files. */
class MarketDividendsTest {

  @TempDir
  private Path directory;

  private MarketData json(String assetFields) throws IOException {
    return MarketReader.read(Files.writeString(directory.resolve("m.json"), """
        {"valuationDate":"2026-11-20","curves":[{"id":"USD","zero":0.04},{"id":"EUR","zero":0.01}],
        "assets":[{"id":"A","curve":"USD","spot":60,%s"model":{"type":"black-scholes","vol":0.2}}]}
        """.formatted(assetFields.replace('\'', '"'))));
  }

  /** Both files say the same. */
  @Test
  void tablesAndJsonHoldThem() throws IOException {
    MarketData json = json("'dividends':[{'time':0.5,'cash':0.6},{'time':0.75,'proportional':0.01}],"
        + "'dividendModel':'escrowed','yieldCurves':['EUR'],");
    Path table = Files.writeString(directory.resolve("m.csv"), """
        item,id,quote,time,value
        market,,valuationDate,,2026-11-20
        curve,USD,zero,,0.04
        curve,EUR,zero,,0.01
        asset,A,curve,,USD
        asset,A,spot,,60
        asset,A,cashDividend,0.5,0.6
        asset,A,proportionalDividend,0.75,0.01
        asset,A,dividendModel,,escrowed
        asset,A,yieldCurve,,EUR
        asset,A,model,,black-scholes
        asset,A,vol,,0.2
        """);
    assertThat(MarketReader.read(table)).isEqualTo(json);
    assertThat(json.asset("A").dividends()).isEqualTo(Dividends.of(List.of(
        new Dividend(0.5, Dividend.Kind.CASH, 0.6), new Dividend(0.75, Dividend.Kind.PROPORTIONAL, 0.01)),
        Dividends.CashModel.ESCROWED));
    assertThat(json.asset("A").yieldCurves()).containsExactly("EUR");
  }

  /** The price of the valuation date is without the dividend of that day. */
  @Test
  void dividendsOfThePastAreOver() throws IOException {
    MarketData market = json("'dividends':[{'time':'2026-11-19','cash':1},{'time':'2026-11-20','cash':1},"
        + "{'time':'2026-11-21','cash':1}],'dividendModel':'spot',");
    assertThat(market.asset("A").dividends().list()).containsExactly(new Dividend(1 / 365.0, Dividend.Kind.CASH, 1));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "'dividends':[{'time':1,'cash':1}],| assets[0].dividendModel is missing",
      "'dividends':[{'time':1,'cash':1}],'dividendModel':'spt',| dividendModel is 'spt', allowed: spot, escrowed",
      "'dividends':[{'time':1,'cash':70}],'dividendModel':'spot',| the dividends of asset A are worth 67.25",
      "'dividends':[{'time':1,'cash':1},{'time':0.5,'cash':1}],'dividendModel':'spot',| in the order of their times, but 0.5 follows 1",
      "'dividends':[{'time':-1,'cash':1}],| assets[0].dividends[0].time is -1, must be a finite number > 0",
      "'dividends':[{'cash':1}],| assets[0].dividends[0].time is missing",
      "'dividends':[{'time':1}],| assets[0].dividends[0].cash is missing, or proportional",
      "'dividends':[{'time':1,'proportional':1}],| proportional is 1, must be a number between 0 and 1",
      "'dividends':[{'time':'2027-02-30','cash':1}],| 2027-02-30",
      "'yieldCurves':['JPY'],| unknown curve JPY, known curves: [USD, EUR]",
      "'foreignCurve':'USD',| asset A is an exchange rate of USD into itself"})
  void mistakesAreSaidWithTheirPlace(String fields, String message) {
    assertThatThrownBy(() -> json(fields)).isInstanceOf(InvalidInputException.class).hasMessageContaining(message)
        .hasMessageContaining("m.json:");
  }
}
