package io.pathwise.engine.derive;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.graph.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Grows random expressions whose values and derivatives stay moderate for leaves of order 1, so that tests may compare
 * numbers: every operation is applied where it is smooth and well-conditioned.
 */
public final class RandomExpressions {

  /** What the grown expressions may contain. */
  public enum Kind {
    /** Every operation, those whose derivative is declared rather than a limit (floor, frozen, pinned) too. */
    ANY,
    /** Only what is continuous, so that finite differences converge; kinks occur. */
    CONTINUOUS
  }

  private static final int CONTINUOUS_CHOICES = 23;
  private static final int ALL_CHOICES = 27;

  private final Graph g;
  private final RandomGenerator random;
  private final Kind kind;

  /** Grows expressions in a graph. */
  public RandomExpressions(Graph graph, RandomGenerator random, Kind kind) {
    this.g = graph;
    this.random = random;
    this.kind = kind;
  }

  /** The leaves followed by that many expressions, each made of some before it. */
  public List<Expr> grow(List<? extends Expr> leaves, int count) {
    List<Expr> pool = new ArrayList<>(leaves);
    for (int i = 0; i < count; i++) {
      pool.add(next(pool));
    }
    return pool;
  }

  /** x / √(1 + x²), which lies in (−1, 1). */
  public Expr squash(Expr x) {
    return g.div(x, g.sqrt(g.fma(x, x, g.literal(1.0))));
  }

  private Expr next(List<Expr> pool) {
    Expr x = pick(pool);
    Expr y = pick(pool);
    Expr z = pick(pool);
    return switch (random.nextInt(kind == Kind.ANY ? ALL_CHOICES : CONTINUOUS_CHOICES)) {
      case 0 -> g.neg(x);
      case 1 -> g.abs(x);
      case 2 -> g.sqrt(g.fma(x, x, g.literal(1.0)));
      case 3 -> g.exp(squash(x));
      case 4 -> g.log(g.fma(x, x, g.literal(1.5)));
      case 5 -> g.apply(Operation.EXPM1, squash(x));
      case 6 -> g.apply(Operation.LOG1P, g.mul(x, x));
      case 7 -> g.apply(Operation.SIN, x);
      case 8 -> g.apply(Operation.COS, x);
      case 9 -> g.apply(Operation.ERFC, x);
      case 10 -> g.normalCdf(x);
      case 11 -> g.inverseNormalCdf(g.fma(g.literal(0.4), squash(x), g.literal(0.5)));
      case 12 -> g.apply(Operation.POW, g.fma(x, x, g.literal(0.5)), squash(y));
      case 13 -> g.add(x, y);
      case 14 -> g.sub(x, y);
      case 15 -> g.mul(squash(x), y);
      case 16 -> g.div(x, g.fma(y, y, g.literal(1.0)));
      case 17 -> g.min(x, y);
      case 18 -> g.max(x, y);
      case 19 -> g.fma(squash(x), y, z);
      // x where x < y, else a line that meets it there: continuous, though a select.
      case 20 -> g.select(g.less(x, y), x, g.fma(g.literal(0.3), g.sub(x, y), y));
      case 21 -> g.select(g.and(g.lessEqual(x, y), g.not(g.less(y, x))), x, y);
      case 22 -> g.mul(x, g.literal(random.nextDouble(-0.8, 0.8)));
      case 23 -> g.add(x, g.apply(Operation.FLOOR, y));
      case 24 -> g.mul(squash(x), g.frozen(y));
      case 25 -> g.apply(Operation.PINNED, x, y);
      default -> g.select(condition(x, y, z), x, y);
    };
  }

  private Expr condition(Expr x, Expr y, Expr z) {
    Expr first = g.less(x, y);
    Expr second = g.lessEqual(y, z);
    Expr third = g.apply(Operation.NOT_EQUAL, g.apply(Operation.FLOOR, x), g.apply(Operation.FLOOR, z));
    return g.or(g.and(first, second), g.and(g.not(first), third));
  }

  private Expr pick(List<Expr> pool) {
    // Late expressions more often, so that depth grows.
    int n = pool.size();
    return pool.get(Math.max(random.nextInt(n), random.nextInt(n)));
  }
}
