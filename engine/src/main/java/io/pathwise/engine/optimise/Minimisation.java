package io.pathwise.engine.optimise;

import io.pathwise.engine.optimise.Minimum.Look;
import io.pathwise.engine.optimise.Minimum.Parameter;
import io.pathwise.engine.optimise.Minimum.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Minimises an {@link Objective} between limits of its parameters. Equal objectives and settings give equal bits on all
 * backends and any number of threads: noise is addressed by the number of a sample, and everything else is done by one
 * thread in one order. Start at {@link #run}; docs/optimisation.md has the formulas.
 */
public final class Minimisation {

  private final ShareObjective objective;
  private final SearchSettings settings;
  private final Search search;
  private final List<Look> history = new ArrayList<>();
  private double scale;

  private Minimisation(Objective objective, List<Interval> box, double[] start, SearchSettings settings) {
    if (settings.samples() < 4 * objective.dimension()) {
      throw new IllegalArgumentException("samples is %d, must be at least %d for %d parameters"
          .formatted(settings.samples(), 4 * objective.dimension(), objective.dimension()));
    }
    this.objective = new ShareObjective(objective, box);
    this.settings = settings;
    double[] shares = IntStream.range(0, start.length).mapToDouble(k -> box.get(k).share(start[k])).toArray();
    this.search = Search.of(this.objective, settings, shares);
  }

  /**
   * Searches from a point.
   *
   * @param box
   *          an interval for each parameter
   * @param start
   *          where the search begins, within the limits
   * @throws IllegalArgumentException
   *           when the start is beyond the limits, or the samples are too few for so many parameters
   */
  public static Minimum run(Objective objective, List<Interval> box, double[] start, SearchSettings settings) {
    return new Minimisation(objective, box, start, settings).run();
  }

  private Minimum run() {
    while (true) {
      BatchGradient seen = search.look(gradient -> isEnough(test(gradient)));
      if (history.isEmpty()) {
        scale = test(seen).error();
      }
      GradientTest test = test(seen);
      history.add(new Look(search.iterations, objective.paths(), boxed(objective.parameters(search.point)),
          seen.value(), test.error(), test.standardError(), test.decrease()));
      if (!seen.isFinite() || search.isStuck()) {
        return end(Verdict.STUCK, unknown(test), seen);
      }
      if (isEnough(test)) {
        Optional<List<Parameter>> known = Sandwich.of(objective, search.point, settings.samples(), test.free());
        return known.map(parameters -> end(Verdict.CONVERGED, parameters, seen))
            .orElseGet(() -> end(Verdict.UNDETERMINED, unknown(test), seen));
      }
      if (objective.paths() >= settings.mostPaths()) {
        return end(Verdict.PATHS_SPENT, unknown(test), seen);
      }
      search.round();
    }
  }

  private boolean isEnough(GradientTest test) {
    return settings.tolerance().isPresent() && test.isEnough(settings.tolerance().getAsDouble());
  }

  private GradientTest test(BatchGradient seen) {
    return GradientTest.of(seen, search.point, search.curvature(), scale, !settings.method().isOfFiniteSet());
  }

  private List<Parameter> unknown(GradientTest test) {
    double[] parameters = objective.parameters(search.point);
    return IntStream.range(0, parameters.length)
        .mapToObj(k -> new Parameter(parameters[k], !test.free()[k], Optional.empty())).toList();
  }

  private Minimum end(Verdict verdict, List<Parameter> parameters, BatchGradient seen) {
    return new Minimum(settings.method(), verdict, parameters, seen.value(), search.iterations, objective.paths(),
        history);
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
