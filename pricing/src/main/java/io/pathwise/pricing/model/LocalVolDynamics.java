package io.pathwise.pricing.model;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.PillarInterpolation;
import io.pathwise.pricing.market.SmileSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/**
 * Local volatility of a {@link SmileSurface} (Dupire 1994). With k the logarithm of the price over its forward price,
 * w(k) the total variances in the middle of a step and Δw(k) what they grow by, the variance of the step is
 *
 * <pre>
 * V = Δw / g,   g = (1 − k w'/(2 w))² − w'²/4 (1/w + ¼) + w''/2
 * </pre>
 *
 * (Gatheral 2006, "The Volatility Surface", equation 1.10), exact where the smile is flat. The log return is normal,
 * its volatility that of the start led as {@link LeadingVol} has it: half of what the price moved in the step before
 * times the slope of log V/2, so that the discounted price is a martingale at every step, and the bias of the law is of
 * the order of the square of the steps.
 *
 * @param surface
 *          the implied volatilities
 * @param reference
 *          the spot for which they are quoted by strike; empty where smiles move along with the spot
 */
record LocalVolDynamics(SmileSurface surface, OptionalDouble reference) implements Dynamics {

  private static final double STEP_COST = 4;

  @Override
  public LogReturn write(ModelStep step, Asset asset, Supplier<LogPrice> logPrice, SharedNoise noise,
      Expr carry) {
    double end = step.grid().end(step.grid().steps() - 1);
    Require.that(end <= surface.lastTime(),
        "the surface of %s can be continued without arbitrage up to %s years, but prices are needed up to %s",
        asset.id(), surface.lastTime(), end);
    double cash = step.curves().worthOfCash(asset, end);
    reference.ifPresent(spot -> surface.timeOfArbitrage(Math.log((asset.spot() - cash) / (spot - cash)), end)
        .ifPresent(time -> Require.that(false,
            "the spot %s of %s is so far from the reference %s of its surface that smiles which stay at their strikes "
                + "have arbitrage between strikes in %s years: a surface for a nearer spot is needed, or one without "
                + "reference",
            Require.plain(asset.spot()), asset.id(), Require.plain(spot), Require.plain(time))));
    Graph graph = step.graph();
    Expr level = logMoneyness(step, asset, logPrice.get(), carry);
    LocalVariance variance = localVariance(step, asset, level);

    Expr.State levelBefore = step.builder().state(asset.id() + ".levelBefore", graph.literal(0.0));
    step.builder().update(ModelStep.STAGE, levelBefore, level);
    Expr.State slopeBefore = step.builder().state(asset.id() + ".slopeBefore", graph.literal(0.0));
    step.builder().update(ModelStep.STAGE, slopeBefore, variance.slope());
    Expr meanSlope = graph.mul(graph.literal(0.5), graph.add(variance.slope(), slopeBefore));
    Expr perYear = graph.div(graph.literal(1.0), step.regularLength());
    Expr spread = graph.mul(graph.mul(graph.mul(variance.slope(), variance.slope()), variance.ofStep()), perYear);
    LeadingVol leading = LeadingVol.ofMove(step, graph.literal(0.0),
        graph.mul(meanSlope, graph.sub(level, levelBefore)), spread);

    Expr deviation = graph.select(step.hasLength(),
        graph.mul(graph.sqrt(variance.ofStep()), graph.exp(leading.log())), graph.literal(0.0));
    Expr convexity = graph.mul(graph.literal(0.5), graph.mul(deviation, deviation));
    return LogReturn.diffusion(graph.sub(carry, convexity), deviation);
  }

  /** The logarithm of the price at the start of the step over its forward price. */
  private static Expr logMoneyness(ModelStep step, Asset asset, LogPrice price, Expr carry) {
    return step.graph().sub(step.graph().sub(price.state(), Growth.untilStep(step, asset, carry)), price.initial());
  }

  /**
   * The variance of a step as a function of the log moneyness.
   *
   * @param ofStep
   *          V; 1 over a step without length
   * @param slope
   *          the derivative of log V/2
   */
  private record LocalVariance(Expr ofStep, Expr slope) {}

