package io.pathwise.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import net.finmath.functions.LinearAlgebra;
import net.finmath.montecarlo.BrownianMotion;
import net.finmath.montecarlo.BrownianMotionFromMersenneRandomNumbers;
import net.finmath.montecarlo.RandomVariableFactory;
import net.finmath.montecarlo.RandomVariableFromArrayFactory;
import net.finmath.montecarlo.automaticdifferentiation.RandomVariableDifferentiable;
import net.finmath.montecarlo.automaticdifferentiation.backward.RandomVariableDifferentiableAADFactory;
import net.finmath.stochastic.RandomVariable;
import net.finmath.time.TimeDiscretizationFromArray;

/**
 * The workloads with finmath-lib's automatic adjoint differentiation, in the fastest of the forms tried: the log-Euler
 * recursion (exact in this model) written with its random variables in double precision, the correlated increments and
 * all constants not differentiable, so that only what a Greek needs is taped. Its ready-made {@code BlackScholesModel},
 * {@code EulerSchemeFromProcessModel} and {@code AsianOption} give the same numbers, never faster; its multi-asset
 * model has no differentiable volatilities.
 */
final class FinmathAad implements Valuation {
  private final RandomVariableFactory constants = new RandomVariableFromArrayFactory();
  private final RandomVariableFactory parameters = new RandomVariableDifferentiableAADFactory(constants);

  @Override
  public SequencedMap<String, Estimate> value(Workload workload, int paths, long seed) {
    int assets = workload.assets();
    double step = Workload.EXPIRY / workload.fixings();
    BrownianMotion noise = new BrownianMotionFromMersenneRandomNumbers(
        new TimeDiscretizationFromArray(0.0, workload.fixings(), step), assets, paths, Math.toIntExact(seed),
        constants);
    RandomVariable rate = (workload.hasRho() ? parameters : constants).createRandomVariable(Workload.RATE);
    RandomVariable[] spots = new RandomVariable[assets];
    RandomVariable[] volatilities = new RandomVariable[assets];
    RandomVariable[] logarithms = new RandomVariable[assets];
    RandomVariable[] drifts = new RandomVariable[assets];
    for (int asset = 0; asset < assets; asset++) {
      spots[asset] = parameters.createRandomVariable(Workload.SPOT);
      volatilities[asset] = parameters.createRandomVariable(Workload.VOLATILITY);
      logarithms[asset] = spots[asset].log();
      drifts[asset] = volatilities[asset].squared().mult(-0.5).add(rate).mult(step);
    }

    double[][] factor = LinearAlgebra.getCholeskyDecomposition(correlations(assets));
    RandomVariable sum = constants.createRandomVariable(0.0);
    for (int fixing = 0; fixing < workload.fixings(); fixing++) {
      for (int asset = 0; asset < assets; asset++) {
        RandomVariable increment = correlatedIncrement(noise, fixing, factor[asset], asset);
        logarithms[asset] = logarithms[asset].add(drifts[asset]).addProduct(volatilities[asset], increment);
        sum = sum.add(logarithms[asset].exp());
      }
    }
    RandomVariable discount = rate.mult(-Workload.EXPIRY).exp();
    RandomVariable payoff = sum.mult(1.0 / (workload.fixings() * assets)).sub(Workload.STRIKE).floor(0.0)
        .mult(discount);

    Map<Long, RandomVariable> gradient = ((RandomVariableDifferentiable) payoff).getGradient();
    SequencedMap<String, Estimate> outputs = new LinkedHashMap<>();
    outputs.put("value", estimate(payoff));
    for (int asset = 0; asset < assets; asset++) {
      outputs.put(workload.output("delta", asset), estimate(derivative(gradient, spots[asset])));
      outputs.put(workload.output("vega", asset), estimate(derivative(gradient, volatilities[asset])));
    }
    if (workload.hasRho()) {
      outputs.put("rho", estimate(derivative(gradient, rate)));
    }
    return outputs;
  }

  private static RandomVariable correlatedIncrement(BrownianMotion noise, int fixing, double[] loadings, int asset) {
    if (asset == 0) {
      return noise.getBrownianIncrement(fixing, 0);
    }
    RandomVariable increment = noise.getBrownianIncrement(fixing, 0).mult(loadings[0]);
    for (int other = 1; other <= asset; other++) {
      increment = increment.addProduct(noise.getBrownianIncrement(fixing, other), loadings[other]);
    }
    return increment;
  }

  private static double[][] correlations(int assets) {
    double[][] correlations = new double[assets][assets];
    for (int row = 0; row < assets; row++) {
      for (int column = 0; column < assets; column++) {
        correlations[row][column] = row == column ? 1.0 : Workload.CORRELATION;
      }
    }
    return correlations;
  }

  private static RandomVariable derivative(Map<Long, RandomVariable> gradient, RandomVariable parameter) {
    return Objects.requireNonNull(gradient.get(((RandomVariableDifferentiable) parameter).getID()));
  }

  private static Estimate estimate(RandomVariable variable) {
    return new Estimate(variable.getAverage(), variable.getStandardError());
  }
}
