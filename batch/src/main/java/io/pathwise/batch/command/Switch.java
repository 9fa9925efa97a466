package io.pathwise.batch.command;

import io.pathwise.pricing.Require;
import java.util.Locale;

/** The value of an option that is on or off. */
enum Switch {
  ON, OFF;

  /** The value spelt {@code on} or {@code off}. */
  static Switch of(String text) {
    return Require.oneOf("the option", text, values(), value -> value.name().toLowerCase(Locale.ROOT));
  }
}
