package io.pathwise.engine.optimise;

import io.pathwise.engine.run.Simulation;
import java.util.ArrayList;
import java.util.List;

/**
 * Σ_j w_j (E[V_j(θ)] − q_j)², the objective of a calibration. A square of an expectation is no expectation, and the
 * square of a mean over paths is biased by its variance; but two independent means V and V′ of one price give E[(V −
 * q)(V′ − q)] = (E[V] − q)², whose gradient (V − q) ∇V′ + (V′ − q) ∇V is unbiased, too. So sample i takes the samples
 * 2i and 2i + 1 of every term, and the sum over terms is of the form E[f(ω; θ)]. Terms may share noise: only the two
 * halves have to be independent. Start at {@link #compute}.
 */
public final class SquaredErrors implements Objective {

  /**
   * A number that an expectation is to meet.
   *
   * @param expectation
   *          E[V_j], whose samples are unbiased means of V_j and of its gradient
   * @param quote
   *          q_j
   * @param weight
   *          w_j, positive
   * @param error
   *          the standard error of the quote, 0 if it is exact; errors of quotes are taken for independent
   */
  public record Term(Objective expectation, double quote, double weight, double error) {

    /** Checks the numbers. */
    public Term {
      if (!Double.isFinite(quote) || !(weight > 0) || !Double.isFinite(weight) || !(error >= 0)
          || !Double.isFinite(error)) {
        throw new IllegalArgumentException("quote %s, weight %s, error %s: must be finite, the weight positive and the "
            .formatted(quote, weight, error) + "error not negative");
      }
    }
  }

  /** Of samples, one of which is left out at a time to tell how far a Hessian is known. */
  private static final int GROUPS = 16;

  private final List<Term> terms;
  private final Simulation simulation;
  private final int dimension;

  /**
   * A weighted sum of squared errors.
   *
   * @param terms
   *          at least one, all of the same parameters
   * @param simulation
   *          the threads
   */
  public SquaredErrors(List<Term> terms, Simulation simulation) {
    this.terms = List.copyOf(terms);
    this.simulation = simulation;
    this.dimension = terms.getFirst().expectation().dimension();
    if (terms.stream().anyMatch(term -> term.expectation().dimension() != dimension)) {
      throw new IllegalArgumentException("terms of different numbers of parameters");
    }
  }

  @Override
  public int dimension() {
    return dimension;
  }

  /** Of all terms together. */
  @Override
  public long pathsPerSample() {
    return 2 * terms.stream().mapToLong(term -> term.expectation().pathsPerSample()).sum();
  }

  @Override
  public void compute(double[] parameters, long firstSample, int samples, double[] results) {
    double[][] means = means(parameters, 2 * firstSample, 2 * samples);
    int width = 1 + dimension;
    for (int i = 0; i < samples; i++) {
      double sum = 0;
      double[] gradient = new double[dimension];
      for (int j = 0; j < means.length; j++) {
        double[] mean = means[j];
        int a = 2 * i * width;
        int b = a + width;
        double weight = terms.get(j).weight();
        double errorA = mean[a] - terms.get(j).quote();
        double errorB = mean[b] - terms.get(j).quote();
        sum += weight * errorA * errorB;
        for (int k = 0; k < dimension; k++) {
          gradient[k] += weight * (errorA * mean[b + 1 + k] + errorB * mean[a + 1 + k]);
        }
      }
      results[i * width] = sum;
      System.arraycopy(gradient, 0, results, i * width + 1, dimension);
    }
  }

  /** The samples of every term. */
  private double[][] means(double[] parameters, long first, int count) {
    double[][] means = new double[terms.size()][count * (1 + dimension)];
    simulation.inParallel(terms.size(), j -> terms.get(j).expectation().compute(parameters, first, count, means[j]));
    return means;
  }

  /** That of Gauss and Newton: 2 Σ w_j ∇E[V_j] ∇E[V_j]ᵀ. */
  @Override
  public double[][] curvature(double[] parameters, double[] steps, long firstSample, int samples) {
    return outerProducts(parameters, firstSample, samples, term -> 2 * term.weight());
  }

  @Override
  public int curvaturePasses() {
    return 1;
  }

  /** From all pairs of samples. */
  @Override
  public Ending ending(double[] parameters, double[] steps, long firstSample, int samples) {
    AllPairs here = allPairs(parameters, firstSample, samples);
    List<AllPairs> up = new ArrayList<>();
    List<AllPairs> down = new ArrayList<>();
    for (int k = 0; k < dimension; k++) {
      up.add(allPairs(Differences.moved(parameters, k, steps[k]), firstSample, samples));
      down.add(allPairs(Differences.moved(parameters, k, -steps[k]), firstSample, samples));
    }
    return new Ending(here.gradient(-1, 1), here.covariance(), Differences.jackknifed(
        (k, isUp, without) -> (isUp ? up : down).get(k).gradient(without, GROUPS), steps, GROUPS));
  }

  private AllPairs allPairs(double[] parameters, long firstSample, int samples) {
    return new AllPairs(terms, dimension, means(parameters, 2 * firstSample, 2 * samples));
  }

  /** ∂∇F/∂q_j is −2 w_j ∇E[V_j]. */
  @Override
  public double[][] dataCovariance(double[] parameters, long firstSample, int samples) {
    return outerProducts(parameters, firstSample, samples, term -> {
      double size = 2 * term.weight() * term.error();
      return size * size;
    });
  }

  private interface Factor {
    double of(Term term);
  }

  private double[][] outerProducts(double[] parameters, long firstSample, int samples, Factor factor) {
    double[][] means = means(parameters, 2 * firstSample, 2 * samples);
    double[][] sum = new double[dimension][dimension];
    for (int j = 0; j < means.length; j++) {
      double[] gradient = BatchGradient.of(means[j], dimension).gradient();
      for (int k = 0; k < dimension; k++) {
        for (int l = 0; l < dimension; l++) {
          sum[k][l] += factor.of(terms.get(j)) * gradient[k] * gradient[l];
        }
      }
    }
    return sum;
  }
}
