package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.CalibratedQuotes;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.VolQuote;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.IntStream;
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
 * as the derivative of the gradient AᵀWr, so that what the fit leaves of errors counts, too). Parameters that the fit
 * left at a limit stay there ({@link HeldParameters}): p are the others. Start at {@link #calibrated}.
 */
public final class QuoteSlopes {

  /** Of a parameter or, where it is smaller, of this number: what it is moved by. */
  private static final double BUMP = 1e-3;
  /**
   * The same of a surface, whose volatilities are not integrals: less than what lies between smiles of close expiries.
   */
  private static final double BUMP_OF_SURFACE = 1e-5;
  private static final double SMALL = 1e-2;
  /** By what the volatilities of a closer fit may differ. */
  private static final double FITTED = 1e-5;
  private static final double SINGULAR = 1e-12;

  private final VolSurface surface;
  private final List<VolQuote> quotes;
  private final AssetModel model;
  private final HeldParameters held;
  /** Of the parameters that are free to move. */
  private final List<String> names;
  private final double[] scales;
  private final double bump;

  private QuoteSlopes(VolSurface surface, List<VolQuote> quotes, AssetModel model, HeldParameters held) {
    this.surface = surface;
    this.quotes = quotes;
    this.model = model;
    this.held = held;
    this.names = model.parameters().sequencedKeySet().stream().filter(name -> !held.contains(name)).toList();
    this.scales = names.stream().mapToDouble(name -> Math.max(SMALL, Math.abs(value(model, name)))).toArray();
    this.bump = model instanceof AssetModel.LocalVol ? BUMP_OF_SURFACE : BUMP;
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
    MarketData quoted = asQuoted(market, assetId);
    all.forEach(quote -> Calibration.require(quoted, assetId, quote));
    List<VolSurface.Expiry> expiries = VolSurface.expiries(all, time -> quoted.forward(assetId, time));
    HeldParameters held = HeldParameters.of(asset.model(), expiries);
    Require.that(held.limits().size() < asset.model().parameters().size(),
        "every parameter of the model is at a limit of fits, so that quotes move none");
    VolSurface surface = VolSurface.fineEnough(expiries, all.size(), asset.model());
    return market.with(asset.withCalibration(new QuoteSlopes(surface, all, asset.model(), held).slopes()));
  }

  /** The market with the spot for which the quotes of an asset were made: that of smiles that stay at their strikes. */
  public static MarketData asQuoted(MarketData market, String assetId) {
    Asset asset = Require.given("market", market).asset(assetId);
    return asset.model() instanceof AssetModel.LocalVol local && local.reference().isPresent()
        ? market.with(asset.withSpot(local.reference().getAsDouble()))
        : market;
  }

  private CalibratedQuotes slopes() {
    double[] errors = errors(model);
    double[][] jacobian = jacobian(model, IntStream.range(0, names.size()));
    RealMatrix hessian = new Array2DRowRealMatrix(hessian(jacobian), false);
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
    for (String name : model.parameters().sequencedKeySet()) {
      named.put(name, Arrays.stream(slopes.preMultiply(moves(name))).boxed().toList());
    }
    return new CalibratedQuotes(quotes, named);
  }

  /** How a parameter moves with the free ones, in units of their scales: of these one with itself alone. */
  private double[] moves(String name) {
    double[] moves = new double[names.size()];
    if (held.contains(name)) {
      Arrays.setAll(moves,
          j -> (value(moved(model, j, bump), name) - value(moved(model, j, -bump), name)) / (2 * bump));
    } else {
      moves[names.indexOf(name)] = scales[names.indexOf(name)];
    }
    return moves;
  }

  private static double value(AssetModel model, String name) {
    return Objects.requireNonNull(model.parameters().get(name));
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
              + "strike %s and the expiry %s by about %s; a closer fit is needed",
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

  /** The derivatives of volatilities by some parameters, in units of their scales; 0 by the others. */
  private double[][] jacobian(AssetModel at, IntStream parameters) {
    double[][] jacobian = new double[quotes.size()][names.size()];
    parameters.forEach(j -> {
      double[] up = surface.vols(moved(at, j, bump));
      double[] down = surface.vols(moved(at, j, -bump));
      for (int i = 0; i < up.length; i++) {
        jacobian[i][j] = (up[i] - down[i]) / (2 * bump);
      }
    });
    return jacobian;
  }

  private double[][] hessian(double[][] jacobian) {
    double[][] hessian = new double[names.size()][];
    for (int j = 0; j < names.size(); j++) {
      double[] up = gradient(moved(model, j, bump), neighbours(jacobian, j));
      double[] down = gradient(moved(model, j, -bump), neighbours(jacobian, j));
      hessian[j] = new double[names.size()];
      for (int l = 0; l < names.size(); l++) {
        hessian[j][l] = (up[l] - down[l]) / (2 * bump);
      }
    }
    return hessian;
  }

  /** The parameters that move a volatility which a parameter moves: of a surface those of one smile. */
  private IntStream neighbours(double[][] jacobian, int parameter) {
    return IntStream.range(0, names.size())
        .filter(other -> Arrays.stream(jacobian).anyMatch(row -> row[parameter] != 0 && row[other] != 0));
  }

  private double[] gradient(AssetModel at, IntStream parameters) {
    double[] errors = errors(at);
    double[][] jacobian = jacobian(at, parameters);
    double[] gradient = new double[names.size()];
    for (int j = 0; j < gradient.length; j++) {
      for (int i = 0; i < errors.length; i++) {
        gradient[j] += quotes.get(i).weight() * errors[i] * jacobian[i][j];
      }
    }
    return gradient;
  }

  private AssetModel moved(AssetModel at, int parameter, double share) {
    String name = names.get(parameter);
    double value = value(at, name);
    try {
      return held.moved(at, name, value + share * scales[parameter]);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s is %s, too close to its limit to tell how volatilities move with it: %s".formatted(name,
              Require.plain(value), e.getMessage()),
          e);
    }
  }
}
