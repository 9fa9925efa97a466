package io.pathwise.batch.lab;

import io.pathwise.batch.lab.GreeksBench.Target;
import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.importance.ImportanceSampling;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.program.Output;
import io.pathwise.engine.program.Program;
import io.pathwise.greeks.estimator.EstimatorChoice;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.pricing.analytic.AnalyticPrice;
import io.pathwise.pricing.analytic.TwoAssetAutocallable;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.apache.commons.math3.distribution.NormalDistribution;

/** Payoffs that few paths see, with importance sampling and without. */
final class RareEventsCase implements LabCase {

  /**
   * A number that few paths see.
   *
   * @param shifts
   *          how many shifts there may be; empty for the default
   * @param others
   *          estimators to compare with
   * @param gain
   *          how much less variance × operations importance sampling has at least; empty where nothing is claimed
   * @param plainVariance
   *          of the payoff on a path, where it is known
   */
  private record Rare(Target target, OptionalDouble shifts, List<EstimatorChoice> others, OptionalDouble gain,
      OptionalDouble plainVariance) {}

  private static final double RATE = 0.05;
  private static final double VOL = 0.2;
  private static final double SPOT = 100;
  private static final List<Integer> DEPTHS = List.of(2, 4, 6);
  private static final List<Double> KNOCK_IN_BARRIERS = List.of(75.0, 68.0);
  private static final int FEW_DATES = 3;
  private static final int MANY_DATES = 12;
  private static final List<EstimatorChoice> CONDITIONAL = List.of(EstimatorChoice.CONDITIONAL_BRIDGE,
      EstimatorChoice.CONDITIONAL_PRINCIPAL, EstimatorChoice.SURVIVAL);
  /** At least so much is gained, but near the money, where nothing is claimed. */
  private static final OptionalDouble GAIN = OptionalDouble.of(10);
  private static final List<String> BASKET = List.of("A", "B", "C", "D");
  private static final double CORRELATION = 0.3;
  private static final double SUM_STRIKE = 170;
  private static final double BEST_STRIKE = 220;
  private static final OptionalDouble DEFAULT = OptionalDouble.empty();
  /** A knock-in with many dates may knock in at any of them. */
  private static final OptionalDouble MANY_SHIFTS = OptionalDouble.of(16);
  private static final List<String> NOTE = List.of("A", "B");
  private static final int OBSERVATIONS = 4;
  private static final String LOSS = "loss";
  private static final double NOMINAL = 1000;
  private static final List<Double> PROTECTIONS = List.of(0.2, 0.12);
  /** Of the quadrature, in currency: it is made for the whole note. */
  private static final double QUADRATURE = 1e-6;

  @Override
  public String id() {
    return "rare-events";
  }

  @Override
  public String title() {
    return "Payoffs that few paths see";
  }

