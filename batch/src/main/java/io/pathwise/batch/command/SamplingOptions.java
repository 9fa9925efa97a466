package io.pathwise.batch.command;

import io.pathwise.engine.random.Ordering;
import io.pathwise.engine.random.PointSet;
import io.pathwise.engine.run.Sampling;
import io.pathwise.greeks.estimator.Orderings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options that say how noise becomes paths. Start at {@link #sampling}. */
final class SamplingOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--sampler", paramLabel = "NAME", defaultValue = "philox", description = "Where the noise comes from: philox (independent), or sobol (randomised quasi-Monte Carlo; default: ${DEFAULT-VALUE}).")
  private String sampler = "philox";

  @Option(names = "--randomisations", paramLabel = "N", description = "Of sobol: independent scrambles, which the standard errors come from; 20 for each control variate (default: 32).")
  private @Nullable Count randomisations;

  @Option(names = "--ordering", paramLabel = "NAME", description = "What the first random numbers decide: the first steps (steps), the path's coarse shape (bridge, the default of sobol and --stratified), or its principal components (pca).")
  private @Nullable String ordering;

  @Option(names = "--antithetic", description = "Simulate pairs of paths with mirrored noise.")
  private boolean antithetic;

  @Option(names = "--stratified", description = "Of philox: spread the widest direction evenly over every 256 paths.")
  private boolean stratified;

  /** How noise becomes paths. */
  Sampling sampling() {
    try {
      return new Sampling(points(), ordering(), antithetic, stratified);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  private PointSet points() {
    return switch (sampler) {
      case "philox" -> {
        if (randomisations != null) {
          throw wrong("--randomisations needs --sampler sobol");
        }
        yield PointSet.INDEPENDENT;
      }
      case "sobol" -> new PointSet.Sobol(randomisations == null
          ? PointSet.Sobol.FEWEST
          : (int) Math.min(randomisations.value(), Integer.MAX_VALUE));
      default -> throw wrong("--sampler is '" + sampler + "', allowed: philox, sobol");
    };
  }

  private Ordering ordering() {
    if (ordering == null) {
      return sampler.equals("sobol") || stratified ? Orderings.BRIDGE : Ordering.STEPS;
    }
    return switch (ordering) {
      case "steps" -> Ordering.STEPS;
      case "bridge" -> Orderings.BRIDGE;
      case "pca" -> Orderings.PRINCIPAL_COMPONENTS;
      default -> throw wrong("--ordering is '" + ordering + "', allowed: steps, bridge, pca");
    };
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
