package io.pathwise.pricing.calibration;

import io.pathwise.pricing.analytic.*;
import io.pathwise.pricing.market.*;
import io.pathwise.pricing.product.*;
import java.time.LocalDate;
import java.util.*;
import org.junit.jupiter.api.Test;

class CalibrationExperimentTest {
  static MarketData market(double r, double q, AssetModel m) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", r)),
        List.of(Asset.of("A", "USD", 100, q, m)), Correlations.NONE);
  }
  static List<VolQuote> heston(MarketData market, double[] times, double scale) {
    List<VolQuote> quotes = new ArrayList<>();
    for (double time : times) {
      double forward = market.forward("A", time);
      double discount = Math.exp(-market.curve("USD").rateTime(time));
      for (int i = 0; i < 13; i++) {
        double strike = forward * Math.exp((-1.5 + 2.7 * i / 12) * scale * Math.sqrt(time));
        double call = AnalyticPrice.of(market, European.of("A", OptionType.CALL, strike, time)).orElseThrow().value();
        quotes.add(new VolQuote(time, strike, ImpliedVolatility.of(OptionType.CALL, forward, strike, time, call / discount), 1));
      }
    }
    return quotes;
  }
  static void show(String what, Fit fit, MarketData market, long start) {
    double price = 0;
    for (int i = 0; i < fit.quotes().size(); i++) {
      VolQuote q = fit.quotes().get(i);
      double f = market.forward("A", q.time());
      double d = Math.exp(-market.curve("USD").rateTime(q.time()));
      price = Math.max(price, d * Math.abs(ImpliedVolatility.timeValue(f, q.strike(), q.time(), q.vol())
          - ImpliedVolatility.timeValue(f, q.strike(), q.time(), fit.modelVols().get(i))));
    }
    System.out.printf("%s: rms %.3g worst %.3g at %s; price %.3g of spot; it %d searches %d; %.3f s %s%n", what, fit.rootMeanSquare(),
        fit.error(fit.worst()), fit.quotes().get(fit.worst()), price / 100, fit.iterations(), fit.searches(), 1e-9 * (System.nanoTime() - start), fit.limits());
  }
  @Test
  void run() {
    double[] times = {0.25, 0.5, 1, 1.5, 2, 2.5, 3};
    MarketData m = market(0.1, 0.025, new AssetModel.Heston(StochasticVariance.of(0.19, 2, 0.09, 0.8, -0.75)));
    for (int rep = 0; rep < 2; rep++) {
      long t = System.nanoTime();
      Fit fit = Calibration.fit(m, "A", heston(m, times, 0.35), ModelFamily.LOCAL_VOL);
      show("heston", fit, m, t);
      System.out.println(fit.model());
    }
    MarketData h2 = market(0.03, 0.01, new AssetModel.Heston(StochasticVariance.of(0.04, 1.5, 0.05, 0.5, -0.7)));
    show("heston2", Calibration.fit(h2, "A", heston(h2, new double[]{0.02, 0.08, 0.25, 0.5, 1, 2, 5}, 0.2), ModelFamily.LOCAL_VOL), h2, System.nanoTime());
    SmileSurface s = new SmileSurface(List.of(0.25, 0.5, 1.0, 2.0), List.of(0.22, 0.21, 0.2, 0.21), List.of(-0.6, -0.5, -0.4, -0.45), List.of(5.0, 3.5, 2.4, 1.5));
    Random random = new Random(7);
    for (double noise : new double[]{0, 1e-4, 1e-3, 5e-3, 2e-2}) {
      for (int rep = 0; rep < 4; rep++) {
        List<VolQuote> q = new ArrayList<>();
        MarketData bs = market(0.03, 0.01, AssetModel.BlackScholes.of(0.2));
        for (double t : s.times()) {
          double tilt = 5 * noise * random.nextGaussian();
          for (int i = 0; i < 9; i++) {
            double k = (-1.8 + 3.0 * i / 8) * 0.2 * Math.sqrt(t);
            q.add(new VolQuote(t, bs.forward("A", t) * Math.exp(k), Math.sqrt(s.slice(t).totalVariance(k) / t) + noise * random.nextGaussian() + tilt * k, 1));
          }
        }
        long t = System.nanoTime();
        Fit fit = Calibration.fit(bs, "A", q, ModelFamily.LOCAL_VOL);
        show("noise " + noise, fit, bs, t);
      }
    }
    // random smiles, independent by slice
    int refused = 0;
    for (int rep = 0; rep < 3000; rep++) {
      List<VolQuote> q = new ArrayList<>();
      MarketData bs = market(0.03, 0.01, AssetModel.BlackScholes.of(0.2));
      int n = 1 + random.nextInt(6);
      double time = 0;
      for (int j = 0; j < n; j++) {
        time += 0.01 + random.nextDouble();
        double vol = 0.1 + 0.4 * random.nextDouble();
        double slope = 0.6 * random.nextGaussian();
        double bend = 2 * random.nextDouble();
        int m0 = 3 + random.nextInt(6);
        for (int i = 0; i < m0; i++) {
          double x = -1.5 + 3.0 * i / (m0 - 1);
          double k = x * vol * Math.sqrt(time);
          q.add(new VolQuote(time, bs.forward("A", time) * Math.exp(k), Math.max(0.04, vol * (1 + 0.1 * slope * x + 0.05 * bend * x * x)), 1));
        }
      }
      long t = System.nanoTime();
      try {
        q.forEach(quote -> Calibration.require(bs, "A", quote));
      } catch (IllegalArgumentException e) { continue; }
      try {
        Fit fit = Calibration.fit(bs, "A", q, ModelFamily.LOCAL_VOL);
        if (rep < 12 || System.nanoTime() - t > 1_000_000_000L) show("random " + n, fit, bs, t);
      } catch (IllegalArgumentException e) {
        refused++;
        System.out.println(rep + ": " + e.getMessage());
      }
    }
    System.out.println("refused " + refused);
  }
}
