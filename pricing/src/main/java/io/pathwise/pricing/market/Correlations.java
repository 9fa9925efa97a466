package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * Correlations between the Brownian motions that drive assets. A pair that is not listed has correlation 0. Start at
 * {@link #of} and {@link #matrix}; {@link #requirePositiveSemidefinite} is the check that {@link MarketData} makes.
 *
 * @param values
 *          correlation by pair, each in [−1, 1]
 */
public record Correlations(SequencedMap<Pair, Double> values) {
  /** No correlated pair. */
  public static final Correlations NONE = new Correlations(new LinkedHashMap<>());

  /** Eigenvalues down to −(this × number of assets) count as the zeros of a singular matrix blurred by rounding. */
  private static final double EIGENVALUE_TOLERANCE = 1e-12;

  private static final double SYMMETRY_TOLERANCE = 1e-15;

  /** An eigenvector's component is worth naming in a message from this share of the largest one. */
  private static final double NOTABLE_SHARE = 0.1;

  /**
   * Two different assets; {@code (a, b)} and {@code (b, a)} are the same pair.
   *
   * @param a
   *          the one that sorts first
   * @param b
   *          the one that sorts second
   */
  public record Pair(String a, String b) {
    public Pair {
      Require.given("a", a);
      Require.given("b", b);
      Require.that(!a.equals(b), "correlation of %s with itself is 1 and cannot be given", a);
      if (a.compareTo(b) > 0) {
        String first = b;
        b = a;
        a = first;
      }
    }
  }

  /**
   * One correlation, as it is written in a market file.
   *
   * @param a
   *          one asset
   * @param b
   *          another asset
   * @param value
   *          correlation in [−1, 1]
   */
  public record Entry(String a, String b, double value) {
    public Entry {
      Require.given("a", a);
      Require.given("b", b);
    }
  }

  public Correlations {
    Require.given("values", values);
    for (Map.Entry<Pair, Double> entry : values.entrySet()) {
      double value = Require.given("correlation of " + entry.getKey(), entry.getValue());
      Require.that(value >= -1 && value <= 1, "corr(%s,%s) is %s, must be a number from -1 to 1", entry.getKey().a(),
          entry.getKey().b(), value);
    }
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /** Correlations from a list of entries; no pair may come twice. */
  public static Correlations of(List<Entry> entries) {
    SequencedMap<Pair, Double> values = new LinkedHashMap<>();
    for (Entry entry : Require.elements("entries", entries)) {
      Double before = values.putIfAbsent(new Pair(entry.a(), entry.b()), entry.value());
      Require.that(before == null, "corr(%s,%s) is given twice", entry.a(), entry.b());
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

  /** The correlation of two assets: 1 of an asset with itself, 0 where nothing is given. */
  public double get(String a, String b) {
    return Require.given("a", a).equals(b) ? 1 : values.getOrDefault(new Pair(a, b), 0.0);
  }

  /** These correlations with one of them replaced or added. */
  public Correlations with(String a, String b, double value) {
    SequencedMap<Pair, Double> changed = new LinkedHashMap<>(values);
    changed.put(new Pair(a, b), value);
    return new Correlations(changed);
  }

  /** The correlations among the given assets. */
  public Correlations restrictedTo(List<String> assets) {
    Require.elements("assets", assets);
    SequencedMap<Pair, Double> kept = new LinkedHashMap<>();
    for (int i = 0; i < assets.size(); i++) {
      for (int j = i + 1; j < assets.size(); j++) {
        Pair pair = new Pair(assets.get(i), assets.get(j));
        Double value = values.get(pair);
        if (value != null) {
          kept.put(pair, value);
        }
      }
    }
    return new Correlations(kept);
  }

  /** The same correlations with other names of the assets. */
  public Correlations renamed(UnaryOperator<String> names) {
    Require.given("names", names);
    return of(values.entrySet().stream().map(entry -> new Entry(names.apply(entry.getKey().a()),
        names.apply(entry.getKey().b()), entry.getValue())).toList());
  }

  /** The correlation matrix of the given assets, in their order. */
  public double[][] matrix(List<String> assets) {
    Require.elements("assets", assets);
    double[][] matrix = new double[assets.size()][assets.size()];
    for (int i = 0; i < matrix.length; i++) {
      matrix[i][i] = 1;
      for (int j = 0; j < i; j++) {
        matrix[i][j] = get(assets.get(i), assets.get(j));
        matrix[j][i] = matrix[i][j];
      }
    }
    return matrix;
  }

  /**
   * Checks that the matrix of the given assets is positive semidefinite; singular matrices pass. The message of a
   * failure gives the smallest eigenvalue and names the assets that weigh most in its eigenvector.
   */
  public void requirePositiveSemidefinite(List<String> assets) {
    Require.elements("assets", assets);
    Set<String> listed = values.keySet().stream().flatMap(pair -> Stream.of(pair.a(), pair.b()))
        .collect(Collectors.toSet());
    List<String> correlated = assets.stream().filter(listed::contains).toList();
    if (correlated.isEmpty()) {
      return;
    }
    RealMatrix matrix = new Array2DRowRealMatrix(matrix(correlated), false);
    double tolerance = EIGENVALUE_TOLERANCE * correlated.size();
    if (isPositiveDefinite(matrix, tolerance)) {
      return;
    }
    EigenDecomposition eigen = new EigenDecomposition(matrix);
    double[] eigenvalues = eigen.getRealEigenvalues();
    int smallest = IntStream.range(0, eigenvalues.length).reduce((i, j) -> eigenvalues[i] <= eigenvalues[j] ? i : j)
        .orElseThrow();
    Require.that(eigenvalues[smallest] >= -tolerance,
        "the correlations of %s contradict each other: their matrix is not positive semidefinite (smallest eigenvalue "
            + "%s, must be >= 0); change one of them, or ask for the nearest correlation matrix",
        notable(correlated, eigen.getEigenvector(smallest)), "%.6g".formatted(eigenvalues[smallest]));
  }

  /** Whether the matrix of the given assets has no inverse, up to rounding. */
  public boolean isSingular(List<String> assets) {
    return !isPositiveDefinite(new Array2DRowRealMatrix(matrix(assets), false), EIGENVALUE_TOLERANCE * assets.size());
  }

  /**
   * These correlations with those among the given assets replaced by the nearest correlation matrix in the Frobenius
   * norm; see {@link NearestCorrelation}. Never done unasked.
   */
  public Correlations repaired(List<String> assets) {
    double[][] nearest = NearestCorrelation.of(matrix(assets));
    SequencedMap<Pair, Double> changed = new LinkedHashMap<>(values);
    changed.putAll(fromMatrix(assets, (row, column) -> nearest[row][column]).values());
    return new Correlations(changed);
  }

  private static boolean isPositiveDefinite(RealMatrix matrix, double tolerance) {
    try {
      new CholeskyDecomposition(matrix, SYMMETRY_TOLERANCE, tolerance);
      return true;
    } catch (NonPositiveDefiniteMatrixException e) {
      return false;
    }
  }

  private static List<String> notable(List<String> assets, RealVector eigenvector) {
    double largest = eigenvector.getLInfNorm();
    return IntStream.range(0, assets.size())
        .filter(i -> Math.abs(eigenvector.getEntry(i)) >= NOTABLE_SHARE * largest).mapToObj(assets::get).toList();
  }

  private interface MatrixEntry {
    double at(int row, int column);
  }

  private static Correlations fromMatrix(List<String> assets, MatrixEntry entry) {
    SequencedMap<Pair, Double> values = new LinkedHashMap<>();
    Require.elements("assets", assets);
    for (int i = 0; i < assets.size(); i++) {
      for (int j = i + 1; j < assets.size(); j++) {
        values.put(new Pair(assets.get(i), assets.get(j)), entry.at(i, j));
      }
    }
    return new Correlations(values);
  }
}
