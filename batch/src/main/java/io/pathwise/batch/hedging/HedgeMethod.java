package io.pathwise.batch.hedging;

import io.pathwise.pricing.Require;

/** How ratios are found. */
public enum HedgeMethod {
  /** Static: the ratios that leave the least variance of what is paid, from covariances. */
  VARIANCE("variance"),
  /** At several dates: functions of what is known then, by least squares. */
  LEAST_SQUARES("least-squares");

  private final String label;

  HedgeMethod(String label) {
    this.label = label;
  }

  /** The method spelt {@code variance} or {@code least-squares}. */
  public static HedgeMethod of(String label) {
    return Require.oneOf("the method", label, values(), HedgeMethod::label);
  }

  /** Its spelling. */
  public String label() {
    return label;
  }
}