  private LocalVariance localVariance(ModelStep step, Asset asset, Expr k) {
    Graph graph = step.graph();
    Quotes quotes = new Quotes(step, asset);
    Expr atStrike = reference.isEmpty() ? k : graph.add(k, quotes.logSpotOverReference(reference.getAsDouble()));
    Smile smile = new Smile(graph, atStrike, quotes.middle(), quotes.growth());
    Expr w = smile.variance();
    Expr first = smile.first();
    Expr second = smile.second();

    Expr half = graph.literal(0.5);
    Expr inverse = graph.div(graph.literal(1.0), w);
    Expr relative = graph.mul(first, inverse);
    Expr bend = graph.fma(graph.mul(graph.literal(-0.5), k), relative, graph.literal(1.0));
    Expr firstSquared = graph.mul(first, first);
    Expr curved = graph.add(inverse, graph.literal(0.25));
    Expr density = graph.fma(half, second,
        graph.fma(graph.mul(graph.literal(-0.25), firstSquared), curved, graph.mul(bend, bend)));

    Expr bendSlope = graph.mul(graph.literal(-0.5),
        graph.sub(graph.add(relative, graph.mul(k, graph.mul(second, inverse))),
            graph.mul(k, graph.mul(relative, relative))));
    Expr densitySlope = graph.mul(graph.literal(2.0), graph.mul(bend, bendSlope));
    densitySlope = graph.fma(graph.mul(graph.literal(-0.5), graph.mul(first, second)), curved, densitySlope);
    densitySlope = graph.fma(graph.mul(graph.literal(0.25), first), graph.mul(relative, relative), densitySlope);
    densitySlope = graph.fma(half, smile.third(), densitySlope);

    Expr growth = smile.growth();
    Expr ofBoth = graph.div(graph.literal(1.0), graph.mul(growth, density));
    Expr change = graph.fma(smile.growthSlope(), density, graph.neg(graph.mul(densitySlope, growth)));
    return new LocalVariance(graph.mul(graph.mul(growth, growth), ofBoth), graph.mul(half, graph.mul(change, ofBoth)));
  }

  /** Three numbers that make a smile. */
  private record Parts(Expr theta, Expr psi, Expr chi) {}

  /** The numbers of a step's smile, as they follow from the quotes. */
  private final class Quotes {
    private final ModelStep step;
    private final Asset asset;
    private final Graph graph;
    private final Parts growth;
    private final Parts middle;

    Quotes(ModelStep step, Asset asset) {
      this.step = step;
      this.asset = asset;
      this.graph = step.graph();
      PillarInterpolation pillars = surface.interpolation();
      List<Expr> ofStep = new ArrayList<>();
      List<Expr> untilStep = new ArrayList<>();
      int reached = reached(step.grid());
      for (int j = 0; j < reached; j++) {
        ofStep.add(PillarWeights.ofStep(graph, step.inputs(), step.grid(), asset.id() + ".variance", pillars, j,
            step.curves().valuationTime()));
        untilStep.add(PillarWeights.untilStep(graph, step.inputs(), step.grid(), asset.id() + ".total variance",
            pillars, j, step.curves().valuationTime()));
      }
      Map<String, Expr> parameters = step.parameters(asset);
      List<Parts> quoted = pillars.times().subList(0, reached).stream().map(time -> {
        Expr vol = parameter(parameters, SmileSurface.vol(time));
        Expr square = graph.mul(vol, vol);
        Expr curvature = graph.mul(square, parameter(parameters, SmileSurface.phi(time)));
        return new Parts(square, curvature,
            graph.mul(curvature, parameter(parameters, SmileSurface.rho(time))));
      }).toList();
      Parts sums = sum(ofStep, quoted);
      Parts ends = sum(untilStep, quoted);
      growth = new Parts(regular(sums.theta()), sums.psi(), sums.chi());
      middle = new Parts(regular(middle(ends.theta(), sums.theta())), regular(middle(ends.psi(), sums.psi())),
          middle(ends.chi(), sums.chi()));
    }

    /** The number of pillars that the steps depend on. */
    private int reached(TimeGrid grid) {
      double end = grid.end(grid.steps() - 1);
      return Math.min((int) surface.times().stream().filter(time -> time < end).count() + 1, surface.times().size());
    }

    private static Expr parameter(Map<String, Expr> parameters, String name) {
      return Objects.requireNonNull(parameters.get(name));
    }

