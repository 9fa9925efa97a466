package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.pricing.market.MarketData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Portfolios and markets written as tables. */
class TablesTest {
  private static final Path EXAMPLES = Path.of("../examples");

  @TempDir
  private Path directory;

  private Outcome risk(String portfolio, String market, String out) {
    return CommandLineRunner.run("risk", "--portfolio", portfolio, "--market", market, "--out",
        directory.resolve(out).toString(), "--paths", "256", "--policy", "structural", "--measures", "value,delta",
        "--fixings", "../examples/fixings.csv");
  }

  private byte[] results(String out) throws IOException {
    return Files.readAllBytes(directory.resolve(out).resolve("results.csv"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"portfolio", "living", "business-days"})
  void tablesGiveTheSameBytes(String name) throws IOException {
    Outcome json = risk("../examples/" + name + ".jsonl", "../examples/market.json", "json");
    Outcome table = risk("../examples/" + name + ".csv", "../examples/market.csv", "table");
    assertThat(json.status()).as(json.err()).isZero();
    assertThat(table.status()).as(table.err()).isZero();
    assertThat(results("table")).isEqualTo(results("json"));
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.writeString(directory.resolve(name), String.join("\n", lines));
  }

  @Test
  void aMarketOfAllModelsCanBeATable() throws IOException {
    MarketData json = MarketReader.read(file("m.json", """
        {"valuationDate":"2026-11-20","curves":[{"id":"C","zero":0.01}],"assets":[
        {"id":"H","curve":"C","spot":1,"model":{"type":"heston","v0":0.04,"kappa":1.5,"theta":0.05,"xi":0.4,"rho":-0.6,
         "scheme":"full-truncation-euler","stepsPerYear":20}},
        {"id":"M","curve":"C","spot":2,"dividendYield":0.1,
         "model":{"type":"merton","vol":0.2,"jumpIntensity":0.5,"jumpMean":-0.1,"jumpVol":0.2}},
        {"id":"V","curve":"C","spot":3,"model":{"type":"variance-gamma","vol":0.2,"drift":-0.1,"nu":0.3}},
        {"id":"S","curve":"C","spot":4,"model":{"type":"sabr","vol":0.2,"beta":0.5,"reference":5,"nu":0.4,"rho":-0.3}}]}
        """));
    MarketData table = MarketReader.read(file("m.csv", "quote,item,id,value,time",
        "valuationDate,market,,2026-11-20,", "zero,curve,C,0.01,", "model,asset,H,heston,", "curve,asset,H,C,",
        "spot,asset,H,1,", "v0,asset,H,0.04,", "kappa,asset,H,1.5,", "theta,asset,H,0.05,", "xi,asset,H,0.4,",
        "rho,asset,H,-0.6,", "scheme,asset,H,full-truncation-euler,", "stepsPerYear,asset,H,20,",
        "curve,asset,M,C,", "spot,asset,M,2,", "dividendYield,asset,M,0.1,", "model,asset,M,merton,",
        "vol,asset,M,0.2,",
        "jumpIntensity,asset,M,0.5,", "jumpMean,asset,M,-0.1,", "jumpVol,asset,M,0.2,", "curve,asset,V,C,",
        "spot,asset,V,3,", "model,asset,V,variance-gamma,", "vol,asset,V,0.2,", "drift,asset,V,-0.1,",
        "nu,asset,V,0.3,",
        "curve,asset,S,C,", "spot,asset,S,4,", "model,asset,S,sabr,", "vol,asset,S,0.2,", "beta,asset,S,0.5,",
        "reference,asset,S,5,", "nu,asset,S,0.4,", "rho,asset,S,-0.3,",
        ""));
    assertThat(table).isEqualTo(json);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "asset,AAPL,spot,,100.0      | asset,AAPL,spot,,-1      | m.csv:8:value: assets[0].spot is -1, must be",
      "asset,AAPL,spot,,100.0      | asset,AAPL,spot,,x       | m.csv:8:value: assets[0].spot is 'x', must be a number",
      "asset,AAPL,model,,black-scholes | asset,AAPL,modl,,black-scholes | m.csv:10:value: unknown field 'assets[0].model.modl'",
      "asset,AAPL,spot,,100.0      | asset,AAPL,spot,1,100    | m.csv:8:time: only a curve's zero, an asset's vol and its dividends have a time",
      "asset,AAPL,spot,,100.0      | asset,AAPL,curve,,USD    | m.csv:8:quote: the quote 'curve' is given twice",
      "asset,AAPL,spot,,100.0      | asset,AAPL,spot,,        | m.csv:8:1: value is missing",
      "asset,AAPL,spot,,100.0      | equity,AAPL,spot,,1      | m.csv:8:item: item is 'equity', allowed: market, curve, asset, correlation",
      "asset,AAPL,spot,,100.0      | asset,AAPL,vol,1,0.3     | spot is missing",
      "asset,AAPL,curve,,USD       | asset,AAPL,curve,,GBP    | m.csv:7:value: unknown curve GBP",
      "curve,EUR,zero,1,0.021      | curve,EUR,zero,0.1,0.021 | times",
      "correlation,SAP,ASML,,0.6   | correlation,SAP,X,,0.6   | m.csv:31:quote: unknown asset X",
      "market,,valuationDate,,2026-11-20 | market,,valuationDate,,today | m.csv:2:value: valuationDate is 'today'",
      "item,id,quote,time,value    | item,id,quote,tenor,value | m.csv:1:tenor: unknown column 'tenor', allowed: item, id, quote, time, value"})
  void aWrongMarketIsRefusedWithItsPlace(String piece, String replacement, String message) throws IOException {
    String market = Files.readString(EXAMPLES.resolve("market.csv"));
    assertThat(market).contains(piece);
    Outcome outcome = risk("../examples/portfolio.csv", file("m.csv", market.replace(piece, replacement)).toString(),
        "o");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }

  @Test
  void aWrongRowFailsItsTradeOnly() throws IOException {
    Path portfolio = file("p.csv", "id,type,asset,option,strike,expiry,assets,weights,aggregate",
        "a,european,AAPL,call,x,1,,,", "b,european,AAPL,call,100,1,,,", "c,european,AAPL,call,100", "",
        "b,european,AAPL,put,100,1,,,", "d,basket,,call,10,1,AAPL;X,1;1,best-of", "\"e\",european,TSLA,call,1,1,,,",
        "f,european,AAPL,call,1,1,,1;2,");
    assertThat(risk(portfolio.toString(), "../examples/market.csv", "out").status()).isEqualTo(3);
    assertThat(Files.readString(directory.resolve("out/results.csv"))).contains("b,value,,").contains(
        "p.csv:2:strike: strike is 'x', must be a number", "line 4,,,,,,0,failed,",
        "p.csv:4:1: the row has 5 cells, but there are 9 columns",
        "p.csv:6:id: id 'b' is not unique, it came first on line 3", "p.csv:7:assets: unknown asset X",
        "p.csv:8:asset: unknown asset TSLA", "p.csv:9:weights: unknown field 'weights'");
  }

  @Test
  void aWrongHeaderIsRefused() throws IOException {
    Path portfolio = file("p.csv", "id,type,strik", "a,european,1");
    Outcome outcome = risk(portfolio.toString(), "../examples/market.csv", "o");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("p.csv:1:strik: unknown column 'strik', allowed: id, type,");
    assertThat(risk(file("e.csv").toString(), "../examples/market.csv", "o").err()).contains("e.csv: is empty");
  }
}
