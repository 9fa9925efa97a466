package io.pathwise.batch.report;

import java.util.Objects;

/** The version of this program. */
public final class Version {
  private Version() {}

  /** The version that the build wrote into the jar's manifest. */
  public static String current() {
    return Objects.requireNonNullElse(Version.class.getPackage().getImplementationVersion(), "(unpackaged)");
  }
}
