package io.pathwise.engine.training;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.Program;
import io.pathwise.engine.run.NoiseKey;
import io.pathwise.engine.run.Simulation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures fitted integrands on paths that the fit has not seen. The mean of an integrand is that of the fit, corrected
 * by one more step of least squares with what is left of the target on these paths; so it does not depend on the noise
 * of the training, but for products of two errors, and its spread over batches of paths tells its error. Start at
 * {@link #batch}.
 */
public final class IntegrandMeans {

  private final Integrands integrands;
  private final IntegrandTraining.Trained trained;
  private final StepSums sums;
  private final int outputs;
  private final int ofPeriod;

  /**
   * The measurement of what was learnt.
   *
   * @param program
   *          with outputs that are to be measured along
   */
  public IntegrandMeans(Program program, Integrands integrands, IntegrandTraining.Trained trained,
      PolicyTraining.Compiler compiler) {
    Graph graph = program.graph();
    this.integrands = integrands;
    this.trained = trained;
    this.outputs = program.outputs().size();
    List<Expr> forward = new ArrayList<>(integrands.functions());
    for (List<String> names : integrands.coefficients()) {
      Expr integrand = Integrands.integrand(graph, integrands.functions(), names);
      forward.addAll(List.of(integrand, graph.mul(integrand, integrand)));
    }
    List<Expr> backward = IntegrandTraining.responses(graph, integrands);
    this.ofPeriod = forward.size() + backward.size();
    List<List<Integer>> periods = trained.steps().stream().map(List::of).toList();
    this.sums = new StepSums(IntegrandTraining.withResponses(program, integrands),
        Map.of(integrands.stage(), forward, IntegrandTraining.backward(integrands), backward),
        Map.of(integrands.stage(), periods, IntegrandTraining.backward(integrands), periods), trained.inputs(),
        compiler);
  }

  /** The means over the paths of some blocks: of the program's outputs, then what {@link #numbers} reads. */
  public double[] batch(Simulation simulation, long seed, long fromBlock, long toBlock) {
    StepSums.Means means = sums.run(trained.inputs().stepValues(), simulation, NoiseKey.results(seed), fromBlock,
        toBlock);
    double[] batch = new double[outputs + trained.steps().size() * ofPeriod];
    for (int i = 0; i < outputs; i++) {
      batch[i] = means.moments().mean(i);
    }
    int next = outputs;
    int forward = ofPeriod - integrands.size();
    for (int place = 0; place < trained.steps().size(); place++) {
      for (int i = 0; i < ofPeriod; i++) {
        batch[next++] = i < forward
            ? means.of(integrands.stage(), place, i)
            : means.of(IntegrandTraining.backward(integrands), place, i - forward);
      }
    }
    return batch;
  }

  /** From the means of {@link #batch} for each period and increment the mean integrand, then its standard deviation. */
  public double[] numbers(double[] means) {
    int functions = integrands.functions().size();
    int increments = integrands.increments().size();
    double[] numbers = new double[trained.steps().size() * increments * 2];
    int next = 0;
    for (int place = 0; place < trained.steps().size(); place++) {
      int first = outputs + place * ofPeriod;
      int responses = first + ofPeriod - integrands.size();
      double[] right = IntStream.range(0, integrands.size()).mapToDouble(i -> means[responses + i]).toArray();
      List<Double> correction = NormalEquations.solve(trained.products().get(place), right).coefficients();
      for (int j = 0; j < increments; j++) {
        double mean = means[first + functions + 2 * j];
        double square = means[first + functions + 2 * j + 1];
        double corrected = mean;
        for (int i = 0; i < functions; i++) {
          corrected += correction.get(j * functions + i) * means[first + i];
        }
        numbers[next++] = corrected;
        numbers[next++] = Math.sqrt(Math.max(0, square - mean * mean));
      }
    }
    return numbers;
  }
}
