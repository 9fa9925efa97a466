package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.sample.Gamma;
import io.pathwise.engine.sample.Normal;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.BrownianMotion;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.CrossCurrency;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * The correlated normal noises of a step: first Z_a of the variances of all assets that have one, in the order in which
 * models ask for them, then Y_a of the returns given these variances. Each is drawn given those before it, by the rows
 * of a {@link Cholesky} factor (Glasserman 2003, section 2.3.3), so a correlation is a parameter like others. With W_a
 * = ρ_a Z_a + r_a Y_a the Brownian motion of a price, r_a = √(1 − ρ_a²), whose correlations C_ab are known, and where
 * nothing is given for variances (see {@code DrivingCorrelations}),
 *
 * <pre>
 * corr(Z_a, Z_b) = corr(Y_a, Y_b) = C_ab (ρ_a ρ_b + r_a r_b)
 * corr(Y_a, Z_b) = C_ab (r_a ρ_b − ρ_a r_b)
 * </pre>
 *
 * for a ≠ b; Y_a and Z_a are independent. Of an asset that jumps the noise of the return is Y_a only by the share that
 * its diffusion has in the deviation.
 *
 * <p>
 * Where an asset is quoted in another currency than is paid in, all its noises have another mean under the measure of
 * payment: minus the covariance with the log return of the exchange rate (Girsanov). That is exact where the return of
 * the rate is normal given what was drawn independently, and of the order of the step for the variance noise of
 * Heston's model as a rate. Start at {@link #of} and {@link #ofReturn}.
 */
final class JointNoise {

  private final ModelStep step;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final TimeGrid grid;
  private final MarketData market;
  private final Optional<CrossCurrency> conversion;
  private final boolean isAlone;
  private final Map<String, LogReturn> returns;
  private final Cholesky cholesky;
  private final List<BrownianMotion> drawn = new ArrayList<>();
  private final List<Expr> innovations = new ArrayList<>();
  private final Map<Correlations.Pair, Expr> ofPrices = new LinkedHashMap<>();
  private Optional<SharedNoise.GammaTime> gammaTime = Optional.empty();

  /**
   * The noises of one step.
   *
   * @param isAlone
   *          whether a single asset is drawn, in its own currency
   * @param returns
   *          the laws of the returns, as models write them
   */
  JointNoise(ModelStep step, MarketData market, Optional<CrossCurrency> conversion, boolean isAlone,
      Map<String, LogReturn> returns) {
    this.step = step;
    this.graph = step.graph();
    this.inputs = step.inputs();
    this.grid = step.grid();
    this.market = market;
    this.conversion = conversion;
    this.isAlone = isAlone;
    this.returns = returns;
    this.cholesky = new Cholesky(graph);
  }

  /** What an asset's model draws before the return. */
  SharedNoise of(Asset asset) {
    return new SharedNoise() {
      @Override
      public boolean isAlone() {
        return isAlone;
      }

      @Override
      public Expr variance() {
        return drawVariance(asset.id());
      }

      @Override
      public Optional<GammaTime> gammaTime() {
        return commonGammaTime(asset.id());
      }
    };
  }

  private Optional<SharedNoise.GammaTime> commonGammaTime(String asset) {
    OptionalDouble rate = market.commonGammaRate(asset);
    if (rate.isPresent() && gammaTime.isEmpty()) {
      Expr perYear = inputs.parameter("common gamma time", rate.getAsDouble());
      gammaTime = Optional.of(new SharedNoise.GammaTime(perYear, step.builder().sample(new Gamma(),
          graph.mul(perYear, step.regularLength()), graph.literal(1.0))));
    }
    return rate.isPresent() ? gammaTime : Optional.empty();
  }

  private Expr drawVariance(String asset) {
    BrownianMotion motion = BrownianMotion.ofVariance(asset);
    List<Expr> row = row(motion);
    Expr mean = common(row).orElse(graph.literal(0.0));
    for (Expr covariance : covariancesWithRate(motion)) {
      mean = graph.sub(mean, covariance);
    }
    Expr.Sample sample = step.builder().sample(new Normal(), mean, row.getLast());
    innovations.add(sample.noise());
    return sample;
  }

  /**
   * Draws the sum of a log price and its return.
   *
   * @param logPrice
   *          at the start of the step
   */
  Expr.Sample ofReturn(String asset, Expr logPrice) {
    BrownianMotion motion = BrownianMotion.ofPrice(asset);
    LogReturn logReturn = logReturn(asset);
    List<Expr> row = row(motion);
    Expr mean = graph.add(logPrice, logReturn.mean());
    Optional<Expr> common = common(row);
    if (common.isPresent()) {
      mean = graph.fma(logReturn.deviation(), common.get(), mean);
    }
    for (Expr covariance : covariancesWithRate(motion)) {
      mean = graph.sub(mean, covariance);
    }
    Expr.Sample sample = step.builder().sample(new Normal(), mean, graph.mul(logReturn.deviation(), row.getLast()));
    innovations.add(sample.noise());
    return sample;
  }

  private List<Expr> row(BrownianMotion motion) {
    List<Expr> row = cholesky.add(before -> correlation(motion, drawn.get(before)));
    drawn.add(motion);
    return row;
  }

