package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.calibration.StaticArbitrage;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.product.OptionType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code pathwise calibrate} from files to files. */
class CalibrateCommandTest {

  private static final String MARKET = """
      {"valuationDate": "2026-11-20",
       "curves": [{"id": "USD", "times": [0.5, 2], "zeros": [0.02, 3.0e-2]}, {"id": "LEND", "zero": 0.005}],
       "assets": [
         {"id": "AAPL", "curve": "USD", "spot": 100.0, "dividendYield": 0.01, "yieldCurves": ["LEND"],
          "dividends": [{"time": "2027-03-20", "cash": 1.5}, {"time": 0.7, "proportional": 0.01}],
          "dividendModel": "escrowed",
          "model": {"type": "heston", "v0": 0.09, "kappa": 1, "theta": 0.09, "xi": 0.3, "rho": 0,
                    "scheme": "full-truncation-euler", "stepsPerYear": 100}},
         {"id": "M\\"SFT", "curve": "USD", "spot": 50, "model": {"type": "black-scholes", "vol": 0.25}}],
       "correlations": [{"a": "AAPL", "b": "M\\"SFT", "value": 0.5}]}
      """;
  private static final String HEADER = "asset,expiry,strike,vol,weight\n";
  private static final List<String> SMILE = List.of("AAPL,2027-05-21,80,0.26,", "AAPL,2027-05-21,90,0.235,1",
      "AAPL,2027-05-21,100,0.21,2", "AAPL,2027-05-21,110,0.195,", "AAPL,2027-05-21,120,0.19,",
      "AAPL,1.5,80,0.25,", "AAPL,1.5,100,0.215,", "AAPL,1.5,120,0.195,");

  @TempDir
  private Path directory;

  @BeforeEach
  void writeMarket() throws IOException {
    Files.writeString(directory.resolve("m.json"), MARKET);
  }

  private Outcome calibrate(String name, String quotes, String... more) throws IOException {
    Files.writeString(directory.resolve(name), quotes);
    return CommandLineRunner.run(Stream.concat(Stream.of("calibrate", "--market", path("m.json"), "--quotes",
        path(name), "--out", path("out.json"), "--model"), Stream.of(more)).toArray(String[]::new));
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private static String table(List<String> rows) {
    return HEADER + String.join("\n", rows) + "\n";
  }

  /** Finds anything of the market that is lost or changed, and a scheme that is not kept. */
  @Test
  void onlyTheModelsChange() throws IOException {
    Outcome outcome = calibrate("q.csv", table(SMILE), "heston");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    MarketData before = MarketReader.read(directory.resolve("m.json"));
    MarketData after = MarketReader.readDocument(directory.resolve("out.json")).market();
    AssetModel model = after.asset("AAPL").model();
    assertThat(after).isEqualTo(before.with(before.asset("AAPL").withModel(model)));
    assertThat(((AssetModel.Heston) model).variance()).extracting(StochasticVariance::scheme,
        StochasticVariance::stepsPerYear)
        .containsExactly(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 100);
    assertThat(model).isNotEqualTo(before.asset("AAPL").model());
    assertThat(Files.readString(directory.resolve("out.json"))).contains("3.0e-2", "\"2027-03-20\"", "M\\\"SFT");
    assertThat(outcome.out()).contains("AAPL, heston", "market vol %", "2027-05-21", "root mean square error",
        "Feller's condition", "8 quotes");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder("m.json", "q.csv",
          "out.json");
    }
  }

