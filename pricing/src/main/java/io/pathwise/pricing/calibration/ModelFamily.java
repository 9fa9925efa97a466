package io.pathwise.pricing.calibration;

import io.pathwise.pricing.Require;
import java.util.Optional;

/** The models that can be fitted. Start at {@link #of}. */
public enum ModelFamily {
  /** Stochastic volatility. */
  HESTON(LawFamily.HESTON),
  /** Stochastic volatility with jumps. */
  BATES(LawFamily.BATES),
  /** Jumps. */
  MERTON(LawFamily.MERTON),
  /** Variance gamma. */
  VARIANCE_GAMMA(LawFamily.VARIANCE_GAMMA),
  /** Local volatility of a surface of implied volatilities. */
  LOCAL_VOL("local-vol", Optional.empty());

  private final String label;
  private final Optional<LawFamily> law;

  ModelFamily(LawFamily law) {
    this(law.label(), Optional.of(law));
  }

  ModelFamily(String label, Optional<LawFamily> law) {
    this.label = label;
    this.law = law;
  }

  /** The family spelt as the type of a model in a market file. */
  public static ModelFamily of(String label) {
    return Require.oneOf("the model", label, values(), ModelFamily::label);
  }

  /** The spelling in files. */
  public String label() {
    return label;
  }

  /** What is searched where the law at an expiry is known; empty where a surface is fitted. */
  Optional<LawFamily> law() {
    return law;
  }
}