  /** What a noise has in common with those drawn before; empty where that is nothing. */
  private Optional<Expr> common(List<Expr> row) {
    Optional<Expr> sum = Optional.empty();
    for (int b = 0; b < innovations.size(); b++) {
      if (!Cholesky.isZero(row.get(b))) {
        Expr factor = row.get(b);
        Expr innovation = innovations.get(b);
        sum = Optional.of(sum.map(before -> graph.fma(factor, innovation, before))
            .orElseGet(() -> graph.mul(factor, innovation)));
      }
    }
    return sum;
  }

  /**
   * The covariances of a noise (of a return: of the return) with what the exchange rate from its currency moves by, one
   * for each noise of the rate, with the sign of the drift that is taken away.
   */
  private List<Expr> covariancesWithRate(BrownianMotion motion) {
    return conversion.flatMap(cross -> cross.rateOfQuotation(motion.asset())).map(rate -> {
      LogReturn ofRate = logReturn(rate.asset());
      List<Expr> covariances = new ArrayList<>();
      covariances.add(covariance(motion, BrownianMotion.ofPrice(rate.asset()), ofRate.deviation()));
      ofRate.varianceLoading().ifPresent(
          loading -> covariances.add(covariance(motion, BrownianMotion.ofVariance(rate.asset()), loading)));
      return rate.inverse() ? covariances.stream().map(graph::neg).toList() : covariances;
    }).orElse(List.of());
  }

  private Expr covariance(BrownianMotion motion, BrownianMotion ofRate, Expr loading) {
    Expr both = switch (motion.drives()) {
      case PRICE -> graph.mul(logReturn(motion.asset()).deviation(), loading);
      case VARIANCE -> loading;
    };
    return times(correlation(motion, ofRate), both);
  }

  /** The correlation of two noises. */
  private Expr correlation(BrownianMotion a, BrownianMotion b) {
    if (a.equals(b)) {
      return graph.literal(1.0);
    }
    if (a.asset().equals(b.asset())) {
      return graph.literal(0.0);
    }
    return switch (a.drives()) {
      case VARIANCE -> switch (b.drives()) {
        case VARIANCE -> ofVariances(a.asset(), b.asset());
        case PRICE -> ofReturnAndVariance(b.asset(), a.asset());
      };
      case PRICE -> switch (b.drives()) {
        case VARIANCE -> ofReturnAndVariance(a.asset(), b.asset());
        case PRICE -> times(ofReturns(a.asset(), b.asset()),
            times(logReturn(a.asset()).share(graph), logReturn(b.asset()).share(graph)));
      };
    };
  }

  /** The covariance of the log returns of two assets without jumps, given what is known at the start of the step. */
  Expr covarianceOfStep(String a, String b) {
    return times(ofPrices(a, b),
        graph.mul(logReturn(a).diffusionOfStep(graph), logReturn(b).diffusionOfStep(graph)));
  }

  /** corr(Z_a, Z_b). */
  private Expr ofVariances(String a, String b) {
    return given(BrownianMotion.ofVariance(a), BrownianMotion.ofVariance(b))
        .orElseGet(() -> times(ofPrices(a, b), alike(a, b)));
  }

  /** corr(W_a, Z_b). */
  private Expr ofPriceAndVariance(String a, String b) {
    return given(BrownianMotion.ofPrice(a), BrownianMotion.ofVariance(b)).orElseGet(
        () -> given(BrownianMotion.ofVariance(a), BrownianMotion.ofVariance(b)).map(given -> graph.mul(rho(a), given))
            .orElseGet(() -> times(rho(b), ofPrices(a, b))));
  }

  /** corr(Y_a, Z_b), times the share of Y_a in the noise of the return. */
  private Expr ofReturnAndVariance(String a, String b) {
    return times(logReturn(a).share(graph), ofDiffusionAndVariance(a, b));
  }

  private Expr ofDiffusionAndVariance(String a, String b) {
    if (!hasVariance(a)) {
      return ofPriceAndVariance(a, b);
    }
    if (!areGiven(a, b)) {
      Expr turned = graph.fma(graph.neg(rho(a)), ownShare(b), graph.mul(ownShare(a), rho(b)));
      return graph.mul(ofPrices(a, b), turned);
    }
    return graph.div(graph.fma(graph.neg(rho(a)), ofVariances(a, b), ofPriceAndVariance(a, b)), ownShare(a));
  }

  /** corr(Y_a, Y_b). */
  private Expr ofReturns(String a, String b) {
    if (!areGiven(a, b)) {
      return times(ofPrices(a, b), alike(a, b));
    }
    Expr rest = ofPrices(a, b);
    if (hasVariance(a)) {
      rest = graph.fma(graph.neg(rho(a)), ofPriceAndVariance(b, a), rest);
    }
    if (hasVariance(b)) {
      rest = graph.fma(graph.neg(rho(b)), ofPriceAndVariance(a, b), rest);
    }
    if (hasVariance(a) && hasVariance(b)) {
      rest = graph.fma(graph.mul(rho(a), rho(b)), ofVariances(a, b), rest);
    }
    return graph.div(rest, times(ownShare(a), ownShare(b)));
  }

