package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.CurveInterpolation;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Market files: everything that can stand in one, and for everything that can be wrong a message that says where. */
class MarketReaderTest {
  /** Every wrong market below is this one with a piece replaced. */
  private static final String GOOD = """
      { "valuationDate": "2026-11-20",
        "curves": [ {"id": "USD", "zero": 0.03},
                    {"id": "EUR", "times": [0.5, 1, 5], "zeros": [0.02, 0.021, -0.025]} ],
        "assets": [ {"id": "AAPL", "curve": "USD", "spot": 100.0, "dividendYield": 0.01,
                     "model": {"type": "black-scholes", "vol": 0.2}},
                    {"id": "MSFT", "curve": "USD", "spot": 50.0,
                     "model": {"type": "black-scholes", "times": [0.5, 1, 2], "vols": [0.22, 0.21, 0.2]}},
                    {"id": "SAP", "curve": "EUR", "spot": 5e1, "model": {"type": "black-scholes", "vol": 0}} ],
        "correlations": [ {"a": "AAPL", "b": "MSFT", "value": 0.5},
                          {"a": "SAP", "b": "AAPL", "value": -0.5},
                          {"a": "SAP", "b": "MSFT", "value": 0.1} ] }
      """;

  @TempDir
  private Path directory;

  private MarketData read(String text) throws IOException {
    return MarketReader.read(Files.writeString(directory.resolve("m.json"), text));
  }

