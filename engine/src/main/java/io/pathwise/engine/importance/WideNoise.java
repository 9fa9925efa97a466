package io.pathwise.engine.importance;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Noise of a path that is often where it is rarely: a mixture of several laws, drawn in turn, and weighed with the
 * density of all of them (balance heuristic: E. Veach, L. Guibas, "Optimally combining sampling techniques for Monte
 * Carlo rendering", 1995). Start at {@link #draw}.
 */
final class WideNoise {
  /** Along more directions noise cannot be drawn wide enough. */
  static final int MOST_DIRECTIONS = 12;

  private enum Law {
    USUAL,
    /** Normals are wider along all directions. */
    WIDE,
    /** Normals are wider along the sum of all directions: what is rare in all of them at once is a corner. */
    DIAGONAL,
    /** One uniform, any of them, is near one of its ends, where counts of jumps are rare. */
    END,
    /** The same, and normals are wide: so are sizes of jumps. */
    WIDE_END
  }

  private static final List<Law> OF_NORMALS = List.of(Law.USUAL, Law.WIDE, Law.DIAGONAL, Law.WIDE, Law.DIAGONAL,
      Law.WIDE, Law.DIAGONAL, Law.WIDE);
  private static final List<Law> OF_UNIFORMS_TOO = List.of(Law.USUAL, Law.WIDE, Law.END, Law.WIDE_END, Law.DIAGONAL,
      Law.WIDE, Law.END, Law.WIDE_END);
  /** How near to their ends uniforms are drawn. */
  private static final double NEAREST = 1e-9;
  private static final double DEPTH = -StrictMath.log(NEAREST);

  /** The places of the normals of each direction, in which they have equal weights. */
  private final int[][] directions;
  private final int[] uniforms;
  private final List<Law> laws;
  private final Map<Law, Integer> times = new EnumMap<>(Law.class);
  private final double width;
  private final double widthOfDiagonal;
  private final double narrowness;

  /**
   * Directions are all normals if they are few. Otherwise they are the sums over the steps of the normals with the same
   * number, such as a Brownian motion at the end.
   *
   * @param noises
   *          how many noises a step has
   */
  WideNoise(UnrolledPath path, int noises) {
    int[] normals = IntStream.range(0, path.dimension()).filter(path::isNormal).toArray();
    IntUnaryOperator direction = normals.length <= MOST_DIRECTIONS ? place -> place : place -> place % noises;
    this.directions = Arrays.stream(normals).boxed().collect(Collectors.groupingBy(direction::applyAsInt)).values()
        .stream().map(places -> places.stream().mapToInt(place -> place).toArray()).toArray(int[][]::new);
    this.uniforms = IntStream.range(0, path.dimension())
        .filter(place -> path.noise(place) != UnrolledPath.NONE && !path.isNormal(place)).toArray();
    this.laws = uniforms.length > 0 ? OF_UNIFORMS_TOO : OF_NORMALS;
    laws.forEach(law -> times.merge(law, 1, Integer::sum));
    this.width = ImportanceSampling.width(directions.length);
    this.widthOfDiagonal = directions.length == 0 ? 1 : ImportanceSampling.width(1);
    this.narrowness = StrictMath.pow(width, -directions.length);
  }

  /** Along how many directions normals are wider. */
  int directions() {
    return directions.length;
  }

  /**
   * Draws the noise of a path.
   *
   * @param number
   *          of the path, which decides its law
   * @param noise
   *          receives it, entry step · noises + number
   * @return the usual density over that of the mixture
   */
  double draw(int number, SplittableRandom random, double[] noise) {
    Law law = laws.get(number % laws.size());
    double[] along = new double[directions.length];
    for (int i = 0; i < along.length; i++) {
      for (int place : directions[i]) {
        noise[place] = random.nextGaussian();
        along[i] += noise[place] / Math.sqrt(directions[i].length);
      }
    }
    double diagonal = diagonal(along);
    for (int i = 0; i < along.length; i++) {
      double move = switch (law) {
        case USUAL, END -> 0;
        case WIDE, WIDE_END -> (width - 1) * along[i];
        case DIAGONAL -> (widthOfDiagonal - 1) * diagonal / Math.sqrt(along.length);
      };
      along[i] += move;
      for (int place : directions[i]) {
        noise[place] += move / Math.sqrt(directions[i].length);
      }
    }
    for (int place : uniforms) {
      noise[place] = random.nextDouble();
    }
    if (law == Law.END || law == Law.WIDE_END) {
      double distance = StrictMath.exp(-DEPTH * random.nextDouble());
      noise[uniforms[random.nextInt(uniforms.length)]] = random.nextBoolean() ? distance : 1 - distance;
    }
    double wide = narrowness * growth(width, Arrays.stream(along).map(normal -> normal * normal).sum());
    double ofDiagonal = growth(widthOfDiagonal, diagonal(along) * diagonal(along)) / widthOfDiagonal;
    double ends = uniforms.length > 0 ? endDensity(noise) : 0;
    return laws.size() / (times(Law.USUAL) + times(Law.WIDE) * wide + times(Law.DIAGONAL) * ofDiagonal
        + (times(Law.END) + times(Law.WIDE_END) * wide) * ends);
  }

  private int times(Law law) {
    return times.getOrDefault(law, 0);
  }

  private static double diagonal(double[] along) {
    return Arrays.stream(along).sum() / Math.sqrt(Math.max(1, along.length));
  }

  /** Of the density of a wide normal over that of a usual one, from 0 on. */
  private static double growth(double width, double squares) {
    return StrictMath.exp(0.5 * (1 - 1 / (width * width)) * squares);
  }

  /** Of uniforms of which one is near an end, over that of usual ones. */
  private double endDensity(double[] noise) {
    double sum = 0;
    for (int place : uniforms) {
      sum += endDensity(noise[place]) + endDensity(1 - noise[place]);
    }
    return sum / (2 * uniforms.length);
  }

  private static double endDensity(double distance) {
    return distance < NEAREST ? 0 : 1 / (DEPTH * distance);
  }
}
