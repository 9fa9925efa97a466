package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Correlations between the returns of assets, and between the Brownian motions of their variances where those are given
 * too. A pair of assets that is not listed has correlation 0; what follows from these for a pair with a variance is in
 * {@link DrivingCorrelations}. Start at {@link #of} and {@link #matrix}.
 *
 * @param values
 *          correlation by pair, each in [−1, 1]
 * @param convention
 *          what is correlated where a return has jumps
 */
public record Correlations(SequencedMap<Pair, Double> values, Convention convention) {
  /** No correlated pair. */
  public static final Correlations NONE = new Correlations(new LinkedHashMap<>());

  /** What a correlation of two assets is that of. */
  public enum Convention {
    /** The returns with their jumps, in the long run. */
    RETURNS("returns"),
    /** The part of the returns that is no jump. */
    DIFFUSIONS("diffusions");

    private final String label;

    Convention(String label) {
      this.label = label;
    }

    /** The convention spelt {@code returns} or {@code diffusions}. */
    public static Convention of(String label) {
      return Require.oneOf("correlationConvention", label, values(), Convention::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  /**
   * Two different Brownian motions; {@code (a, b)} and {@code (b, a)} are the same pair.
   *
   * @param a
   *          the one that sorts first
   * @param b
   *          the one that sorts second
   */
  public record Pair(BrownianMotion a, BrownianMotion b) {
    public Pair {
      Require.given("a", a);
      Require.given("b", b);
      Require.that(!a.equals(b), "correlation of %s with itself is 1 and cannot be given", a);
      Require.that(!a.asset().equals(b.asset()), "correlation of %s with %s is a parameter of the model of %s", a, b,
          a.asset());
      if (a.compareTo(b) > 0) {
        BrownianMotion first = b;
        b = a;
        a = first;
      }
    }

    /** The prices of two assets. */
    public static Pair ofPrices(String a, String b) {
      return new Pair(BrownianMotion.ofPrice(a), BrownianMotion.ofPrice(b));
    }

    @Override
    public String toString() {
      return "corr(" + a + "," + b + ")";
    }
  }

  /**
   * One correlation, as it is written in a market file.
   *
   * @param a
   *          one Brownian motion
   * @param b
   *          that of another asset
   * @param value
   *          correlation in [−1, 1]
   */
  public record Entry(BrownianMotion a, BrownianMotion b, double value) {
    public Entry {
      Require.given("a", a);
      Require.given("b", b);
    }

    /** The correlation of two assets. */
    public Entry(String a, String b, double value) {
      this(BrownianMotion.ofPrice(a), BrownianMotion.ofPrice(b), value);
    }

    /** What is correlated. */
    public Pair pair() {
      return new Pair(a, b);
    }
  }

  public Correlations {
    Require.given("values", values);
    Require.given("convention", convention);
    for (Map.Entry<Pair, Double> entry : values.entrySet()) {
      double value = Require.given("correlation of " + entry.getKey(), entry.getValue());
      Require.that(value >= -1 && value <= 1, "%s is %s, must be a number from -1 to 1", entry.getKey(), value);
    }
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** Correlations of returns. */
  public Correlations(SequencedMap<Pair, Double> values) {
    this(values, Convention.RETURNS);
  }

  /** Correlations from a list of entries; no pair may come twice. */
  public static Correlations of(List<Entry> entries) {
    SequencedMap<Pair, Double> values = new LinkedHashMap<>();
    for (Entry entry : Require.elements("entries", entries)) {
      Require.that(values.putIfAbsent(entry.pair(), entry.value()) == null, "%s is given twice", entry.pair());
    }
    return new Correlations(values);
  }

  /** A single correlation. */
  public static Correlations of(String a, String b, double value) {
    return of(List.of(new Entry(a, b, value)));
  }

  /** The same correlation for every pair of the given assets. */
  public static Correlations uniform(List<String> assets, double value) {
    return fromMatrix(assets, (row, column) -> value);
  }

  /** The same numbers under another convention. */
  public Correlations by(Convention newConvention) {
    return new Correlations(values, newConvention);
  }

  /** The correlation of two assets: 1 of an asset with itself, 0 where nothing is given. */
  public double get(String a, String b) {
    return Require.given("a", a).equals(b) ? 1 : values.getOrDefault(Pair.ofPrices(a, b), 0.0);
  }

  /** The correlation of two Brownian motions of different assets, if it is given. */
  public OptionalDouble find(BrownianMotion a, BrownianMotion b) {
    Double value = values.get(new Pair(a, b));
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** These correlations with that of two assets replaced or added. */
  public Correlations with(String a, String b, double value) {
    SequencedMap<Pair, Double> changed = new LinkedHashMap<>(values);
    changed.put(Pair.ofPrices(a, b), value);
    return new Correlations(changed, convention);
  }

  /** The correlations among the given assets and their variances, in an order that the assets' tells. */
  public Correlations restrictedTo(List<String> assets) {
    List<BrownianMotion> motions = Require.elements("assets", assets).stream()
        .flatMap(asset -> Stream.of(BrownianMotion.ofPrice(asset), BrownianMotion.ofVariance(asset))).toList();
    SequencedMap<Pair, Double> kept = new LinkedHashMap<>();
    for (int i = 0; i < motions.size(); i++) {
      for (int j = i + 1; j < motions.size(); j++) {
        if (!motions.get(i).asset().equals(motions.get(j).asset())) {
          Pair pair = new Pair(motions.get(i), motions.get(j));
          Double value = values.get(pair);
          if (value != null) {
            kept.put(pair, value);
          }
        }
      }
    }
    return new Correlations(kept, convention);
  }

  /** The same correlations with other names of the assets. */
  public Correlations renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return of(values.entrySet().stream().map(entry -> new Entry(renamed(entry.getKey().a(), names),
        renamed(entry.getKey().b(), names), entry.getValue())).toList()).by(convention);
  }

  private static BrownianMotion renamed(BrownianMotion motion, UnaryOperator<String> names) {
    return motion.withAsset(names.apply(motion.asset()));
  }

  /** The correlation matrix of the given assets, in their order. */
  public double[][] matrix(List<String> assets) {
    return CorrelationMatrix.of(Require.elements("assets", assets), this::get).entries();
  }

  /**
   * These correlations with those among the given assets replaced by the nearest correlation matrix in the Frobenius
   * norm; see {@link NearestCorrelation}. Never done unasked.
   */
  public Correlations repaired(List<String> assets) {
    double[][] nearest = NearestCorrelation.of(matrix(assets));
    SequencedMap<Pair, Double> changed = new LinkedHashMap<>(values);
    changed.putAll(fromMatrix(assets, (row, column) -> nearest[row][column]).values());
    return new Correlations(changed, convention);
  }

  private interface MatrixEntry {
    double at(int row, int column);
  }

  private static Correlations fromMatrix(List<String> assets, MatrixEntry entry) {
    SequencedMap<Pair, Double> values = new LinkedHashMap<>();
    Require.elements("assets", assets);
    for (int i = 0; i < assets.size(); i++) {
      for (int j = i + 1; j < assets.size(); j++) {
        values.put(Pair.ofPrices(assets.get(i), assets.get(j)), entry.at(i, j));
      }
    }
    return new Correlations(values);
  }
}