  @Test
  void everythingThatCanStandInAMarketIsRead() throws IOException {
    MarketData expected = MarketData.of(LocalDate.of(2026, 11, 20),
        List.of(ZeroCurve.flat("USD", 0.03),
            ZeroCurve.of("EUR", List.of(0.5, 1.0, 5.0), List.of(0.02, 0.021, -0.025))),
        List.of(Asset.blackScholes("AAPL", "USD", 100, 0.01, 0.2),
            Asset.of("MSFT", "USD", 50, 0,
                AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0, 2.0), List.of(0.22, 0.21, 0.2)))),
            Asset.blackScholes("SAP", "EUR", 50, 0, 0)),
        Correlations.of(List.of(new Correlations.Entry("AAPL", "MSFT", 0.5),
            new Correlations.Entry("SAP", "AAPL", -0.5), new Correlations.Entry("SAP", "MSFT", 0.1))));
    assertThat(read(GOOD)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void interpolationsOfCurvesAreRead(CurveInterpolation interpolation) throws IOException {
    String field = ", \"interpolation\": \"" + interpolation.label() + "\"";
    ZeroCurve usd = ZeroCurve.flat("USD", 0.03).with(interpolation);
    MarketData market = read(
        GOOD.replace("-0.025]", "-0.025]" + field).replace("\"zero\": 0.03", "\"zero\": 0.03" + field));
    assertThat(market.curve("USD")).isEqualTo(usd);
    assertThat(market.curve("EUR")).isEqualTo(read(GOOD).curve("EUR").with(interpolation));
    Path table = Files.writeString(directory.resolve("m.csv"), """
        item,id,quote,time,value
        market,,valuationDate,,2026-11-20
        curve,USD,zero,1,0.03
        curve,USD,interpolation,,%s
        """.formatted(interpolation.label()));
    assertThat(MarketReader.read(table).curve("USD")).isEqualTo(usd);
  }

  @Test
  void anUnknownInterpolationIsNamedWithTheAllowedOnes() throws IOException {
    assertThatThrownBy(() -> read(GOOD.replace("-0.025]", "-0.025], \"interpolation\": \"cubic\"")))
        .hasMessageContainingAll("m.json:3:100: interpolation is 'cubic', allowed: linear-log-discount, "
            + "linear-zero, natural-cubic-log-discount");
    Path table = Files.writeString(directory.resolve("m.csv"),
        "item,id,quote,time,value\nmarket,,valuationDate,,2026-11-20\ncurve,C,zero,1,0.03\ncurve,C,interpolation,,x\n");
    assertThatThrownBy(() -> MarketReader.read(table)).hasMessageContainingAll("m.csv:4",
        "interpolation is 'x', allowed: linear-log-discount");
  }

  @Test
  void correlationsMayBeMissing() throws IOException {
    String text = GOOD.substring(0, GOOD.indexOf("\"correlations\"")).stripTrailing();
    assertThat(read(text.substring(0, text.length() - 1) + "}").correlations()).isEqualTo(Correlations.NONE);
  }

  @Test
  void everyModelIsRead() throws IOException {
    StochasticVariance variance = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);
    Jumps jumps = new Jumps(0.8, -0.1, 0.15);
    String heston = "'v0': 0.04, 'kappa': 1.5, 'theta': 0.05, 'xi': 0.5, 'rho': -0.7";
    String jumping = "'jumpIntensity': 0.8, 'jumpMean': -0.1, 'jumpVol': 0.15";
    assertThat(model("'heston', " + heston)).isEqualTo(new AssetModel.Heston(variance));
    assertThat(model("'heston', " + heston + ", 'scheme': 'full-truncation-euler', 'stepsPerYear': 12"))
        .isEqualTo(new AssetModel.Heston(
            variance.simulatedBy(StochasticVariance.Scheme.FULL_TRUNCATION_EULER, 12)));
    assertThat(model("'merton', 'vol': 0.2, " + jumping)).isEqualTo(new AssetModel.Merton(0.2, jumps));
    assertThat(model("'bates', " + heston + ", " + jumping)).isEqualTo(new AssetModel.Bates(variance, jumps));
    assertThat(model("'variance-gamma', 'vol': 0.2, 'drift': -0.1, 'nu': 0.3"))
        .isEqualTo(new AssetModel.VarianceGamma(0.2, -0.1, 0.3));
    assertThat(model("'cev', 'vol': 0.2, 'beta': 0.5, 'reference': 90"))
        .isEqualTo(new AssetModel.Cev(ElasticVol.of(0.2, 0.5, 90)));
    assertThat(model("'sabr', 'vol': 0.2, 'beta': 0.5, 'reference': 90, 'stepsPerYear': 6, 'nu': 0.4, 'rho': -0.3"))
        .isEqualTo(new AssetModel.Sabr(ElasticVol.of(0.2, 0.5, 90).simulatedBy(6), 0.4, -0.3));
  }

  private AssetModel model(String fields) throws IOException {
    String text = GOOD.replace("\"black-scholes\", \"vol\": 0.2}", fields.replace('\'', '"') + "}");
    String uncorrelated = text.substring(0, text.indexOf("\"correlations\"")).stripTrailing();
    return read(uncorrelated.substring(0, uncorrelated.length() - 1) + "}").asset("AAPL").model();
  }

  @Test
  void correlationsOfVariancesAndTheirConventionAreRead() throws IOException {
    String text = GOOD.replace("\"black-scholes\", \"vol\": 0.2}",
        "\"heston\", \"v0\": 0.04, \"kappa\": 1, \"theta\": 0.04, \"xi\": 0.5, \"rho\": -0.6}");
    assertThat(read(text.replace("{\"a\": \"SAP\", \"b\": \"MSFT\", \"value\": 0.1}",
        "{\"a\": \"MSFT\", \"b\": \"AAPL.variance\", \"value\": -0.2}").replace("] }",
            "], \"correlationConvention\": \"diffusions\" }"))
        .correlations())
        .isEqualTo(Correlations.of(List.of(new Correlations.Entry("AAPL", "MSFT", 0.5),
            new Correlations.Entry("SAP", "AAPL", -0.5), new Correlations.Entry(BrownianMotion.ofPrice("MSFT"),
                BrownianMotion.ofVariance("AAPL"), -0.2)))
            .by(Correlations.Convention.DIFFUSIONS));
    assertThatThrownBy(() -> read(text.replace("\"b\": \"AAPL\"", "\"b\": \"MSFT.variance\"")))
        .hasMessageContaining(
            "unknown asset MSFT.variance, known assets: [AAPL, MSFT, SAP], variances: [AAPL.variance]");
    assertThatThrownBy(() -> read(text.replace("] }", "], \"correlationConvention\": \"prices\" }")))
        .hasMessageContaining("correlationConvention").hasMessageContaining("allowed: returns, diffusions");
  }

  @Test
  void theExamplesAreRead() {
    assertThat(MarketReader.read(Path.of("../examples/market.json")).assets()).hasSizeGreaterThanOrEqualTo(4);
    assertThat(MarketReader.read(Path.of("../examples/models-market.json")).assets()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "'zero': 0.03}           | 'zero': 0.03,}         | 2:42: not valid JSON: Unexpected character ('}'",
      "'zero': 0.03            | 'zer': 0.03            | 2:36: unknown field 'curves[0].zer' (did you mean 'zero'?), allowed: id, zero, times, zeros",
      "'zero': 0.03            | 'zero': '3%'           | 2:37: curves[0].zero is '3%', must be a number",
      "'zero': 0.03            | 'zero': 1e999          | 2:37: curves[0].zero is 1e999, which overflows: numbers go up to 1.8e308",
      "'zero': 0.03            | 'zero': NaN            | 2:40: not valid JSON",
      "'zero': 0.03            | 'zero': 0.03, 'times': [1] | 2:52: curves[0].times cannot stand beside zero",
      ", 'zero': 0.03          | ~~                     | 2:15: curves[0].zero is missing, or times and zeros",
      "'id': 'EUR'             | 'id': 'USD'            | 2:13: curve USD is given twice",
      "[0.5, 1, 5]             | [0.5, 1]               | 3:15: curve EUR: 2 times but 3 zeros",
      "[0.5, 1, 5]             | [0.5, 5, 1]            | 3:15: curve EUR:",
      "'curve': 'USD', 'spot': 50.0 | 'curve': 'GBP', 'spot': 50.0 | 6:39: unknown curve GBP, known curves: [USD, EUR]",
      "'spot': 100.0           | 'spot': -100.0         | 4:54: assets[0].spot is -100, must be a finite number > 0",
      "'spot': 100.0,          | ~~                     | 4:15: assets[0].spot is missing",
      "'vol': 0.2}             | 'vol': -0.2}           | 5:58: assets[0].model.vol is -0.2, must be a finite number >= 0",
      "'black-scholes', 'vol': 0.2 | 'dupire'           | 5:34: type is 'dupire', allowed: black-scholes, merton, heston, bates, variance-gamma, cev, sabr",
      "'black-scholes', 'vol': 0.2 | 'cev', 'vol': 0.2, 'beta': 1.5, 'reference': 100 | assets[0].model.beta is 1.5, must be a number from 0 to 1: above, the price is no martingale",
      "'black-scholes', 'vol': 0.2 | 'cev', 'vol': 0.2, 'beta': 0.5 | assets[0].model.reference is missing",
      "'black-scholes', 'vol': 0.2 | 'cev', 'vol': 6, 'beta': 0.5, 'reference': 100 | vol 6.0 let the expected price rest on paths that are never drawn",
      "'black-scholes', 'vol': 0.2 | 'sabr', 'vol': 0.2, 'beta': 0.5, 'reference': 0, 'nu': 0.4, 'rho': 0 | assets[0].model.reference is 0, must be a finite number > 0",
      "'black-scholes', 'vol': 0.2 | 'sabr', 'vol': 0.2, 'beta': 0.5, 'reference': 100, 'nu': -1, 'rho': 0 | assets[0].model.nu is -1, must be a number from 0 to 5",
      "'black-scholes', 'vol': 0.2 | 'sabr', 'vol': 0.2, 'beta': 1, 'reference': 100, 'nu': 0.4, 'rho': 0.1 | rho is 0.1, must be at most 0 with beta 1: the price is no martingale",
      "'black-scholes', 'vol': 0.2 | 'sabr', 'vol': 0.2, 'beta': 0.5, 'reference': 100, 'nu': 0.4, 'rho': 0, 'stepsPerYear': 20000 | assets[0].model.stepsPerYear is 20000, must be a whole number from 1 to 10000",
      "'black-scholes', 'vol': 0.2 | 'merton', 'vol': 0.2, 'kappa': 1 | 5:65: unknown field 'assets[0].model.kappa', allowed: type, vol, jumpIntensity, jumpMean, jumpVol",
      "'black-scholes', 'vol': 0.2 | 'merton', 'vol': 0.2, 'jumpIntensity': -1 | 5:73: assets[0].model.jumpIntensity is -1, must be a finite number >= 0",
      "'black-scholes', 'vol': 0.2 | 'variance-gamma', 'vol': 0.2, 'drift': 3, 'nu': 0.5 | must be below 1 for the price to have a mean",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1, 'theta': 0.04, 'xi': 0.5 | assets[0].model.rho is missing",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1e300, 'theta': 0.04, 'xi': 0.5, 'rho': 0 | 5:65: assets[0].model.kappa is 1.0E300, must be from 1.0E-8 to 2500",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1, 'theta': 0.04, 'xi': 7, 'rho': 0, 'scheme': 'full-truncation-euler' | 5:89: xi^2 / theta is 1225.0, must be at most 1000",
      "'black-scholes', 'vol': 0.2 | 'merton', 'vol': 0.2, 'jumpIntensity': 0.5, 'jumpMean': 50, 'jumpVol': 0.1 | 5:90: jumpMean + jumpVol^2 / 2 is 50.005, must be at most 3",
      "'black-scholes', 'vol': 0.2 | 'merton', 'vol': 5, 'jumpIntensity': 0.5, 'jumpMean': 1, 'jumpVol': 0.1 | let the expected price rest on paths that are never drawn",
      "'black-scholes', 'vol': 0.2 | 'variance-gamma', 'vol': 0.2, 'drift': -1e300, 'nu': 0.3 | let the expected price rest on paths that are never drawn",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1, 'theta': 0.04, 'xi': 0.5, 'rho': 1 | assets[0].model.rho is 1, must be a number between -1 and 1, both excluded",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1, 'theta': 0.04, 'xi': 0.5, 'rho': 0, 'scheme': 'euler' | scheme is 'euler', allowed: quadratic-exponential, full-truncation-euler",
      "'black-scholes', 'vol': 0.2 | 'heston', 'v0': 0.04, 'kappa': 1, 'theta': 0.04, 'xi': 0.5, 'rho': 0, 'stepsPerYear': 0 | assets[0].model.stepsPerYear is 0, must be a whole number from 1 to 10000",
      "[0.22, 0.21, 0.2]       | [0.22, 0.1, 0.2]       | 7:81: total variance vol² × time falls",
      "'id': 'MSFT'            | 'id': 'AAPL'           | 4:13: asset AAPL is given twice",
      "'value': 0.5            | 'value': 1.5           | 9:57: corr(AAPL,MSFT) is 1.5, must be a number from -1 to 1",
      "'b': 'MSFT', 'value': 0.5 | 'b': 'TSLA', 'value': 0.5 | 9:40: unknown asset TSLA, known assets: [AAPL, MSFT, SAP]",
      "'a': 'SAP', 'b': 'AAPL' | 'a': 'MSFT', 'b': 'AAPL' | 9:19: corr(AAPL,MSFT) is given twice",
      "'a': 'SAP', 'b': 'AAPL' | 'a': 'AAPL', 'b': 'AAPL' | correlation of AAPL with itself is 1 and cannot be given",
      "'value': 0.1            | 'value': 0.95          | 9:19: the correlations of [AAPL, MSFT, SAP] contradict each other: their matrix is not positive semidefinite",
      "'2026-11-20'            | '20.11.2026'           | 1:20: valuationDate is '20.11.2026', must be an ISO date",
      "'2026-11-20',           | '2026-11-20', 'valuationDate': '2026-11-20', | 1:34: field 'valuationDate' is given twice",
      "'curves'                | 'curvez'               | 2:13: unknown field 'curvez' (did you mean 'curves'?), allowed: valuationDate, curves, assets, correlations",
      "'value': 0.1} ] }       | 'value': 0.1} ] } {}   | 11:65: text after the end of the value",
      "'value': 0.1} ] }       | 'value': 0.1} ]        | 12:1: not valid JSON: Unexpected end-of-input"})
  void whatIsWrongIsSaidWithItsPlace(String piece, String replacement, String message) {
    String good = piece.replace('\'', '"');
    assertThat(GOOD).contains(good);
    String wrong = replacement == null ? "" : replacement.replace('\'', '"');
    int at = GOOD.indexOf(good);
    String text = GOOD.substring(0, at) + wrong + GOOD.substring(at + good.length());
    assertThatThrownBy(() -> read(text)).isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(directory.resolve("m.json") + ":").hasMessageContaining(message);
  }

  @Test
  void anEmptyFileAndOneThatIsNoTextAreWrong() {
    assertThatThrownBy(() -> read("")).hasMessageContaining("empty, a JSON object is needed");
    assertThatThrownBy(() -> read("[]")).hasMessageContaining(":1:1: the market is an array, must be an object");
    Path file = directory.resolve("m.json");
    assertThatThrownBy(() -> MarketReader.read(Files.write(file, new byte[]{'{', (byte) 0xff})))
        .hasMessage(file + ":1:2: not UTF-8 text: the byte 0xFF cannot stand here");
    assertThatThrownBy(() -> MarketReader.read(directory)).isInstanceOf(InvalidInputException.class)
        .hasMessage(directory + ": is a directory, a file is needed");
  }
}