  @Override
  public String text() {
    return """
        Options that pay on one path of fifty down to one of a thousand million: calls and digitals with strikes 2, 4 and 6 \
        standard deviations out of the money (S = 100, r = 5 %, σ = 20 %, T = 1), a basket of four assets, the best of two \
        and of four, a down-and-in call that has to fall to its barrier and come back to its strike, and the loss of \
        capital of a worst-of autocallable on two assets with a protection barrier of 20 %. Plain is the mean of the \
        payoff, or the pathwise or score derivative that structure prefers. Its variance is compared where enough paths \
        count for its error to be believed; elsewhere it is refused here, with the number of effective observations. Of \
        calls and digitals the second moment of the payoff is known, so their ratio is known at any depth.

        Importance sampling moves the noise to where payoff times density is largest, and shares the paths between all \
        such places and a search party of wider noise. It is compared by variance times operations, a path of it being one \
        path for each of these. Calls, digitals and all else where one direction decides are exact by conditioning on \
        that direction, which is what the engine takes; they are here because their answers are known. The more normals \
        decide, the less wide the search party can be; and a knock-in with 12 dates has more ways than the four shifts of \
        the default, so that nothing is shifted: it is here with 16 shifts, too.

        P. Glasserman, P. Heidelberger, P. Shahabuddin, Asymptotically Optimal Importance Sampling and Stratification for \
        Pricing Path-Dependent Options, Mathematical Finance 9 (1999); T. Hesterberg, Weighted Average Importance Sampling \
        and Defensive Mixture Distributions, Technometrics 37 (1995); A. Owen, Y. Zhou, Safe and Effective Importance \
        Sampling, Journal of the American Statistical Association 95 (2000).""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    List<List<String>> ratios = new ArrayList<>();
    List<Measurement> all = new ArrayList<>();
    for (Rare rare : rare(bench.budget())) {
      Target target = rare.target();
      GreeksBench greeks = bench.greeks();
      Optional<Exact> exact = greeks.exact(target);
      List<Measurement> row = new ArrayList<>(List.of(greeks.plain(target, exact)));
      row.add(greeks.measure(target, exact, EstimatorChoice.IMPORTANCE_SAMPLING.label(),
          new io.pathwise.greeks.estimator.Estimator(EstimatorChoice.IMPORTANCE_SAMPLING, rare.shifts())));
      row.addAll(greeks.some(target, exact, rare.others()));
      all.addAll(exact.isPresent() ? row : Reference.leastError(row));
      compare(findings, ratios, row, rare.gain(), rare.plainVariance());
    }
    for (double protection : bench.budget().of(PROTECTIONS)) {
      List<Measurement> loss = lossOfCapital(bench, protection);
      all.addAll(loss);
      boolean claimed = protection < PROTECTIONS.getFirst() && !bench.budget().thin();
      compare(findings, ratios, loss, claimed ? GAIN : OptionalDouble.empty(), OptionalDouble.empty());
    }
    findings.checkUnbiased(all);
    findings.table("Variance × operations, divided by that of importance sampling",
        List.of("number", "plain, measured", "plain, from the known second moment", "least of the others"), ratios);
    findings.measurements("Rare events", all);
  }

  private static List<Rare> rare(Budget budget) {
    MarketData market = Examples.market(SPOT, RATE, 0, VOL);
    List<Rare> rare = new ArrayList<>();
    for (int depth : budget.of(DEPTHS)) {
      double strike = SPOT * Math.exp(RATE - VOL * VOL / 2 + depth * VOL);
      OptionalDouble gain = depth == DEPTHS.getFirst() ? OptionalDouble.empty() : GAIN;
      String far = ", " + depth + " deviations";
      European call = European.of(Examples.ASSET, OptionType.CALL, strike, 1);
      Digital digital = Digital.of(Examples.ASSET, OptionType.CALL, strike, 1);
      rare.add(new Rare(new Target("call" + far, call, market, Measure.VALUE), DEFAULT, List.of(), gain,
          OptionalDouble.of(callVariance(depth, strike, value(market, call)))));
      rare.add(new Rare(new Target("call" + far, call, market, Measure.DELTA, Examples.SPOT), DEFAULT, List.of(), gain,
          OptionalDouble.empty()));
      double price = value(market, digital);
      rare.add(new Rare(new Target("digital" + far, digital, market, Measure.VALUE), DEFAULT, List.of(), gain,
          OptionalDouble.of(price * (Math.exp(-RATE) - price))));
      rare.add(
          new Rare(new Target("digital" + far, digital, market, Measure.DELTA, Examples.SPOT), DEFAULT, List.of(), gain,
              OptionalDouble.empty()));
    }
    rare.add(basket(BASKET, Basket.Aggregate.WEIGHTED_SUM, SUM_STRIKE));
    rare.add(basket(BASKET.subList(0, 2), Basket.Aggregate.BEST_OF, BEST_STRIKE));
    rare.add(basket(BASKET, Basket.Aggregate.BEST_OF, BEST_STRIKE));
    for (double barrier : budget.of(KNOCK_IN_BARRIERS)) {
      rare.add(knockIn(market, barrier, FEW_DATES, DEFAULT, GAIN));
    }
    for (OptionalDouble shifts : List.of(DEFAULT, MANY_SHIFTS)) {
      rare.add(knockIn(market, KNOCK_IN_BARRIERS.getFirst(), MANY_DATES, shifts, OptionalDouble.empty()));
    }
    return rare;
  }

  private static Rare knockIn(MarketData market, double barrier, int dates, OptionalDouble shifts,
      OptionalDouble gain) {
    Barrier call = Barrier.of(Examples.ASSET, OptionType.CALL, Examples.STRIKE, 1, barrier, Barrier.Kind.DOWN_AND_IN,
        dates, 0);
    String problem = "down-and-in call, barrier " + Math.round(barrier) + ", " + dates + " dates"
        + (shifts.isPresent() ? ", at most " + Math.round(shifts.getAsDouble()) + " shifts" : "");
    return new Rare(new Target(problem, call, market, Measure.VALUE), shifts,
        shifts.isPresent() ? List.of() : CONDITIONAL, gain, OptionalDouble.empty());
  }

  private static double value(MarketData market, Product product) {
    return AnalyticPrice.of(market, product).orElseThrow().value();
  }

  /** By E[S²; S > K], E[S; S > K] and P(S > K). */
  private static double callVariance(double depth, double strike, double price) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    double forward = SPOT * Math.exp(RATE);
    double second = forward * forward * Math.exp(VOL * VOL) * normal.cumulativeProbability(2 * VOL - depth)
        - 2 * strike * forward * normal.cumulativeProbability(VOL - depth)
        + strike * strike * normal.cumulativeProbability(-depth);
    return Math.exp(-2 * RATE) * second - price * price;
  }

  private static Rare basket(List<String> assets, Basket.Aggregate aggregate, double strike) {
    boolean sum = aggregate == Basket.Aggregate.WEIGHTED_SUM;
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, RATE)),
        assets.stream().map(asset -> Asset.blackScholes(asset, Examples.CURRENCY, SPOT, 0, VOL)).toList(),
        Correlations.uniform(assets, CORRELATION));
    Basket basket = Basket.of(assets, Collections.nCopies(assets.size(), sum ? 1.0 / assets.size() : 1.0), aggregate,
        OptionType.CALL, strike, 1);
    return new Rare(
        new Target((sum ? "basket of " : "best of ") + assets.size(), basket, market, Measure.VALUE), DEFAULT,
        CONDITIONAL, GAIN, OptionalDouble.empty());
  }

  /** What is lost of the nominal of a note that pays no coupons and may be redeemed early, without discounting. */
  private static List<Measurement> lossOfCapital(Bench bench, double protection) {
    Autocallable note = Autocallable
        .of(NOTE, List.of(SPOT, SPOT), NOMINAL, 0, protection, 1, 1, protection, 2, OBSERVATIONS)
        .undiscounted();
    MarketData market = MarketData.of(Examples.TODAY, List.of(ZeroCurve.flat(Examples.CURRENCY, 0.01)),
        List.of(Asset.blackScholes(NOTE.getFirst(), Examples.CURRENCY, SPOT, 0, VOL),
            Asset.blackScholes(NOTE.getLast(), Examples.CURRENCY, SPOT, 0, 0.3)),
        Correlations.of(NOTE.getFirst(), NOTE.getLast(), 0.6));
    PricingProgram pricing = PricingProgram.of(note, market);
    Graph graph = pricing.program().graph();
    Program program = pricing.program().withOutputs(List.of(new Output.PathSum(LOSS, graph.sub(graph.literal(NOMINAL),
        ((Output.PathSum) pricing.program().output(PricingProgram.VALUE)).value()))));
    Exact exact = new Exact(NOMINAL - TwoAssetAutocallable.value(market, note).orElseThrow(), QUADRATURE);
    String problem = "autocallable, loss of capital below " + Math.round(100 * protection) + " %";
    ImportanceSampling sampling = new ImportanceSampling(OptionalInt.empty());
    Inputs shifted = sampling.inputs(program, pricing.inputs());
    return List.of(
        bench.measure(problem, Measure.VALUE.label(), Estimator.mean(GreeksBench.PLAIN, program, LOSS),
            List.of(new ImportanceSampling.Term(1, pricing.inputs())), Optional.of(exact)),
        bench.measure(problem, Measure.VALUE.label(),
            Estimator.mean(sampling.name(), sampling.program(program, pricing.inputs()), LOSS),
            sampling.terms(shifted), Optional.of(exact)));
  }

  /** Adds a line to the table of ratios. */
  private static void compare(Findings findings, List<List<String>> ratios, List<Measurement> row,
      OptionalDouble gain, OptionalDouble plainVariance) {
    Measurement plain = row.get(0);
    Measurement sampling = row.get(1);
    String what = plain.problem() + ", " + plain.quantity();
    OptionalDouble measured = ratio(plain, sampling);
    OptionalDouble known = plainVariance.isPresent()
        ? OptionalDouble.of(plainVariance.getAsDouble() * plain.operations() * sampling.efficiency())
        : OptionalDouble.empty();
    Optional<Measurement> best = row.stream().skip(2).filter(Measurement::hasNumber)
        .max(Comparator.comparingDouble(Measurement::efficiency));
    ratios.add(List.of(what, measured.isPresent() ? Numbers.text(measured.getAsDouble()) : "too few hits",
        known.isPresent() ? Numbers.text(known.getAsDouble()) : "",
        best.map(m -> Numbers.text(ratio(m, sampling).orElse(Double.NaN)) + " " + m.estimator()).orElse("")));
    OptionalDouble judged = known.isPresent() ? known : measured;
    if (gain.isEmpty()) {
      return;
    }
    findings.check("Enough paths carry importance sampling: " + what, sampling.hasNumber(),
        sampling.hasNumber()
            ? Numbers.text(sampling.value()) + " ± " + Numbers.text(sampling.halfWidth())
            : sampling.refusal());
    if (judged.isPresent()) {
      findings.check("Importance sampling has at least " + Numbers.text(gain.getAsDouble())
          + " times less variance × operations than the plain estimator: " + what,
          judged.getAsDouble() >= gain.getAsDouble(), Numbers.text(judged.getAsDouble()) + " times");
    }
  }

  private static OptionalDouble ratio(Measurement other, Measurement sampling) {
    return other.hasNumber() && sampling.hasNumber()
        ? OptionalDouble.of(sampling.efficiency() / other.efficiency())
        : OptionalDouble.empty();
  }
}