  /** The quotes are risk factors of the market that is written, and no hindrance to another fit of it. */
  @Test
  void quotesComeAlong() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "merton").status()).isZero();
    MarketData market = MarketReader.read(directory.resolve("out.json"));
    List<VolQuote> quotes = market.asset("AAPL").calibration().orElseThrow().quotes();
    assertThat(quotes).hasSize(8).contains(new VolQuote(182 / 365.0, 100, 0.21, 2), new VolQuote(1.5, 120, 0.195, 1));
    assertThat(market.asset("M\"SFT").calibration()).isEmpty();
    Outcome price = CommandLineRunner.run("price", "digital", "--asset", "AAPL", "--option", "call", "--strike", "100",
        "--expiry", "1", "--payout", "cash", "--amount", "10", "--market", path("out.json"), "--measures",
        "vega,bucketedVega", "--paths", "8192");
    assertThat(price.status()).isZero();
    assertThat(price.out()).contains("AAPL.vol ", "AAPL.vol[1.5,80]", "AAPL.vol[1.5,120]");

    Files.writeString(directory.resolve("p.jsonl"), "{\"id\":\"a\",\"type\":\"european\",\"asset\":\"AAPL\","
        + "\"option\":\"call\",\"strike\":100,\"expiry\":1}\n");
    assertThat(CommandLineRunner.run("risk", "--portfolio", path("p.jsonl"), "--market", path("out.json"), "--out",
        path("out"), "--measures", "bucketedVega", "--paths", "8192").status()).isZero();
    Matcher cell = Pattern.compile("a,bucketedVega,\"AAPL.vol\\[1.5,120]\",([^,]+),")
        .matcher(Files.readString(directory.resolve("out/results.csv")));
    assertThat(cell.find()).isTrue();
    assertThat(Files.readString(directory.resolve("out/report.html"))).contains("Vega of AAPL by expiry and strike",
        "\"names\":[\"0.499\",\"1.5\"],\"series\":[{\"name\":\"120\",\"values\":[",
        cell.group(1) + "]},{\"name\":\"110\"");

    String written = Files.readString(directory.resolve("out.json"));
    Files.writeString(directory.resolve("m.json"), written.replace("\"vol\": 0.195", "\"vol\": 0.185"));
    assertThat(CommandLineRunner.run("price", "digital", "--asset", "AAPL", "--option", "call", "--strike", "100",
        "--expiry", "1", "--payout", "cash", "--amount", "10", "--market", path("m.json")).err())
        .contains("m.json:", "the parameters of the model are not the closest fit to the quotes, which would move");
    Files.writeString(directory.resolve("m.json"), written.replace("\"strike\": 90", "\"strike\": 80"));
    assertThat(CommandLineRunner.run("price", "digital", "--asset", "AAPL", "--option", "call", "--strike", "100",
        "--expiry", "1", "--payout", "cash", "--amount", "10", "--market", path("m.json")).err())
        .containsPattern("m.json:\\d+:\\d+: assets\\[0].quotes\\[1] has the expiry and the strike of the quote at "
            + "\\S*m.json:\\d+:\\d+,");
    assertThat(calibrate("q.csv", table(SMILE), "merton").status()).isZero();
    assertThat(Files.readString(directory.resolve("out.json"))).isEqualTo(written);
  }

  /** A parameter at a limit takes no vegas from the others; where there are none, the reason is told. */
  @Test
  void quotesComeAlongWhereItIsKnownHowTheFitMoves() throws IOException {
    Files.writeString(directory.resolve("m.json"), MARKET.replace("\"value\": 0.5", "\"value\": 0"));
    assertThat(calibrate("q.csv", table(SMILE), "variance-gamma").out())
        .contains("nu has ended at its upper limit").doesNotContain("no vega");
    assertThat(MarketReader.read(directory.resolve("out.json")).asset("AAPL").calibration()).isPresent();

    String flat = table(SMILE).replaceAll("0\\.[12]\\d*,", "0.2,");
    assertThat(calibrate("flat.csv", flat, "heston").out())
        .contains("no vega by these quotes: the quotes do not tell the parameters");
    assertThat(calibrate("flat.csv", flat, "local-vol").out())
        .contains("no vega by these quotes: it is not known how smiles at limits move with them");
    assertThat(MarketReader.read(directory.resolve("out.json")).asset("AAPL").calibration()).isEmpty();
  }

  /** The same quotes as objects give the same market. */
  @Test
  void jsonLinesAreTheSameQuotes() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "merton").status()).isZero();
    String fromTable = Files.readString(directory.resolve("out.json"));
    StringBuilder lines = new StringBuilder();
    for (String row : SMILE) {
      String[] cells = row.split(",", -1);
      lines.append("{\"asset\":\"%s\",\"expiry\":%s,\"strike\":%s,\"vol\":%s%s}%n".formatted(cells[0],
          cells[1].contains("-") ? "\"" + cells[1] + "\"" : cells[1], cells[2], cells[3],
          cells[4].isEmpty() ? "" : ",\"weight\":" + cells[4]));
    }
    assertThat(calibrate("q.jsonl", lines.toString(), "merton").status()).isZero();
    assertThat(Files.readString(directory.resolve("out.json"))).isEqualTo(fromTable);
  }

  /** A strike told by moneyness or delta is the same one, so that fits and markets have the same bytes. */
  @Test
  void strikesByMoneynessAndDeltaAreTheSameQuotes() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "merton").status()).isZero();
    String byStrike = Files.readString(directory.resolve("out.json"));
    MarketData market = MarketReader.read(directory.resolve("m.json"));
    StringBuilder byMoneyness = new StringBuilder("asset,expiry,moneyness,vol,weight\n");
    StringBuilder mixed = new StringBuilder("asset,expiry,strike,moneyness,delta,vol,weight\n");
    StringBuilder byDelta = new StringBuilder();
    for (int i = 0; i < SMILE.size(); i++) {
      String[] cells = SMILE.get(i).split(",", -1);
      boolean isDate = cells[1].contains("-");
      double time = isDate ? 182 / 365.0 : Double.parseDouble(cells[1]);
      double moneyness = Double.parseDouble(cells[2]) / market.forward("AAPL", time);
      double deviation = Double.parseDouble(cells[3]) * Math.sqrt(time);
      double call = new NormalDistribution(null, 0, 1)
          .cumulativeProbability(-Math.log(moneyness) / deviation + deviation / 2);
      double delta = i % 2 == 0 ? call : call - 1;
      String rest = cells[3] + "," + cells[4] + "\n";
      byMoneyness.append("AAPL,%s,%s,%s".formatted(cells[1], moneyness, rest));
      mixed.append("AAPL,%s,%s,%s".formatted(cells[1], switch (i % 3) {
        case 0 -> cells[2] + ",,";
        case 1 -> "," + moneyness + ",";
        default -> ",," + delta;
      }, rest));
      byDelta.append("{\"asset\":\"AAPL\",\"expiry\":%s,\"delta\":%s,\"vol\":%s%s}%n".formatted(
          isDate ? "\"" + cells[1] + "\"" : cells[1], delta, cells[3],
          cells[4].isEmpty() ? "" : ",\"weight\":" + cells[4]));
    }
    Map<String, CharSequence> files = Map.of("m.csv", byMoneyness, "x.csv", mixed, "d.jsonl", byDelta);
    for (var file : files.entrySet()) {
      assertThat(calibrate(file.getKey(), file.getValue().toString(), "merton").status()).isZero();
      assertThat(Files.readString(directory.resolve("out.json"))).as(file.getKey()).isEqualTo(byStrike);
    }
  }

  static Stream<Arguments> badStrikes() {
    String delta = "must be between 0 and 1 of a call or between -1 and 0 of a put, the ends excluded";
    return Stream.of(
        Arguments.of("AAPL,1,100,1,,0.2", "2:moneyness: moneyness cannot stand beside strike: give one of strike, "
            + "moneyness, delta"),
        Arguments.of("AAPL,1,,1,0.5,0.2", "2:delta: delta cannot stand beside moneyness: give one of strike, "
            + "moneyness, delta"),
        Arguments.of("AAPL,1,,,,0.2", "2:1: strike, moneyness, delta are missing, give one of them"),
        Arguments.of("AAPL,1,,0,,0.2", "2:moneyness: moneyness is 0, must be a finite number > 0"),
        Arguments.of("AAPL,1,,-1,,0.2", "2:moneyness: moneyness is -1, must be a finite number > 0"),
        Arguments.of("AAPL,1,,1e308,,0.2", "2:moneyness: strike is Infinity, must be a finite number > 0"),
        Arguments.of("AAPL,1,,,25,0.2", "2:delta: delta is 25, " + delta),
        Arguments.of("AAPL,1,,,0,0.2", "2:delta: delta is 0, " + delta),
        Arguments.of("AAPL,1,,,-1,0.2", "2:delta: delta is -1, " + delta),
        Arguments.of("AAPL,1,,,25d,0.2", "2:delta: delta is '25d', must be a number"),
        Arguments.of("AAPL,1,,,1e-12,0.2", "2:vol: an option with strike"));
  }

  @ParameterizedTest
  @MethodSource("badStrikes")
  void badStrikesAreRefused(String line, String message) throws IOException {
    Outcome outcome = calibrate("q.csv", "asset,expiry,strike,moneyness,delta,vol\n" + line + "\n", "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("q.csv:" + message);
    assertThat(directory.resolve("out.json")).doesNotExist();
  }

  /** The put with delta -0.75 and the call with 0.25 are one quote. */
  @Test
  void quotesGivenTwiceInOtherWordsAreRefused() throws IOException {
    Outcome outcome = calibrate("q.jsonl", """
        {"asset":"AAPL","expiry":1,"delta":0.25,"vol":0.2}
        {"asset":"AAPL","expiry":1,"delta":-0.75,"vol":0.2}
        {"asset":"AAPL","expiry":1,"delta":0.4,"moneyness":1,"vol":0.2}
        """, "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("q.jsonl:2:", "AAPL has a quote for this expiry and strike on line 1 already",
        "q.jsonl:3:", "delta cannot stand beside moneyness");
  }

  @Test
  void thePageHasParametersQuotesAndSmiles() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "heston", "--report", path("fit.html")).status()).isZero();
    assertThat(Files.readString(directory.resolve("fit.html"))).contains("<h1>Calibration of 2026-11-20</h1>",
        "heston fitted to q.csv on m.json", "<th scope=\"row\">kappa</th>", "\"expiry\":\"2027-05-21\"",
        "root mean square error");
  }

  static Stream<Arguments> badLines() {
    return Stream.of(
        Arguments.of("MSFTT,1,100,0.2,", "3:asset: unknown asset MSFTT, known assets: [AAPL, M\"SFT]"),
        Arguments.of("AAPL,1,100,-0.2,", "3:vol: vol is -0.2, must be a number > 0 and at most 5 (0.2 is 20 %)"),
        Arguments.of("AAPL,1,100,20,", "3:vol: vol is 20, must be a number > 0 and at most 5 (0.2 is 20 %)"),
        Arguments.of("AAPL,1,100,abc,", "3:vol: vol is 'abc', must be a number"),
        Arguments.of("AAPL,1,100,,", "3:1: vol is missing"),
        Arguments.of("AAPL,1,0,0.2,", "3:strike: strike is 0, must be a finite number > 0"),
        Arguments.of("AAPL,1,-5,0.2,", "3:strike: strike is -5, must be a finite number > 0"),
        Arguments.of("AAPL,1,1e999,0.2,", "3:strike: strike is 1e999, which overflows: numbers go up to 1.8e308"),
        Arguments.of("AAPL,0,100,0.2,", "3:expiry: expiry is 0, must be a finite number > 0"),
        Arguments.of("AAPL,-1,100,0.2,", "3:expiry: expiry is -1, must be a finite number > 0"),
        Arguments.of("AAPL,2026-11-20,100,0.2,",
            "3:expiry: expiry is '2026-11-20', must be after the valuation date 2026-11-20"),
        Arguments.of("AAPL,soon,100,0.2,",
            "3:expiry: expiry is 'soon', must be a number of years > 0 or an ISO date such as 2026-11-20"),
        Arguments.of("AAPL,1,100,0.2,0", "3:weight: weight is 0, must be a finite number > 0"),
        Arguments.of("AAPL,1,100,0.2,1,7", "3:1: the row has 6 cells, but there are 5 columns"),
        Arguments.of("AAPL,2027-05-21,80,0.26,",
            "3:strike: AAPL has a quote for this expiry and strike on line 2 already"),
        Arguments.of("AAPL,0.01,200,0.1,", "3:vol: an option with strike 200 and vol 0.1 is worth"));
  }

  /** Every bad line is told with its place, and nothing is written. */
  @ParameterizedTest
  @MethodSource("badLines")
  void badLinesAreRefused(String line, String message) throws IOException {
    Outcome outcome = calibrate("q.csv", HEADER + SMILE.getFirst() + "\n" + line + "\nAAPL,1,1,x,\n", "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err().lines()).hasSize(3).satisfies(lines -> {
      assertThat(lines.get(0)).contains("q.csv:" + message);
      assertThat(lines.get(1)).contains("q.csv:4:vol: vol is 'x'");
      assertThat(lines.get(2)).contains("q.csv: 2 of 3 quotes cannot be used");
    });
    assertThat(directory.resolve("out.json")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      asset,expiry,strik,vol | q.csv:1:strik: unknown column 'strik', allowed: asset, expiry, strike, moneyness, delta, vol, weight
      asset,expiry,strike,vol | q.csv: holds no quote
      '' | q.csv: is empty, a line of column names is needed
      """)
  void badTablesAreRefused(String text, String message) throws IOException {
    Outcome outcome = calibrate("q.csv", text, "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains(message);
  }

  @Test
  void fewerQuotesThanParametersAreRefused() throws IOException {
    Outcome outcome = calibrate("q.csv", table(SMILE.subList(0, 4)), "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("q.csv: asset AAPL has 4 quotes, must be at least 5, the parameters of heston");
  }

  /**
   * Quotes that contradict each other are told with line, strike and expiry, and fitted only when that is asked for.
   */
  @Test
  void arbitrageIsRefusedUnlessAllowed() throws IOException {
    String quotes = table(SMILE) + "AAPL,1.6,100,0.15,\n";
    Outcome outcome = calibrate("q.csv", quotes, "heston");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("AAPL, strike 100, expiry in 1.6 years: calendar spread: total variance",
        "contradict others, whatever the model; --repair moves them as little as is needed, --allow-arbitrage fits them "
            + "all the same");
    assertThat(directory.resolve("out.json")).doesNotExist();
    Outcome allowed = calibrate("q.csv", quotes, "heston", "--allow-arbitrage");
    assertThat(allowed.status()).isZero();
    assertThat(allowed.err()).contains("calendar spread");
    assertThat(directory.resolve("out.json")).exists();
  }

  /** Quotes are moved when that is asked for, each is told, and those that were fitted are written. */
  @Test
  void arbitrageIsRepairedWhenAskedFor() throws IOException {
    String quotes = table(SMILE) + "AAPL,1.6,100,0.15,\n";
    Outcome outcome = calibrate("q.csv", quotes, "merton", "--repair", "--report", path("fit.html"));
    assertThat(outcome.status()).isZero();
    List<Double> moved = new ArrayList<>();
    Matcher message = Pattern
        .compile("q.csv:(\\d+):1: AAPL, expiry \\S+, strike \\S+: vol moved from (\\S+) to (\\S+), as")
        .matcher(outcome.err());
    while (message.find()) {
      moved.add(Double.parseDouble(message.group(3)));
    }
    assertThat(outcome.err()).contains("q.csv:10:1: AAPL, expiry 1.6, strike 100: vol moved from 0.15 to 0.")
        .doesNotContain("2027-05-21");
    assertThat(outcome.err().lines()).hasSameSizeAs(moved);
    assertThat(outcome.out()).contains("moved, points",
        moved.size() + " quotes moved to be without arbitrage, at most ");
    assertThat(Files.readString(directory.resolve("fit.html"))).contains("moved, points");
    MarketData market = MarketReader.read(directory.resolve("out.json"));
    List<VolQuote> written = market.asset("AAPL").calibration().orElseThrow().quotes();
    assertThat(written).hasSize(9).contains(new VolQuote(182 / 365.0, 100, 0.21, 2));
    assertThat(written.stream().map(VolQuote::vol).map(vol -> Math.rint(vol * 1e6) / 1e6)).containsAll(moved);
    assertThat(StaticArbitrage.of(market, "AAPL", written)).isEmpty();
  }

  @Test
  void quotesWithoutArbitrageAreNotRepaired() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "merton").status()).isZero();
    String asTheyAre = Files.readString(directory.resolve("out.json"));
    Outcome outcome = calibrate("q.csv", table(SMILE), "merton", "--repair");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).doesNotContain("moved");
    assertThat(Files.readString(directory.resolve("out.json"))).isEqualTo(asTheyAre);
    assertThat(calibrate("q.csv", table(SMILE), "merton", "--repair", "--allow-arbitrage")).satisfies(both -> {
      assertThat(both.status()).isEqualTo(2);
      assertThat(both.err()).contains("--allow-arbitrage and --repair: one of them says");
    });
  }

  /** A surface is written with the fields that are read, at the asset's spot, in the same bytes each time. */
  @Test
  void aSurfaceIsWrittenAndReadAgain() throws IOException {
    Outcome outcome = calibrate("q.csv", table(SMILE), "local-vol", "--report", path("fit.html"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).contains("AAPL, local-vol", "atm[1.5]", "phi[1.5]", "8 quotes");
    assertThat(Files.readString(directory.resolve("fit.html"))).contains("local-vol fitted to q.csv on m.json",
        "<th scope=\"row\">rho[1.5]</th>");
    String written = Files.readString(directory.resolve("out.json"));
    assertThat(written).contains("\"times\": [", "\"vols\": [", "\"rhos\": [", "\"phis\": [",
        "\"reference\": 100.0, \"stepsPerYear\": 100}").doesNotContain("scheme");
    MarketData market = MarketReader.read(directory.resolve("out.json"));
    SmileSurface surface = ((AssetModel.LocalVol) market.asset("AAPL").model()).surface();
    assertThat(surface.times()).containsExactly(182 / 365.0, 1.5);
    double k = Math.log(80 / market.forward("AAPL", 1.5));
    assertThat(Math.sqrt(surface.slice(1.5).totalVariance(k) / 1.5)).isCloseTo(0.25, within(0.002));
    assertThat(calibrate("q.csv", table(SMILE), "local-vol").status()).isZero();
    assertThat(Files.readString(directory.resolve("out.json"))).isEqualTo(written);
  }

  @Test
  void fewerQuotesOfAnExpiryThanASmileHasParametersAreRefused() throws IOException {
    Outcome outcome = calibrate("q.csv", table(SMILE) + "AAPL,2,100,0.22,\n", "local-vol");
    assertThat(outcome.status()).isEqualTo(4);
    assertThat(outcome.err()).contains("q.csv: asset AAPL has 1 quotes for the expiry in 2 years, must be at least 3, "
        + "the parameters of a smile of local-vol");
    assertThat(directory.resolve("out.json")).doesNotExist();
  }

  /** An asset whose dividends no surface allows is refused, though its quotes expire before they are paid. */
  @Test
  void anAssetThatCannotHaveTheModelIsRefused() throws IOException {
    Files.writeString(directory.resolve("m.json"), MARKET.replace("\"escrowed\"", "\"spot\"")
        .replace("\"2027-03-20\", \"cash\": 1.5", "0.6, \"proportional\": 0.01")
        .replace("0.7, \"proportional\": 0.01", "2, \"cash\": 1.5"));
    String quotes = table(SMILE.subList(5, 8));
    assertThat(calibrate("q.csv", quotes, "local-vol")).satisfies(outcome -> {
      assertThat(outcome.status()).isEqualTo(4);
      assertThat(outcome.err()).contains("q.csv: asset AAPL pays dividends of cash under dividendModel spot");
    });
    assertThat(directory.resolve("out.json")).doesNotExist();
  }

  @Test
  void wrongUseIsTold() throws IOException {
    assertThat(calibrate("q.csv", table(SMILE), "black-scholes")).satisfies(outcome -> {
      assertThat(outcome.status()).isEqualTo(2);
      assertThat(outcome.err()).contains("allowed: heston, bates, merton, variance-gamma, local-vol");
    });
    for (String out : List.of("q.csv", "x.csv", "none/x.json", ".")) {
      Outcome outcome = calibrate("q.csv", table(SMILE), "heston", "--out=" + path(out));
      assertThat(outcome.status()).as(out).isEqualTo(2);
    }
    assertThat(calibrate("q.csv", table(SMILE), "heston", "--report", path("m.json")).status()).isEqualTo(2);
    assertThat(Files.readString(directory.resolve("m.json"))).isEqualTo(MARKET);
  }

  /** From quotes through a file to a simulation: vanillas have the prices that were quoted. */
  @Test
  void simulatedVanillasHaveTheQuotedPrices() throws IOException {
    Path examples = Path.of("..", "examples");
    Outcome outcome = CommandLineRunner.run("calibrate", "--market", examples.resolve("market.json").toString(),
        "--quotes", examples.resolve("quotes.csv").toString(), "--model", "heston", "--out", path("out.json"));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    Files.writeString(directory.resolve("p.jsonl"), """
        {"id":"P","type":"european","asset":"SAP","option":"put","strike":108,"expiry":"2027-11-19"}
        {"id":"C","type":"european","asset":"SAP","option":"call","strike":132,"expiry":"2028-11-17"}
        """);
    assertThat(CommandLineRunner.run("risk", "--market", path("out.json"), "--portfolio", path("p.jsonl"), "--out",
        path("out"), "--measures", "value", "--paths", "200000", "--seed", "5").status()).isZero();
    MarketData market = MarketReader.read(examples.resolve("market.json"));
    List<String> rows = Files.readAllLines(directory.resolve("out").resolve("results.csv"));
    check(rows.get(1), market, OptionType.PUT, 108, 364 / 365.0, 0.2449);
    check(rows.get(2), market, OptionType.CALL, 132, 728 / 365.0, 0.2166);
  }

  /** Within four standard errors, the rounding of the quotes and the bias of 50 steps a year. */
  private static void check(String row, MarketData market, OptionType option, double strike, double time, double vol) {
    String[] cells = row.split(",", -1);
    Asset asset = market.asset("SAP");
    double forward = market.forward(asset.id(), time);
    double quoted = (ImpliedVolatility.timeValue(forward, strike, time, vol)
        + Math.max(option.sign() * (forward - strike), 0))
        * Math.exp(-market.curve(asset.curve()).rateTime(time));
    assertThat(Double.parseDouble(cells[3])).as(row)
        .isCloseTo(quoted, within(4 * Double.parseDouble(cells[4]) + 0.02));
  }
}
