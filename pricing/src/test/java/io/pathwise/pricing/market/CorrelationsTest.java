package io.pathwise.pricing.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.market.Correlations.Entry;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

/** Correlations: lookup, the positive semidefinite check, and the repair. */
class CorrelationsTest {
  private static final List<String> ABC = List.of("A", "B", "C");

  /** A and B move together, B and C too, yet A and C oppose each other: the eigenvalues are 1.9 twice and −0.8. */
  private final Correlations contradictory = Correlations
      .of(List.of(new Entry("A", "B", 0.9), new Entry("C", "B", 0.9), new Entry("A", "C", -0.9)));

  private static MarketData market(Correlations correlations, List<String> ids) {
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.02)),
        ids.stream().map(id -> Asset.blackScholes(id, "USD", 100, 0, 0.2)).toList(), correlations);
  }

  @Test
  void pairsHaveNoOrderAndMissingOnesAreZero() {
    Correlations correlations = Correlations.of("B", "A", 0.3);
    assertThat(correlations.get("A", "B")).isEqualTo(0.3);
    assertThat(correlations.get("B", "A")).isEqualTo(0.3);
    assertThat(correlations.get("A", "A")).isEqualTo(1);
    assertThat(correlations.get("A", "C")).isZero();
    assertThat(correlations.matrix(List.of("B", "C", "A")))
        .isDeepEqualTo(new double[][]{{1, 0, 0.3}, {0, 1, 0}, {0.3, 0, 1}});
  }

  @Test
  void wrongEntriesAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Correlations.of("A", "B", 1.1))
        .withMessage("corr(A,B) is 1.1, must be a number from -1 to 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Correlations.of("A", "B", Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> Correlations.of("A", "A", 1))
        .withMessage("correlation of A with itself is 1 and cannot be given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Correlations.of(List.of(new Entry("A", "B", 0.1), new Entry("B", "A", 0.1))))
        .withMessage("corr(A,B) is given twice");
  }

  @Test
  void contradictoryCorrelationsNameTheAssetsAndNoOthers() {
    Correlations all = contradictory.with("D", "E", 0.5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> market(all, List.of("A", "B", "C", "D", "E")))
        .withMessageContainingAll("[A, B, C]", "not positive semidefinite", "-0.8");
    assertThatCode(() -> market(all.restrictedTo(List.of("A", "B", "D", "E")), List.of("A", "B", "D", "E")))
        .doesNotThrowAnyException();
  }

  private static MarketData hestons(Correlations correlations) {
    AssetModel heston = new AssetModel.Heston(StochasticVariance.of(0.04, 1, 0.04, 0.5, -0.7));
    return MarketData.of(LocalDate.of(2026, 11, 20), List.of(ZeroCurve.flat("USD", 0.02)),
        List.of(Asset.of("A", "USD", 100, 0, heston), Asset.of("B", "USD", 100, 0, heston),
            Asset.blackScholes("C", "USD", 100, 0, 0.2)),
        correlations);
  }

  private static Entry variances(double value) {
    return new Entry(BrownianMotion.ofVariance("A"), BrownianMotion.ofVariance("B"), value);
  }

  @Test
  void correlationsOfVariancesFollowFromThoseOfPrices() {
    MarketData market = hestons(Correlations.of(List.of(new Entry("A", "B", 0.8), new Entry("B", "C", 0.5))));
    assertThat(market.correlation(market.brownianMotion("A.variance"), market.brownianMotion("B.variance")))
        .isCloseTo(0.8, within(1e-15));
    assertThat(market.correlation(market.brownianMotion("A.variance"), market.brownianMotion("B")))
        .isCloseTo(-0.56, within(1e-15));
    assertThat(market.correlation(market.brownianMotion("C"), market.brownianMotion("B.variance")))
        .isCloseTo(-0.35, within(1e-15));
    assertThat(market.correlation(market.brownianMotion("A.variance"), market.brownianMotion("A"))).isEqualTo(-0.7);
  }

  @Test
  void givenCorrelationsOfVariancesMustNotContradictTheOthers() {
    assertThatCode(() -> hestons(Correlations.of(List.of(new Entry("A", "B", 0.8), variances(0.99)))))
        .doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> hestons(Correlations.of(List.of(new Entry("A", "B", 0.99), variances(0)))))
        .withMessageContainingAll("A.variance", "B.variance", "not positive semidefinite");
    assertThatIllegalArgumentException().isThrownBy(() -> hestons(Correlations.of(
        List.of(new Entry(BrownianMotion.ofPrice("A"), BrownianMotion.ofVariance("C"), 0.5)))))
        .withMessage("corr(A,C.variance): the model of C draws no variance");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Entry(BrownianMotion.ofPrice("A"), BrownianMotion.ofVariance("A"), 0.5).pair())
        .withMessageContaining("is a parameter of the model of A");
  }

  @Test
  void returnsCannotBeCorrelatedMoreThanTheirJumpsLeave() {
    AssetModel jumps = new AssetModel.Merton(0.2, new Jumps(1, -0.1, 0.1));
    List<Asset> assets = List.of(Asset.of("A", "USD", 100, 0, jumps), Asset.blackScholes("B", "USD", 100, 0, 0.2));
    List<ZeroCurve> curves = List.of(ZeroCurve.flat("USD", 0.02));
    LocalDate today = LocalDate.of(2026, 11, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(today, curves, assets, Correlations.of("A", "B", 0.85)))
        .withMessageContainingAll("corr(A,B) is 0.85", "at most 0.8165",
            "0.8165 of the standard deviation of A is no jump");
    assertThatCode(() -> MarketData.of(today, curves, assets,
        Correlations.of("A", "B", 0.85).by(Correlations.Convention.DIFFUSIONS))).doesNotThrowAnyException();
    assertThatCode(() -> MarketData.of(today, curves, assets, Correlations.of("A", "B", 0.81)))
        .doesNotThrowAnyException();
  }

  @Test
  void gammaTimesAreSharedWithEachOtherOnly() {
    List<Asset> assets = List.of(Asset.of("A", "USD", 100, 0, new AssetModel.VarianceGamma(0.2, -0.1, 0.2)),
        Asset.of("B", "USD", 100, 0, new AssetModel.VarianceGamma(0.2, -0.1, 0.1)),
        Asset.blackScholes("C", "USD", 100, 0, 0.2));
    List<ZeroCurve> curves = List.of(ZeroCurve.flat("USD", 0.02));
    LocalDate today = LocalDate.of(2026, 11, 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(today, curves, assets, Correlations.of("A", "C", 0.1)))
        .withMessageContainingAll("corr(A,C) is 0.1", "A moves by jumps alone", "allowed is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MarketData.of(today, curves, assets, Correlations.of("A", "B", 0.7)))
        .withMessageContainingAll("corr(A,B) is 0.7", "allowed is -0.6246 to 0.6704");
    MarketData market = MarketData.of(today, curves, assets, Correlations.of("A", "B", 0.6));
    assertThat(market.commonGammaRate("B").orElseThrow()).isCloseTo(0.95 / 0.2, within(1e-12));
    assertThat(market.commonGammaRate("C")).isEmpty();
  }

  @Test
  void singularMatricesPass() {
    assertThatCode(() -> market(Correlations.uniform(ABC, 1), ABC)).doesNotThrowAnyException();
    assertThatCode(() -> market(Correlations.uniform(ABC, -0.5), ABC)).doesNotThrowAnyException();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> market(Correlations.uniform(ABC, -0.500001), ABC));
  }

  @Test
  void sampleCorrelationsOfFewerObservationsThanAssetsPass() {
    int assets = 40;
    double[][] factors = new double[assets][10];
    Random random = new Random(7);
    for (double[] row : factors) {
      double norm = 0;
      for (int k = 0; k < row.length; k++) {
        row[k] = random.nextGaussian();
        norm += row[k] * row[k];
      }
      for (int k = 0; k < row.length; k++) {
        row[k] /= Math.sqrt(norm);
      }
    }
    RealMatrix loadings = new Array2DRowRealMatrix(factors);
    RealMatrix matrix = loadings.multiply(loadings.transpose());
    List<String> ids = IntStream.range(0, assets).mapToObj(i -> "A" + i).toList();
    List<Entry> entries = IntStream.range(0, assets).boxed()
        .flatMap(i -> IntStream.range(0, i).mapToObj(j -> new Entry(ids.get(i), ids.get(j), matrix.getEntry(i, j))))
        .toList();
    assertThatCode(() -> market(Correlations.of(entries), ids)).doesNotThrowAnyException();
  }

  /** The example of Higham (2002), section 4: its nearest correlation matrix has entries 0.7607 and 0.1573. */
  @Test
  void nearestCorrelationOfHighamsExample() {
    double[][] nearest = NearestCorrelation.of(new double[][]{{1, 1, 0}, {1, 1, 1}, {0, 1, 1}});
    assertThat(nearest[0][1]).isCloseTo(0.7607, within(5e-5));
    assertThat(nearest[1][2]).isCloseTo(0.7607, within(5e-5));
    assertThat(nearest[0][2]).isCloseTo(0.1573, within(5e-5));
  }

  @Test
  void repairGivesAValidMatrixAndLeavesOtherPairsAlone() {
    Correlations all = contradictory.with("D", "E", 0.5);
    Correlations repaired = all.repaired(ABC);
    assertThat(repaired.get("D", "E")).isEqualTo(0.5);
    assertThat(repaired.get("A", "B")).isCloseTo(0.5, within(1e-10));
    assertThat(repaired.get("A", "C")).isCloseTo(-0.5, within(1e-10));
    assertThatCode(() -> market(repaired, List.of("A", "B", "C", "D", "E")))
        .doesNotThrowAnyException();
    double[] eigenvalues = new EigenDecomposition(new Array2DRowRealMatrix(repaired.matrix(ABC)))
        .getRealEigenvalues();
    assertThat(Arrays.stream(eigenvalues).min().orElseThrow()).isGreaterThan(-1e-12);
  }

  @Test
  void repairKeepsAValidMatrix() {
    Correlations valid = Correlations.of(List.of(new Entry("A", "B", 0.3), new Entry("B", "C", -0.2)));
    for (String a : ABC) {
      for (String b : ABC) {
        assertThat(valid.repaired(ABC).get(a, b)).isCloseTo(valid.get(a, b), within(1e-14));
      }
    }
  }
}
