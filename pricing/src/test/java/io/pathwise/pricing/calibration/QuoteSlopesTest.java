package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How parameters move with the quotes that they were fitted to, against fits to other quotes. */
class QuoteSlopesTest {

  private static final double BUMP = 1e-4;

  private static MarketData market(AssetModel model) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("EUR", 0.03)),
        List.of(Asset.of("A", "EUR", 100, 0.01, model)), Correlations.NONE);
  }

  /** Smiles with a curvature, as they are for no variance gamma of two expiries. */
  private static List<VolQuote> quotes(double curvature, double... times) {
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : times) {
      for (double k : new double[]{-0.3, -0.15, 0, 0.15, 0.3}) {
        quotes.add(new VolQuote(time, 100 * Math.exp(0.02 * time + k * Math.sqrt(time)),
            0.25 - 0.1 * k + curvature * k * k, 1));
      }
    }
    return quotes;
  }

  private static Fit fit(List<VolQuote> quotes, ModelFamily family) {
    return Calibration.fit(market(AssetModel.BlackScholes.of(0.2)), "A", quotes, family);
  }

  private static double value(AssetModel model, String name) {
    return Objects.requireNonNull(model.parameters().get(name));
  }

  private static void compareWithOtherFits(ModelFamily family, List<VolQuote> quotes, String atLimit) {
    Fit fit = fit(quotes, family);
    assertThat(fit.limits()).singleElement().asString().startsWith(atLimit + " has ended at its upper limit");
    CalibratedQuotes calibration = QuoteSlopes.calibrated(market(fit.model()), "A", quotes).asset("A").calibration()
        .orElseThrow();
    for (int i : new int[]{1, 2, 8}) {
      List<VolQuote> up = new ArrayList<>(quotes);
      List<VolQuote> down = new ArrayList<>(quotes);
      VolQuote quote = quotes.get(i);
      up.set(i, new VolQuote(quote.time(), quote.strike(), quote.vol() + BUMP, 1));
      down.set(i, new VolQuote(quote.time(), quote.strike(), quote.vol() - BUMP, 1));
      for (String name : fit.model().parameters().keySet()) {
        double refitted = (value(fit(up, family).model(), name) - value(fit(down, family).model(), name)) / (2 * BUMP);
        assertThat(calibration.slope("A", name, new RiskFactor.QuotedVol("A", quote.time(), quote.strike())))
            .as("%s by quote %s", name, i).isCloseTo(refitted, within(1e-3 + 0.01 * Math.abs(refitted)));
      }
    }
    assertThat(calibration.slope("A", atLimit, new RiskFactor.Vol("A"))).isZero();
  }

  /** One parameter at a limit does not take the vegas that the others have. */
  @Test
  void parametersMoveWithQuotesWhereAnotherIsAtALimit() {
    compareWithOtherFits(ModelFamily.VARIANCE_GAMMA, quotes(0.1, 0.1, 1, 2), AssetModel.VarianceGamma.NU);
    compareWithOtherFits(ModelFamily.MERTON, quotes(1.5, 3, 5), "jumpVol");
  }

  /** A limit that depends on another parameter: of the drift on vol and nu. */
  @Test
  void parametersFollowTheirLimits() {
    double vol = 0.3;
    double nu = 0.5;
    AssetModel model = new AssetModel.VarianceGamma(vol, 0.5 / nu - 0.5 * vol * vol, nu);
    HeldParameters held = HeldParameters.of(model, VolSurface.expiries(quotes(0, 5), time -> 100));
    assertThat(held.limits().keySet()).containsExactly(AssetModel.VarianceGamma.DRIFT);
    Map<String, Double> moved = held.moved(model, AssetModel.VOL, 0.4).parameters();
    assertThat(moved).containsEntry(AssetModel.VOL, 0.4).containsEntry(AssetModel.VarianceGamma.NU, nu);
    assertThat(moved.get(AssetModel.VarianceGamma.DRIFT)).isCloseTo(0.5 / nu - 0.5 * 0.4 * 0.4, within(1e-12));
  }

  /** A law of two prices almost, whose moments change for longer than the usual nodes can follow. */
  @Test
  void nodesAreAsManyAsVolatilitiesAskFor() {
    AssetModel rough = new AssetModel.Merton(0.00448, new Jumps(0.226, -1.82, 0.0227));
    List<VolSurface.Expiry> expiries = VolSurface
        .expiries(List.of(new VolQuote(4.2, 58, 0.2, 1), new VolQuote(4.2, 76, 0.2, 1)), time -> 100);
    VolSurface coarse = VolSurface.coarse(expiries, 2);
    double[] found = VolSurface.fineEnough(expiries, 2, rough).vols(rough);
    double[] fine = coarse.refined().refined().refined().vols(rough);
    assertThat(found).containsExactly(fine, within(1e-8));
    assertThat(coarse.vols(rough)[0]).isNotCloseTo(fine[0], within(1e-8));
  }
}
