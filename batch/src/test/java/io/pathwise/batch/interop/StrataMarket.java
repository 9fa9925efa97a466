package io.pathwise.batch.interop;

import com.opengamma.strata.basics.StandardId;
import com.opengamma.strata.basics.currency.Currency;
import com.opengamma.strata.basics.date.DayCounts;
import com.opengamma.strata.data.MarketData;
import com.opengamma.strata.market.ValueType;
import com.opengamma.strata.market.curve.CurveId;
import com.opengamma.strata.market.curve.CurveInfoType;
import com.opengamma.strata.market.curve.InterpolatedNodalCurve;
import com.opengamma.strata.market.observable.QuoteId;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes curves, spots and equity volatilities from a market of OpenGamma Strata. Nodes are taken as they are: Pathwise
 * interpolates rate × time linearly, as Strata's {@code PRODUCT_LINEAR} does, and total variance linearly, as its
 * {@code TIME_SQUARE} does; of curves with other interpolators only the nodes agree. Start at {@link #add}.
 */
final class StrataMarket {
  private final MarketData strata;
  private final List<ZeroCurve> curves = new ArrayList<>();
  private final List<Asset> assets = new ArrayList<>();

  StrataMarket(MarketData strata) {
    this.strata = strata;
  }

  /** Adds the zero curve of a currency, which gets the currency's code as its id. */
  StrataMarket add(Currency currency, CurveId id) {
    InterpolatedNodalCurve curve = nodes(id, ValueType.ZERO_RATE);
    curves.add(ZeroCurve.of(currency.getCode(), curve.getXValues().toList(), curve.getYValues().toList()));
    return this;
  }

  /** Adds an asset with its spot, which is a quote, and its Black volatilities by expiry, which are a curve. */
  StrataMarket add(StandardId ticker, Currency currency, double dividendYield, CurveId vols) {
    double spot = strata.getValue(QuoteId.of(ticker));
    InterpolatedNodalCurve curve = nodes(vols, ValueType.BLACK_VOLATILITY);
    assets.add(Asset.of(ticker.getValue(), currency.getCode(), spot, dividendYield, AssetModel.BlackScholes
        .of(VolTermStructure.of(curve.getXValues().toList(), curve.getYValues().toList()))));
    return this;
  }

  /** The market of what was added. */
  io.pathwise.pricing.market.MarketData toPathwise(Correlations correlations) {
    return io.pathwise.pricing.market.MarketData.of(strata.getValuationDate(), curves, assets, correlations);
  }

  /** A curve over years of ACT/365 Fixed, in which Pathwise counts, too. */
  private InterpolatedNodalCurve nodes(CurveId id, ValueType type) {
    InterpolatedNodalCurve curve = (InterpolatedNodalCurve) strata.getValue(id);
    if (!curve.getMetadata().getYValueType().equals(type)) {
      throw new IllegalArgumentException(id + " holds " + curve.getMetadata().getYValueType() + ", not " + type);
    }
    if (!curve.getMetadata().getInfo(CurveInfoType.DAY_COUNT).equals(DayCounts.ACT_365F)) {
      throw new IllegalArgumentException(id + " does not count its times by " + DayCounts.ACT_365F);
    }
    return curve;
  }
}
