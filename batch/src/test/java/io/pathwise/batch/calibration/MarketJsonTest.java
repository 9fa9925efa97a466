package io.pathwise.batch.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.QuotesReader;
import io.pathwise.pricing.calibration.Fit;
import io.pathwise.pricing.calibration.FittedQuotes;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Markets with other models, written and read again. */
class MarketJsonTest {

  private static final StochasticVariance VARIANCE = StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7);
  private static final Jumps JUMPS = new Jumps(0.3, -0.15, 0.1);
  private static final ElasticVol ELASTIC = ElasticVol.of(0.2, 0.5, 110);
  private static final AssetModel.LocalVol SURFACE = AssetModel.LocalVol.of(new SmileSurface(List.of(0.5, 1.0 / 3 + 1),
      List.of(0.22, 0.2), List.of(-0.6, -0.5), List.of(3.5, 2.4)));

  @SuppressWarnings("unused") // the parameterised test names it
  private static final List<AssetModel> MODELS = List.of(AssetModel.BlackScholes.of(0.3),
      AssetModel.BlackScholes.of(VolTermStructure.of(List.of(0.5, 1.0), List.of(0.2, 0.25))),
      new AssetModel.Merton(0.15, JUMPS), new AssetModel.Heston(VARIANCE), new AssetModel.Bates(VARIANCE, JUMPS),
      new AssetModel.VarianceGamma(0.2, -0.15, 0.06), new AssetModel.Cev(ELASTIC),
      new AssetModel.Sabr(ELASTIC, 0.5, -0.3), SURFACE, SURFACE.quotedAt(110));

  @TempDir
  private Path directory;

  private AssetModel readAgain(String before, AssetModel model) throws IOException {
    Path file = directory.resolve("m.json");
    Files.writeString(file, """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
         "assets": [{"id": "A", "curve": "USD", "spot": 100, "model": %s}]}
        """.formatted(before));
    Fit fit = new Fit(model, new FittedQuotes(List.of(), List.of()), List.of(), 0, 0);
    Files.writeString(file, MarketJson.withFits(MarketReader.readDocument(file).json(),
        List.of(new AssetFit("A", List.of(), fit, Optional.of("no quotes"), 0))));
    return MarketReader.read(file).asset("A").model();
  }

  /** Finds a field that is not written, or one under another name than that which is read. */
  @ParameterizedTest
  @FieldSource("MODELS")
  void everyModelIsReadAsItWas(AssetModel model) throws IOException {
    assertThat(readAgain("""
        {"type": "heston", "v0": 0.05, "kappa": 2, "theta": 0.03, "xi": 0.3, "rho": -0.5}""", model)).isEqualTo(model);
  }

  /** Of the model before, steps stay, and what the new one has of its own does not. */
  @Test
  void stepsStay() throws IOException {
    assertThat(readAgain("""
        {"type": "cev", "vol": 0.2, "beta": 0.5, "reference": 90, "stepsPerYear": 77}""", SURFACE.quotedAt(110)))
        .isEqualTo(SURFACE.quotedAt(110).simulatedBy(77));
  }

  /** A table may have numbers in forms that JSON has not. Would find quotes that cannot be read again. */
  @ParameterizedTest
  @ValueSource(strings = {".5", "+0.5", "0.5", "5e-1", "2027-05-21"})
  void expiriesAreReadAsTheyWere(String expiry) throws IOException {
    Path market = directory.resolve("m.json");
    Files.writeString(market, """
        {"valuationDate": "2026-11-20", "curves": [{"id": "USD", "zero": 0.03}],
         "assets": [{"id": "A", "curve": "USD", "spot": 100, "model": {"type": "black-scholes", "vol": 0.2}}]}
        """);
    Path table = directory.resolve("quotes.csv");
    Files.writeString(table, "asset,expiry,strike,vol\nA,%s,90,0.2\n".formatted(expiry));
    MarketReader.Document document = MarketReader.readDocument(market);
    List<QuotesReader.Quote> quotes = QuotesReader.read(table, document.market()).quotes();
    Fit fit = new Fit(SURFACE,
        new FittedQuotes(quotes.stream().map(QuotesReader.Quote::quote).toList(), List.of(0.2)), List.of(), 0, 0);
    Files.writeString(market,
        MarketJson.withFits(document.json(), List.of(new AssetFit("A", quotes, fit, Optional.empty(), 0))));
    // One quote cannot tell a surface: it is refused for their number, once they have been read.
    assertThatThrownBy(() -> MarketReader.read(market)).hasMessageContaining("there are 1 quotes");
  }
}
