package io.pathwise.engine.optimise;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How a minimum is searched for. Start at {@link #of}. */
public enum Method {
  /** Stochastic gradient descent (Robbins and Monro 1951): every step has a new sample, steps fall like 1/k. */
  SGD("sgd", 0.2),
  /** Steps by running moments of the gradient (Kingma and Ba 2015), each with a new sample. */
  ADAM("adam", 0.02),
  /** Stochastic variance reduced gradient (Johnson and Zhang 2013) on a finite set of samples. */
  SVRG("svrg", 0.5),
  /** A table of gradients, one for each of a finite set of samples (Defazio, Bach and Lacoste-Julien 2014). */
  SAGA("saga", 1.0 / 3);

  private final String label;
  private final double defaultStep;

  Method(String label, double defaultStep) {
    this.label = label;
    this.defaultStep = defaultStep;
  }

  /** The spelling on the command line. */
  public String label() {
    return label;
  }

  /** The step it begins with unless told: of SGD, SVRG and SAGA a share of Newton's, of Adam a share of intervals. */
  public double defaultStep() {
    return defaultStep;
  }

  /** Whether it looks for the minimum over a finite set of samples, which are also those it is judged by. */
  public boolean isOfFiniteSet() {
    return this == SVRG || this == SAGA;
  }

  /**
   * The method with that spelling.
   *
   * @throws IllegalArgumentException
   *           listing those allowed
   */
  public static Method of(String label) {
    return Arrays.stream(values()).filter(method -> method.label.equals(label)).findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown optimiser '" + label + "', allowed: "
            + Arrays.stream(values()).map(Method::label).collect(Collectors.joining(", "))));
  }
}
