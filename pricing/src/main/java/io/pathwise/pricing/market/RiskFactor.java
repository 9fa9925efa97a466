package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;

/**
 * A named market quantity that a price is differentiated by. {@code toString} gives the name that results carry, such
 * as {@code AAPL.spot} or {@code USD.zero[5]}; pillar times are in years, printed as short as possible.
 *
 * <p>
 * Start at {@link MarketData#factors()}, which lists those of a market, and {@link MarketData#shifted}, which moves one
 * of them.
 */
public sealed interface RiskFactor {

  /**
   * An asset's price today.
   *
   * @param asset
   *          the asset's id
   */
  record Spot(String asset) implements RiskFactor {
    public Spot {
      Require.given("asset", asset);
    }

    @Override
    public String toString() {
      return asset + ".spot";
    }
  }

  /**
   * A parallel shift of all of an asset's Black volatilities, or of those its model was fitted to, or else of its
   * model's one volatility.
   *
   * @param asset
   *          the asset's id
   */
  record Vol(String asset) implements RiskFactor {
    public Vol {
      Require.given("asset", asset);
    }

    @Override
    public String toString() {
      return asset + ".vol";
    }
  }

  /**
   * The Black volatility quoted at one pillar.
   *
   * @param asset
   *          the asset's id
   * @param time
   *          the pillar in years
   */
  record VolPillar(String asset, double time) implements RiskFactor {
    public VolPillar {
      Require.given("asset", asset);
    }

    @Override
    public String toString() {
      return asset + ".vol[" + Require.plain(time) + "]";
    }
  }

  /**
   * The Black volatility quoted for one expiry and strike, to which a model was fitted.
   *
   * @param asset
   *          the asset's id
   * @param time
   *          years to the expiry
   * @param strike
   *          the strike in currency
   */
  record QuotedVol(String asset, double time, double strike) implements RiskFactor {
    public QuotedVol {
      Require.given("asset", asset);
    }

    @Override
    public String toString() {
      return asset + ".vol[" + Require.plain(time) + "," + Require.plain(strike) + "]";
    }
  }

  /**
   * A parallel shift of all zero rates of a curve.
   *
   * @param curve
   *          the curve's id
   */
  record Zero(String curve) implements RiskFactor {
    public Zero {
      Require.given("curve", curve);
    }

    @Override
    public String toString() {
      return curve + ".zero";
    }
  }

  /**
   * The zero rate quoted at one pillar.
   *
   * @param curve
   *          the curve's id
   * @param time
   *          the pillar in years
   */
  record ZeroPillar(String curve, double time) implements RiskFactor {
    public ZeroPillar {
      Require.given("curve", curve);
    }

    @Override
    public String toString() {
      return curve + ".zero[" + Require.plain(time) + "]";
    }
  }

  /**
   * An asset's dividend yield.
   *
   * @param asset
   *          the asset's id
   */
  record Dividend(String asset) implements RiskFactor {
    public Dividend {
      Require.given("asset", asset);
    }

    @Override
    public String toString() {
      return asset + ".dividend";
    }
  }

  /**
   * The correlation of two assets, named in the order of the market file.
   *
   * @param a
   *          the asset that comes first
   * @param b
   *          the asset that comes second
   */
  record Correlation(String a, String b) implements RiskFactor {
    public Correlation {
      Require.given("a", a);
      Require.given("b", b);
    }

    @Override
    public String toString() {
      return "corr(" + a + "," + b + ")";
    }
  }

  /**
   * A parameter of an asset's model, other than a volatility, which is {@link Vol}; see {@link #modelParameter}.
   *
   * @param asset
   *          the asset's id
   * @param name
   *          one of {@link AssetModel#parameters}
   */
  record ModelParameter(String asset, String name) implements RiskFactor {
    public ModelParameter {
      Require.given("asset", asset);
      Require.given("name", name);
    }

    @Override
    public String toString() {
      return asset + "." + name;
    }
  }

  /** The id of the asset or curve that it belongs to; its own name if it belongs to none, or to two. */
  default String owner() {
    return switch (this) {
      case Spot(String asset) -> asset;
      case Vol(String asset) -> asset;
      case VolPillar(String asset, double _) -> asset;
      case QuotedVol(String asset, double _, double _) -> asset;
      case Zero(String curve) -> curve;
      case ZeroPillar(String curve, double _) -> curve;
      case Dividend(String asset) -> asset;
      case ModelParameter(String asset, String _) -> asset;
      case Correlation correlation -> correlation.toString();
      case ValuationTime time -> time.toString();
      case ExerciseTime time -> time.toString();
    };
  }

  /** The time of the pillar that it is the quote of, in years; empty for other factors. */
  default OptionalDouble pillar() {
    return switch (this) {
      case VolPillar(String _, double time) -> OptionalDouble.of(time);
      case QuotedVol(String _, double time, double _) -> OptionalDouble.of(time);
      case ZeroPillar(String _, double time) -> OptionalDouble.of(time);
      case Spot _,Vol _,Zero _,Dividend _,Correlation _,ModelParameter _,ValuationTime _,ExerciseTime _ ->
        OptionalDouble.empty();
    };
  }

  /** The same risk factor where assets and curves have other names. */
  default RiskFactor renamed(UnaryOperator<String> assets, UnaryOperator<String> curves) {
    Require.given("assets", assets);
    Require.given("curves", curves);
    return switch (this) {
      case Spot(String asset) -> new Spot(assets.apply(asset));
      case Vol(String asset) -> new Vol(assets.apply(asset));
      case VolPillar(String asset, double time) -> new VolPillar(assets.apply(asset), time);
      case QuotedVol(String asset, double time, double strike) -> new QuotedVol(assets.apply(asset), time, strike);
      case Zero(String curve) -> new Zero(curves.apply(curve));
      case ZeroPillar(String curve, double time) -> new ZeroPillar(curves.apply(curve), time);
      case Dividend(String asset) -> new Dividend(assets.apply(asset));
      case Correlation(String a, String b) -> new Correlation(assets.apply(a), assets.apply(b));
      case ModelParameter(String asset, String name) -> new ModelParameter(assets.apply(asset), name);
      case ValuationTime() -> this;
      case ExerciseTime _ -> this;
    };
  }

  /** The risk factor of one of {@link AssetModel#parameters}. */
  static RiskFactor modelParameter(String asset, String name) {
    return Require.given("name", name).equals(AssetModel.VOL) ? new Vol(asset) : new ModelParameter(asset, name);
  }

  /**
   * A time at which a product may be exercised or called: what a number belongs to, not what it is differentiated by.
   *
   * @param years
   *          from the valuation date
   */
  record ExerciseTime(double years) implements RiskFactor {
    @Override
    public String toString() {
      return "exercise[" + Require.plain(years) + "]";
    }
  }

  /** The valuation time: when it moves on, every event comes nearer and the quotes keep their tenors. */
  record ValuationTime() implements RiskFactor {
    @Override
    public String toString() {
      return "valuationTime";
    }
  }
}
