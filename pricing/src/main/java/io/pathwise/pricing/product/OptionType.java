package io.pathwise.pricing.product;

import io.pathwise.pricing.Require;

/** The right to buy or to sell. {@link #label} is the spelling in files, {@link #of} reads it. */
public enum OptionType {
  CALL("call", 1), PUT("put", -1);

  private final String label;
  private final int sign;

  OptionType(String label, int sign) {
    this.label = label;
    this.sign = sign;
  }

  /** The option type spelt {@code call} or {@code put}. */
  public static OptionType of(String label) {
    return Require.oneOf("option", label, values(), OptionType::label);
  }

  /** The spelling in files. */
  public String label() {
    return label;
  }

  /** +1 for a call and −1 for a put: both pay max(sign · (price − strike), 0). */
  public int sign() {
    return sign;
  }

  /** max(sign · (price − strike), 0). */
  public double intrinsic(double price, double strike) {
    return Math.max(sign * (price - strike), 0);
  }
}
