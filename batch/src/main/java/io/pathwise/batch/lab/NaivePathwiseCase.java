package io.pathwise.batch.lab;

import io.pathwise.batch.page.Numbers;
import io.pathwise.engine.derive.Tangent;
import io.pathwise.engine.graph.Expr;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pathwise derivatives where they are wrong. */
final class NaivePathwiseCase implements LabCase {
  private static final double LARGEST_Z = 4.5;

  @Override
  public String id() {
    return "naive-pathwise";
  }

  @Override
  public String title() {
    return "Pathwise derivatives of payoffs that jump, which fail";
  }

  @Override
  public String text() {
    return """
        A control of the lab itself: estimators that are wrong must be seen to be wrong. The programs below are \
        differentiated by the engine's tangent transform without asking whether that is valid; the Greeks engine refuses \
        all of them. The derivative of a digital's payoff is 0 wherever it exists. That of a barrier option leaves out \
        what moving the spot does to the probability of a knock-out. The delta of a call jumps at the strike, so \
        differentiating it again gives 0 for gamma. No number of paths cures any of this, and the standard error says \
        nothing of it.

        P. Glasserman, Monte Carlo Methods in Financial Engineering (2003), section 7.2.2.""";
  }

  @Override
  public void run(Bench bench, Findings findings) {
    MarketData market = Examples.market(100);
    Product call = European.of(Examples.ASSET, OptionType.CALL, Examples.STRIKE, 1);
    List<Measurement> all = new ArrayList<>();
    List<RiskFactor> spot = List.of(Examples.SPOT);
    List<RiskFactor> vol = List.of(Examples.VOL);
    all.add(naive(bench, "digital, 4 steps", "delta", Examples.digital(100, 1, 4), market, spot));
    all.add(naive(bench, "digital, 4 steps", "vega", Examples.digital(100, 1, 4), market, vol));
    all.add(naive(bench, "barrier, 12 dates", "delta", Examples.barrier(1, 12), market, spot));
    all.add(naive(bench, "barrier, 12 dates", "vega", Examples.barrier(1, 12), market, vol));
    all.add(naive(bench, "european", "gamma", call, market, List.of(Examples.SPOT, Examples.SPOT)));
    for (Measurement m : all) {
      findings.check("Naive pathwise fails: " + m.quantity() + " of " + m.problem(), Math.abs(m.z()) > LARGEST_Z,
          Numbers.text(m.value()) + " instead of " + Numbers.text(m.value() - m.bias()) + ", |z| "
              + Numbers.text(Math.abs(m.z())));
    }
    Measurement valid = naive(bench, "european", "delta", call, market, spot);
    findings.check("The same transform is right where the payoff does not jump: delta of the call",
        Math.abs(valid.z()) < LARGEST_Z, "z " + Numbers.text(valid.z()));
    all.add(valid);
    findings.measurements("Pathwise by the tangent transform", all);
  }

  private static Measurement naive(Bench bench, String problem, String quantity, Product product, MarketData market,
      List<RiskFactor> factors) {
    PricingProgram pricing = PricingProgram.of(product, market);
    String output = PricingProgram.VALUE;
    var program = pricing.program();
    for (RiskFactor factor : factors) {
      Expr.Parameter parameter = program.parameters().stream()
          .filter(candidate -> candidate.name().equals(PricingProgram.parameter(factor))).findFirst().orElseThrow();
      program = Tangent.differentiate(program, Map.of(output, List.of(parameter)));
      output = Tangent.name(output, parameter);
    }
    Estimator estimator = new Estimator("naive pathwise", program, output, Estimator.Correction.NONE, true);
    Optional<Exact> exact = bench.greeks().exacts().of(market, product, factors);
    boolean valid = factors.size() == 1 && product instanceof European;
    return bench.measure(problem, quantity,
        valid ? Estimator.mean("pathwise", estimator.program(), output) : estimator, pricing.inputs(), exact);
  }
}
