package io.pathwise.batch.input;

import io.pathwise.batch.log.Event;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Jumps;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.ZeroCurve;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Quotes that are allowed but so large that per cent were probably written where a share is meant: 20 in place of 0.2.
 * They are used as they stand, with a warning. Start at {@link #warn}.
 */
public final class UnlikelyQuotes {
  private static final double LARGE_VOL = 3;
  private static final double LARGE_RATE = 0.5;
  private static final int PER_CENT = 100;

  private final List<String> found = new ArrayList<>();

  /** None found yet. */
  public UnlikelyQuotes() {}

  /** Those of a market file, named as there. */
  static UnlikelyQuotes of(MarketData market) {
    UnlikelyQuotes quotes = new UnlikelyQuotes();
    market.curves().values().forEach(quotes::curve);
    market.assets().values().forEach(quotes::asset);
    return quotes;
  }

  /** Looks at a volatility. */
  public void vol(String name, double vol) {
    share(name, vol, LARGE_VOL);
  }

  /** Looks at a zero rate or a dividend yield. */
  public void rate(String name, double rate) {
    share(name, rate, LARGE_RATE);
  }

  private void share(String name, double quote, double large) {
    if (Math.abs(quote) >= large) {
      found.add("%s is %s, which is %s %% a year; %s %% would be %s".formatted(name, Require.plain(quote),
          shifted(quote, 2), Require.plain(quote), shifted(quote, -2)));
    }
  }

  /**
   * Tells of them.
   *
   * @param source
   *          where they stand; empty where their names say so
   */
  public void warn(String source) {
    for (String text : found) {
      Event.of("unlikely-quote", source.isEmpty() ? text : source + ": " + text).with("source", source)
          .log(System.Logger.Level.WARNING);
    }
  }

  /** What was found, for people. */
  List<String> texts() {
    return List.copyOf(found);
  }

  private void curve(ZeroCurve curve) {
    curve.zeros().forEach(zero -> rate("zero of curve " + curve.id(), zero));
  }

  private void asset(Asset asset) {
    rate(name("dividendYield", asset), asset.dividendYield());
    asset.model().blackVols().ifPresent(vols -> vols.vols().forEach(vol -> vol(name("vol", asset), vol)));
    asset.model().parameters().forEach((parameter, value) -> {
      switch (parameter) {
        case AssetModel.VOL -> vol(name(parameter, asset), value);
        case Jumps.MEAN, Jumps.VOL -> jump(asset, parameter, value);
        case StochasticVariance.V0, StochasticVariance.THETA -> variance(asset, parameter, value);
        default -> {
          // Of other parameters no value looks like per cent.
        }
      }
    });
  }

  private void jump(Asset asset, String parameter, double size) {
    if (Math.abs(size) >= LARGE_VOL) {
      found.add("%s is %s, so that a jump changes the price by a factor of %.1e; %s %% would be %s".formatted(
          name(parameter, asset), Require.plain(size), Math.exp(size), Require.plain(size), shifted(size, -2)));
    }
  }

  private void variance(Asset asset, String parameter, double variance) {
    if (variance >= LARGE_VOL * LARGE_VOL) {
      found.add("%s is %s, which is the variance of a volatility of %.0f %% a year".formatted(name(parameter, asset),
          Require.plain(variance), PER_CENT * Math.sqrt(variance)));
    }
  }

  /** A number with its decimal point moved to the right. */
  private static String shifted(double number, int places) {
    return Require.plain(BigDecimal.valueOf(number).movePointRight(places).doubleValue());
  }

  private static String name(String field, Asset asset) {
    return field + " of asset " + asset.id();
  }
}