    private Parts sum(List<Expr> weights, List<Parts> quoted) {
      Parts total = new Parts(graph.literal(-0.0), graph.literal(-0.0), graph.literal(-0.0));
      for (int j = 0; j < weights.size(); j++) {
        total = new Parts(graph.fma(weights.get(j), quoted.get(j).theta(), total.theta()),
            graph.fma(weights.get(j), quoted.get(j).psi(), total.psi()),
            graph.fma(weights.get(j), quoted.get(j).chi(), total.chi()));
      }
      return total;
    }

    private Expr middle(Expr end, Expr ofStep) {
      return graph.fma(graph.literal(-0.5), ofStep, end);
    }

    /** Anything where the step has no length, so that nothing is divided by 0. */
    private Expr regular(Expr x) {
      return graph.select(step.hasLength(), x, graph.literal(1.0));
    }

    Parts growth() {
      return growth;
    }

    Parts middle() {
      return middle;
    }

    /** By what the logarithm of strike over forward price was larger when the smiles were quoted. */
    Expr logSpotOverReference(double reference) {
      CashDividends dividends = new CashDividends(step, asset);
      return graph.log(graph.div(dividends.takenFrom(step.spot(asset)), dividends.takenFrom(
          step.inputs().parameter(asset.id() + "." + AssetModel.LocalVol.REFERENCE, reference))));
    }
  }

  /** The total variances of a step's middle, with their derivatives by the log strike, and what they grow by. */
  private static final class Smile {
    private final Graph graph;
    private final Expr k;
    private final Parts middle;
    private final Parts growth;
    private final Expr root;
    private final Expr inverseRoot;
    private final Expr rootFirst;
    private final Expr rootSecond;
    private final Expr inRoot;
    private final Expr inRootFirst;

    Smile(Graph graph, Expr k, Parts middle, Parts growth) {
      this.graph = graph;
      this.k = k;
      this.middle = middle;
      this.growth = growth;
      Expr squared = graph.mul(middle.psi(), middle.psi());
      Expr cross = graph.mul(middle.chi(), middle.theta());
      root = graph.sqrt(graph.fma(graph.fma(squared, k, graph.mul(graph.literal(2.0), cross)), k,
          graph.mul(middle.theta(), middle.theta())));
      inverseRoot = graph.div(graph.literal(1.0), root);
      rootFirst = graph.mul(graph.fma(squared, k, cross), inverseRoot);
      rootSecond = graph.mul(graph.fma(graph.neg(rootFirst), rootFirst, squared), inverseRoot);
      Expr linear = graph.fma(growth.chi(), middle.theta(), graph.mul(middle.chi(), growth.theta()));
      Expr quadratic = graph.mul(middle.psi(), growth.psi());
      inRoot = graph.fma(graph.fma(quadratic, k, linear), k, graph.mul(middle.theta(), growth.theta()));
      inRootFirst = graph.fma(graph.mul(graph.literal(2.0), quadratic), k, linear);
    }

    Expr variance() {
      return graph.mul(graph.literal(0.5), graph.add(graph.fma(middle.chi(), k, middle.theta()), root));
    }

    Expr first() {
      return graph.mul(graph.literal(0.5), graph.add(middle.chi(), rootFirst));
    }

    Expr second() {
      return graph.mul(graph.literal(0.5), rootSecond);
    }

    Expr third() {
      return graph.mul(graph.mul(graph.mul(graph.literal(-1.5), rootFirst), rootSecond), inverseRoot);
    }

    Expr growth() {
      return graph.mul(graph.literal(0.5),
          graph.add(graph.fma(growth.chi(), k, growth.theta()), graph.mul(inRoot, inverseRoot)));
    }

    Expr growthSlope() {
      Expr ofRoot = graph.mul(graph.fma(graph.neg(graph.mul(inRoot, inverseRoot)), rootFirst, inRootFirst),
          inverseRoot);
      return graph.mul(graph.literal(0.5), graph.add(growth.chi(), ofRoot));
    }
  }

  @Override
  public Optional<ReturnLaw> law(double time) {
    return Optional.empty();
  }

  @Override
  public StepCost stepCost() {
    return new StepCost(STEP_COST, 2 * CevDynamics.TAPE_BYTES);
  }
}
