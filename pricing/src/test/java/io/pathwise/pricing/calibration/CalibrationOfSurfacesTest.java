package io.pathwise.pricing.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.analytic.ImpliedVolatility;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolQuote;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Fits of surfaces: to one that is known, to a Heston model, and to quotes that no surface without arbitrage has. */
class CalibrationOfSurfacesTest {

  private static final SmileSurface SURFACE = new SmileSurface(List.of(0.25, 0.5, 1.0, 2.0),
      List.of(0.22, 0.21, 0.2, 0.21), List.of(-0.6, -0.5, -0.4, -0.45), List.of(5.0, 3.5, 2.4, 1.5));
  private static final MarketData MARKET = market(0.03, 0.01, AssetModel.BlackScholes.of(0.2));
  /** A volatility that the round trip finds again to this has been found. */
  private static final double FOUND = 1e-7;

  private static MarketData market(double rate, double dividendYield, AssetModel model) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", rate)),
        List.of(Asset.of("A", "USD", 100, dividendYield, model)), Correlations.NONE);
  }

  /** The volatility of a smile for the logarithm of strike over forward price. */
  private interface Smile {
    double vol(double time, double k);
  }

  /** Thirteen quotes for each time, from −1.5 to 1.2 deviations around the forward price. */
  private static List<VolQuote> quotes(MarketData market, List<Double> times, double vol, Smile smile) {
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : times) {
      for (int i = 0; i < 13; i++) {
        double k = (-1.5 + 2.7 * i / 12) * vol * Math.sqrt(time);
        quotes.add(new VolQuote(time, market.forward("A", time) * Math.exp(k), smile.vol(time, k), 1));
      }
    }
    return quotes;
  }

  private static List<VolQuote> quotes(SmileSurface surface) {
    return quotes(MARKET, SURFACE.times(), 0.2, (time, k) -> Math.sqrt(surface.slice(time).totalVariance(k) / time));
  }

  private static Fit fit(MarketData market, List<VolQuote> quotes) {
    return Calibration.fit(market, "A", quotes, ModelFamily.LOCAL_VOL);
  }

  private static SmileSurface surface(Fit fit) {
    return ((AssetModel.LocalVol) fit.model()).surface();
  }

  private static double largestError(Fit fit) {
    return Math.abs(fit.fitted().error(fit.fitted().worst()));
  }

  /** Of a call, what another volatility changes of its price as a share of the spot. */
  private static double priceError(MarketData market, VolQuote quote, double vol) {
    double forward = market.forward("A", quote.time());
    return Math.exp(-market.curve("USD").rateTime(quote.time())) / market.asset("A").spot()
        * (ImpliedVolatility.timeValue(forward, quote.strike(), quote.time(), vol)
            - ImpliedVolatility.timeValue(forward, quote.strike(), quote.time(), quote.vol()));
  }

  private static double largestPriceError(MarketData market, Fit fit) {
    return IntStream.range(0, fit.fitted().quotes().size())
        .mapToDouble(i -> Math.abs(priceError(market, fit.fitted().quotes().get(i), fit.fitted().modelVols().get(i))))
        .max()
        .orElseThrow();
  }

  /** Finds a search that ends beside the minimum, and limits that cut off surfaces that are allowed. */
  @Test
  void aSurfaceIsFoundAgain() {
    Fit fit = fit(MARKET, quotes(SURFACE));
    assertThat(largestError(fit)).isLessThan(FOUND);
    assertThat(surface(fit).times()).isEqualTo(SURFACE.times());
    assertThat(fit.limits()).isEmpty();
    fit.model().parameters().forEach((name, value) -> assertThat(value).as(name)
        .isCloseTo(AssetModel.LocalVol.of(SURFACE).parameters().get(name), within(1e-5 * Math.abs(value))));
  }

  /** Negative control: quotes of a surface that is moved by a thousandth do not pass for those of the first one. */
  @Test
  void anotherSurfaceIsNotTheSame() {
    double phi = SURFACE.phis().get(2);
    AssetModel.LocalVol moved = AssetModel.LocalVol.of(SURFACE).with(SmileSurface.phi(1), 1.001 * phi);
    List<Double> vols = fit(MARKET, quotes(moved.surface())).fitted().modelVols();
    List<VolQuote> quotes = quotes(SURFACE);
    assertThat(IntStream.range(0, vols.size()).mapToDouble(i -> Math.abs(vols.get(i) - quotes.get(i).vol())).max()
        .orElseThrow()).isGreaterThan(100 * FOUND);
  }

  /** The order of quotes moves nothing but the order of what is told of them. */
  @Test
  void quotesMayComeInAnyOrder() {
    List<VolQuote> quotes = new ArrayList<>(quotes(SURFACE));
    Fit sorted = fit(MARKET, quotes);
    Collections.shuffle(quotes, new Random(5));
    Fit shuffled = fit(MARKET, quotes);
    assertThat(shuffled.model()).isEqualTo(sorted.model());
    assertThat(shuffled.fitted().quotes()).isEqualTo(quotes);
    assertThat(largestError(shuffled)).isLessThan(FOUND);
  }

  /** Under the model European options have, by its closed form, the volatilities that the fit tells. */
  @Test
  void europeanOptionsHaveTheVolatilitiesOfTheFit() {
    Fit fit = fit(MARKET, quotes(MARKET, List.of(0.5, 1.0), 0.3, (time, k) -> 0.2 + 0.1 * Math.abs(k)));
    assertThat(largestError(fit)).isGreaterThan(1e-3);
    MarketData fitted = MARKET.with(MARKET.asset("A").withModel(fit.model()));
    for (int i = 0; i < fit.fitted().quotes().size(); i++) {
      VolQuote quote = fit.fitted().quotes().get(i);
      double forward = MARKET.forward("A", quote.time());
      double call = AnalyticPrice.of(fitted, European.of("A", OptionType.CALL, quote.strike(), quote.time()))
          .orElseThrow().value() * Math.exp(MARKET.curve("USD").rateTime(quote.time()));
      assertThat(ImpliedVolatility.of(OptionType.CALL, forward, quote.strike(), quote.time(), call))
          .isCloseTo(fit.fitted().modelVols().get(i), within(1e-10));
    }
  }

  /** Measured: 0.03 % of the spot, 0.17 points of volatility. */
  @Test
  void aHestonModelIsFittedToATenthOfAPercentOfTheSpot() {
    MarketData market = market(0.1, 0.025,
        new AssetModel.Heston(StochasticVariance.of(0.19, 2, 0.09, 0.8, -0.75)));
    List<Double> times = List.of(0.25, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0);
    Fit fit = fit(market, quotes(market, times, 0.35, (time, k) -> {
      double forward = market.forward("A", time);
      double strike = forward * Math.exp(k);
      double call = AnalyticPrice.of(market, European.of("A", OptionType.CALL, strike, time)).orElseThrow().value();
      return ImpliedVolatility.of(OptionType.CALL, forward, strike, time,
          call * Math.exp(market.curve("USD").rateTime(time)));
    }));
    assertThat(largestPriceError(market, fit)).isBetween(2e-4, 1e-3);
    assertThat(largestError(fit)).isLessThan(0.002);
    assertThat(fit.limits()).isEmpty();
  }

  /**
   * A smile that is steep in both wings is followed by a smile that is not: each alone is fitted closely, together they
   * are as close as they can be. A surface with arbitrage would be refused where it is made.
   */
  @Test
  void quotesWithCalendarArbitrageGiveASurfaceWithout() {
    SmileSurface steep = new SmileSurface(List.of(0.5), List.of(0.2), List.of(-0.3), List.of(8.0));
    SmileSurface flat = new SmileSurface(List.of(0.6), List.of(0.2), List.of(-0.3), List.of(1.0));
    List<VolQuote> quotes = quotes(MARKET, List.of(0.5, 0.6), 0.2,
        (time, k) -> Math.sqrt((time == 0.5 ? steep : flat).slice(time).totalVariance(k) / time));
    assertThat(largestError(fit(MARKET, quotes.subList(0, 13)))).isLessThan(FOUND);
    assertThat(largestError(fit(MARKET, quotes.subList(13, 26)))).isLessThan(FOUND);
    Fit fit = fit(MARKET, quotes);
    assertThat(largestError(fit)).isGreaterThan(0.005);
    assertThat(fit.fitted().rootMeanSquare()).isLessThan(0.02);
    assertThat(fit.limits()).anyMatch(limit -> limit.startsWith("the smile in 0.6 years has a wing as flat as"));
  }

  /** Finds limits that let arbitrage through: smiles whose best fits cross near the money and not in their wings. */
  @Test
  void totalVariancesDoNotCrossNearTheMoney() {
    SmileSurface.Slice first = new SmileSurface.Slice(0.02, 0.08, -0.04);
    SmileSurface.Slice second = new SmileSurface.Slice(0.0201, 0.25, -0.2);
    assertThat(first.strikeOfFall(second)).isPresent();
    List<VolQuote> quotes = quotes(MARKET, List.of(0.5, 0.6), 0.2,
        (time, k) -> Math.sqrt((time == 0.5 ? first : second).totalVariance(k) / time));
    Fit fit = fit(MARKET, quotes);
    assertThat(largestError(fit)).isBetween(1e-3, 0.05);
    SmileSurface surface = surface(fit);
    assertThat(surface.slice(0.5).strikeOfFall(surface.slice(0.6))).isEmpty();
    assertThat(surface.phis().get(1)).isLessThanOrEqualTo(surface.phis().get(0));
  }

  /** Every point is a surface, so that a search cannot leave what is allowed. */
  @Test
  void allPointsAreSurfaces() {
    Random random = new Random(3);
    for (int i = 0; i < 500; i++) {
      double time = random.nextDouble(0.01, 1);
      SmileLimits limits = SmileLimits.first(time);
      List<Double> times = new ArrayList<>();
      List<SmileSurface.Slice> slices = new ArrayList<>();
      for (int j = 0; j < 4; j++) {
        double[] point = random.doubles(SmileLimits.SIZE, -8, 8).toArray();
        times.add(time);
        slices.add(limits.slice(point, 0));
        assertThat(limits.slice(limits.free(slices.getLast()), 0)).as("point %s", i).satisfies(slice -> assertThat(
            slice.theta()).isCloseTo(slices.getLast().theta(), within(0.02 * slices.getLast().theta())));
        double next = time + random.nextDouble(0.001, 1);
        limits = SmileLimits.after(slices.getLast(), time, next).withoutGrowingPhi();
        time = next;
      }
      assertThat(SurfaceFit.surface(times, slices).times()).isEqualTo(times);
    }
  }

  /** Three quotes of one expiry are met, whatever the model before; the steps are those of a local volatility. */
  @Test
  void stepsAreKept() {
    AssetModel before = AssetModel.LocalVol.of(SURFACE).simulatedBy(100);
    List<VolQuote> quotes = List.of(new VolQuote(1, 90, 0.22, 1), new VolQuote(1, 100, 0.2, 1),
        new VolQuote(1, 115, 0.19, 1));
    Fit fit = fit(market(0.03, 0, before), quotes);
    assertThat(largestError(fit)).isLessThan(FOUND);
    assertThat((AssetModel.LocalVol) fit.model()).satisfies(model -> {
      assertThat(model.stepsPerYear()).isEqualTo(100);
      assertThat(model.reference()).hasValue(100);
    });
  }

  @Test
  void equalQuotesGiveEqualModels() {
    List<VolQuote> quotes = quotes(MARKET, List.of(0.5, 1.0), 0.3, (time, k) -> 0.2 + 0.1 * Math.abs(k));
    assertThat(fit(MARKET, quotes)).isEqualTo(fit(MARKET, quotes));
  }

  @Test
  void whatCannotBeFittedIsRefused() {
    List<VolQuote> quotes = quotes(SURFACE).subList(0, 15);
    assertThatIllegalArgumentException().isThrownBy(() -> fit(MARKET, quotes)).withMessage(
        "asset A has 2 quotes for the expiry in 0.5 years, must be at least 3, the parameters of a smile of local-vol");
    MarketData withCash = MARKET.with(MARKET.asset("A").withDividends(
        Dividends.of(List.of(new Dividend(0.5, Dividend.Kind.CASH, 2)), Dividends.CashModel.SPOT)));
    assertThatIllegalArgumentException().isThrownBy(() -> fit(withCash, quotes.subList(0, 13)))
        .withMessageContaining("dividendModel spot");
  }
}
