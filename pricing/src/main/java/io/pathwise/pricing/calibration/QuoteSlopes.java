package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/**
 * How the parameters that fit quotes move with them. The fit is where the sum of weighted squared errors of
 * volatilities has the gradient 0; so by the implicit function theorem, with σ(p) what the parameters imply, W the
 * weights and r = σ(p) − q the errors,
 *
 * <pre>
 * (AᵀWA + Σ w_i r_i ∂²σ_i/∂p²) dp = AᵀW dq,   A = ∂σ/∂p
 * </pre>
 *
 * (Henrard 2014, "Adjoint algorithmic differentiation: calibration and implicit function theorem"; the matrix is taken
 * as the derivative of the gradient AᵀWr, so that what the fit leaves of errors counts, too). Start at
 * {@link #calibrated}.
 */
public final class QuoteSlopes {

  /** Of a parameter or, where it is smaller, of this number: what it is moved by. */
  private static final double STEP = 1e-3;
  private static final double SMALL = 1e-2;
  /** By what the volatilities of a closer fit may differ. */
  private static final double FITTED = 1e-5;
  private static final double SINGULAR = 1e-12;

  private final VolSurface surface;
  private final List<VolQuote> quotes;
  private final AssetModel model;
  private final List<String> names;
  private final double[] scales;

  private QuoteSlopes(VolSurface surface, List<VolQuote> quotes, AssetModel model) {
    this.surface = surface;
    this.quotes = quotes;
    this.model = model;
    this.names = List.copyOf(model.parameters().sequencedKeySet());
    this.scales = model.parameters().values().stream().mapToDouble(value -> Math.max(SMALL, Math.abs(value)))
        .toArray();
  }

  /**
   * The market with an asset whose model belongs to quotes, so that they are risk factors.
   *
   * @param quotes
   *          those that the asset's model was fitted to
   * @throws IllegalArgumentException
   *           when a quote cannot be used, when the parameters are not the closest fit, or when the quotes do not tell
   *           them
   */
  public static MarketData calibrated(MarketData market, String assetId, List<VolQuote> quotes) {
    Asset asset = Require.given("market", market).asset(assetId);
    List<VolQuote> all = Require.elements("quotes", quotes);
    Require.that(asset.model().blackVols().isEmpty(), "the volatilities of black-scholes are quotes of their own");
    Require.that(VolSurface.isKnown(asset.model()), "the implied volatilities of the model %s are not known",
        asset.model().format().label());
    Require.that(all.size() >= asset.model().parameters().size(),
        "there are %s quotes, must be at least %s, the parameters of the model", all.size(),
        asset.model().parameters().size());
    CalibratedQuotes.requireDistinct(all);
    all.forEach(quote -> Calibration.require(market, assetId, quote));
    VolSurface surface = new VolSurface(VolSurface.expiries(all, time -> VolSurface.quotedForward(market, asset, time)),
        all.size(), 1);
    return market.with(asset.withCalibration(new QuoteSlopes(surface, all, asset.model()).slopes()));
  }

  private CalibratedQuotes slopes() {
    double[] errors = errors(model);
    double[][] jacobian = jacobian(model);
    RealMatrix hessian = new Array2DRowRealMatrix(hessian(), false);
    SingularValueDecomposition decomposition = new SingularValueDecomposition(hessian);
    double[] values = decomposition.getSingularValues();
    Require.that(values[values.length - 1] > SINGULAR * values[0],
        "the quotes do not tell the parameters %s apart, so that it is not known how they move with quotes", names);
    double[][] moves = new double[names.size()][quotes.size()];
    for (int j = 0; j < names.size(); j++) {
      for (int i = 0; i < quotes.size(); i++) {
        moves[j][i] = jacobian[i][j] * quotes.get(i).weight();
      }
    }
    RealMatrix slopes = decomposition.getSolver().solve(new Array2DRowRealMatrix(moves, false));
    requireFit(jacobian, slopes.operate(errors));
    SequencedMap<String, List<Double>> named = new LinkedHashMap<>();
    for (int j = 0; j < names.size(); j++) {
      List<Double> row = new ArrayList<>();
      for (int i = 0; i < quotes.size(); i++) {
        row.add(slopes.getEntry(j, i) * scales[j]);
      }
      named.put(names.get(j), row);
    }
    return new CalibratedQuotes(quotes, named);
  }

  /** A step of Newton's method must leave the volatilities where they are. */
  private void requireFit(double[][] jacobian, double[] step) {
    for (int i = 0; i < quotes.size(); i++) {
      double move = 0;
      for (int j = 0; j < step.length; j++) {
        move += jacobian[i][j] * step[j];
      }
      Require.that(Math.abs(move) <= FITTED,
          "the parameters of the model are not the closest fit to the quotes, which would move the volatility of the "
              + "strike %s and the expiry %s by about %s; fit them by calibrate",
          Require.plain(quotes.get(i).strike()), Require.plain(quotes.get(i).time()), move);
    }
  }

  private double[] errors(AssetModel of) {
    double[] errors = surface.vols(of);
    for (int i = 0; i < errors.length; i++) {
      errors[i] -= quotes.get(i).vol();
    }
    return errors;
  }

  /** The derivatives of volatilities by parameters, in units of their scales. */
  private double[][] jacobian(AssetModel at) {
    double[][] jacobian = new double[quotes.size()][names.size()];
    for (int j = 0; j < names.size(); j++) {
      double[] up = surface.vols(moved(at, j, STEP));
      double[] down = surface.vols(moved(at, j, -STEP));
      for (int i = 0; i < up.length; i++) {
        jacobian[i][j] = (up[i] - down[i]) / (2 * STEP);
      }
    }
    return jacobian;
  }

  private double[][] hessian() {
    double[][] hessian = new double[names.size()][];
    for (int j = 0; j < names.size(); j++) {
      double[] up = gradient(moved(model, j, STEP));
      double[] down = gradient(moved(model, j, -STEP));
      hessian[j] = new double[names.size()];
      for (int l = 0; l < names.size(); l++) {
        hessian[j][l] = (up[l] - down[l]) / (2 * STEP);
      }
    }
    return hessian;
  }

  private double[] gradient(AssetModel at) {
    double[] errors = errors(at);
    double[][] jacobian = jacobian(at);
    double[] gradient = new double[names.size()];
    for (int j = 0; j < gradient.length; j++) {
      for (int i = 0; i < errors.length; i++) {
        gradient[j] += quotes.get(i).weight() * errors[i] * jacobian[i][j];
      }
    }
    return gradient;
  }

  private AssetModel moved(AssetModel at, int parameter, double share) {
    Map<String, Double> before = at.parameters();
    String name = names.get(parameter);
    double value = before.getOrDefault(name, Double.NaN);
    return at.with(name, value + share * scales[parameter]);
  }
}