  /** ρ_a ρ_b + r_a r_b. */
  private Expr alike(String a, String b) {
    Expr own = times(ownShare(a), ownShare(b));
    return hasVariance(a) && hasVariance(b) ? graph.fma(rho(a), rho(b), own) : own;
  }

  /** C_ab, from the quoted correlation. */
  private Expr ofPrices(String first, String second) {
    return ofPrices.computeIfAbsent(Correlations.Pair.ofPrices(first, second), pair -> {
      RiskFactor factor = market.correlation(first, second);
      Expr quoted = inputs.parameter(factor, market.correlations().get(first, second));
      if (VarianceGammaDynamics.isIn(market, first) || VarianceGammaDynamics.isIn(market, second)) {
        return ofGammaTimes(first, second, quoted);
      }
      Expr shares = times(diffusionShare(first), diffusionShare(second));
      Expr ofDiffusions = isOne(shares) ? quoted : Positive.quotient(graph, quoted, shares, 0.0);
      if (IntStream.range(0, grid.steps()).allMatch(k -> decorrelation(first, second, k) == 0)) {
        return ofDiffusions;
      }
      Expr slope = inputs.stepValue(factor + ".slope", k -> decorrelation(first, second, k));
      return graph.mul(ofDiffusions,
          graph.fma(graph.neg(slope), step.curves().valuationTime(), graph.literal(1.0)));
    });
  }

  /** A process in gamma time is independent of all but those with which it shares a part of it. */
  private Expr ofGammaTimes(String first, String second, Expr quoted) {
    if (market.commonGammaRate(first).isEmpty() || market.commonGammaRate(second).isEmpty()) {
      return graph.literal(0.0);
    }
    return switch (market.correlations().convention()) {
      case RETURNS -> VarianceGammaDynamics.ofBrownianMotions(step, market.asset(first), market.asset(second), quoted,
          gammaTime.orElseThrow().rate());
      case DIFFUSIONS -> quoted;
    };
  }

  /** What a quoted correlation is to be divided by. */
  private Expr diffusionShare(String id) {
    return switch (market.correlations().convention()) {
      case RETURNS -> Dynamics.of(market.asset(id).model()).diffusionShare(step, market.asset(id));
      case DIFFUSIONS -> graph.literal(1.0);
    };
  }

  /**
   * How fast the correlation of two assets over a step falls as the valuation time moves on, as a share of it. An event
   * on a pillar comes nearer and the step behind it takes in a piece of the interval before, where the volatilities are
   * x and y times those of the step: the covariance grows by x y, the variances by x² and y², so the correlation falls
   * by (x − y)² / (2 Δt). Exact to first order, which is what theta needs.
   */
  private double decorrelation(String a, String b, int k) {
    if (grid.startMoves(k) == 0) {
      return 0;
    }
    double difference = volRatio(market.asset(a), k) - volRatio(market.asset(b), k);
    return grid.startMoves(k) * difference * difference / (2 * grid.length(k));
  }

  /** The volatility before the start of a step as a multiple of that of the step; 1 where the step has none. */
  private double volRatio(Asset asset, int k) {
    return asset.model().blackVols().map(vols -> {
      double variance = vols.forwardVariance(grid.end(k));
      return variance > 0 ? Math.sqrt(vols.forwardVariance(grid.start(k)) / variance) : 1;
    }).orElse(1.0);
  }

  /** Whether something is given for the variances of two assets. */
  private boolean areGiven(String a, String b) {
    return given(BrownianMotion.ofVariance(a), BrownianMotion.ofVariance(b)).isPresent()
        || given(BrownianMotion.ofPrice(a), BrownianMotion.ofVariance(b)).isPresent()
        || given(BrownianMotion.ofVariance(a), BrownianMotion.ofPrice(b)).isPresent();
  }

  private Optional<Expr> given(BrownianMotion a, BrownianMotion b) {
    OptionalDouble value = market.correlations().find(a, b);
    return value.isPresent()
        ? Optional.of(inputs.parameter(new Correlations.Pair(a, b).toString(), value.getAsDouble()))
        : Optional.empty();
  }

  private boolean hasVariance(String asset) {
    return market.asset(asset).model().varianceCorrelation().isPresent();
  }

  /** ρ_a. */
  private Expr rho(String asset) {
    String name = market.asset(asset).model().varianceCorrelation().orElseThrow();
    return Objects.requireNonNull(step.parameters(market.asset(asset)).get(name));
  }

  /** r_a; 1 without a variance. */
  private Expr ownShare(String asset) {
    if (!hasVariance(asset)) {
      return graph.literal(1.0);
    }
    Expr rho = rho(asset);
    return graph.sqrt(graph.fma(graph.neg(rho), rho, graph.literal(1.0)));
  }

  private LogReturn logReturn(String asset) {
    return Objects.requireNonNull(returns.get(asset));
  }

  private Expr times(Expr a, Expr b) {
    return isOne(a) ? b : isOne(b) ? a : graph.mul(a, b);
  }

  private static boolean isOne(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() == 1;
  }
}
