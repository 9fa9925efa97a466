package io.pathwise.pricing.program;

import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.training.Decision;
import io.pathwise.engine.training.Martingale;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.ModelStep;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Uncollateralised;
import java.util.List;
import java.util.Optional;

/**
 * A product under the models of its assets, as a path program with the output {@link #VALUE}: the discounted payoff of
 * one unit, in currency. Every quote of the market is a parameter named like its risk factor, parallel shifts and the
 * valuation time are parameters with the value 0, and the product's own numbers (strike, barrier, ...) are parameters
 * too: structure is code, values are data, so one program serves every product of the same structure.
 *
 * @param program
 *          the structure
 * @param inputs
 *          the data
 * @param control
 *          the expectation of the output {@link #CONTROL} and its derivatives; empty if there is no such output
 * @param hasZeroVol
 *          whether a quoted volatility of an asset is 0, so that prices may be drawn without variance
 * @param nearsZeroVol
 *          whether the volatility of an asset comes near 0 on paths
 * @param decisions
 *          when to exercise or call; they are to be fitted before the program tells anything
 * @param ofHalves
 *          the data with decisions as they are learnt from balanced halves of the paths, see
 *          {@link io.pathwise.engine.training.PolicyTraining.Trained}; empty where nothing was learnt
 * @param martingale
 *          that of the output {@link #BOUND}, to be fitted; empty if there is no such output
 * @param note
 *          what people should know of all numbers; empty for nothing
 */
public record PricingProgram(Program program, Inputs inputs, Optional<AnalyticPrice> control, boolean hasZeroVol,
    boolean nearsZeroVol, List<Decision> decisions, List<Inputs> ofHalves, Optional<Martingale> martingale,
    String note) {

  /** So many steps, if possible, make a bound close. */
  private static final int FEWEST_STEPS = 200;
  private static final int MOST_STEPS_BETWEEN = 12;

  public PricingProgram {
    decisions = Require.elements("decisions", decisions);
    ofHalves = Require.elements("ofHalves", ofHalves);
    Require.given("martingale", martingale);
    Require.given("note", note);
  }

  /** The same with data by which decisions are taken, and what is to be said of them. */
  public PricingProgram fitted(Inputs other, List<Inputs> others, String remark) {
    return new PricingProgram(program, Require.given("inputs", other), control, hasZeroVol, nearsZeroVol, decisions,
        others, martingale, remark);
  }

  /** The name of the output. */
  public static final String VALUE = "value";

  /** The name of the output that holds the discounted payoff of the product's {@link Product#control control}. */
  public static final String CONTROL = "control";

  /** The name of the output that bounds the value of a product with decisions from the other side. */
  public static final String BOUND = "bound";

  /**
   * The name of the output beside {@link #BOUND} that holds what the martingale had won when the product ended: its
   * mean is 0, and it moves with the value.
   */
  public static final String MARTINGALE = "martingale of the value";

  /** The name of the output that holds when the product is exercised or called, in years; else its expiry. */
  public static final String EXERCISE_TIME = "exercise time";

  /** The name of the per-step value that holds the length of each step in years. */
  public static final String STEP_LENGTH = ModelStep.STEP_LENGTH;

  /**
   * Writes the program.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset, or the assets are on different curves
   */
  public static PricingProgram of(Product product, MarketData market) {
    return new ProgramWriter(Require.given("product", product), Require.given("market", market))
        .write(Optional.empty());
  }

  /**
   * Writes the program, with the product's control variate beside the value where the product has one and the models
   * simulate its expectation exactly, as Black–Scholes does.
   *
   * @throws IllegalArgumentException
   *           when the market lacks an asset, or the assets are on different curves
   */
  public static PricingProgram withControl(Product product, MarketData market) {
    return new ProgramWriter(Require.given("product", product), Require.given("market", market))
        .write(control(product, market));
  }

  /** The control variate of a product, where its expectation is known. */
  static Optional<Product> control(Product product, MarketData market) {
    boolean exact = product.assets().stream().allMatch(id -> market.asset(id).model().blackVols().isPresent());
    return product.control().filter(control -> exact && AnalyticPrice.of(market, control).isPresent());
  }

  /**
   * Writes the program of a product with decisions of one side, with the output {@link #BOUND} beside the value. Where
   * decisions are far from each other it has steps between them, for the bound to be close.
   */
  public static PricingProgram withBound(Product product, MarketData market) {
    Require.given("market", market);
    return new ProgramWriter(refined(Require.given("product", product)), market).writeWithBound();
  }

  private static Product refined(Product product) {
    return switch (product) {
      case Scripted scripted -> {
        int times = Math.max(1, scripted.observationTimes().size());
        int more = Math.clamp(Math.ceilDiv(FEWEST_STEPS, times), 1, MOST_STEPS_BETWEEN);
        yield scripted.withSteps(Math.max(scripted.steps(), more));
      }
      case CrossCurrency(DomesticProduct paid, CrossCurrency.Conversion conversion, List<Optional<ExchangeRate>> rates) ->
        new CrossCurrency((DomesticProduct) refined(paid), conversion, rates);
      case Collateralised(Uncollateralised paid, String discountCurve) ->
        new Collateralised((Uncollateralised) refined(paid), discountCurve);
      case DomesticProduct domestic -> domestic;
    };
  }

  /**
   * The name of the output that is 1 on the paths on which the product is exercised or called at one of its times.
   *
   * @param number
   *          of the time, from 1
   */
  public static String exercisedAt(int number) {
    return "exercised at time " + number;
  }

  /** The name of the parameter that moves with a risk factor. */
  public static String parameter(RiskFactor factor) {
    return InputsBuilder.name(factor);
  }
}
