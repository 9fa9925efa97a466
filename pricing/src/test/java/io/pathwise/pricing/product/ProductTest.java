package io.pathwise.pricing.product;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Products: observation and simulation times, spellings, validation. */
class ProductTest {
  @Test
  void observationTimes() {
    assertThat(European.of("A", OptionType.CALL, 1, 2).observationTimes()).containsExactly(2.0);
    assertThat(Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 1, 2, 4).observationTimes())
        .containsExactly(0.5, 1.0, 1.5, 2.0);
    assertThat(barrier(List.of(0.5, 2.0)).observationTimes()).containsExactly(0.5, 2.0);
    assertThat(barrier(List.of(0.5)).observationTimes()).containsExactly(0.5, 2.0);
    assertThat(basket(List.of("A", "B"), List.of(1.0, -1.0)).observationTimes()).containsExactly(2.0);
    assertThat(Basket.of(List.of("A"), List.of(1.0), Basket.Aggregate.BEST_OF, OptionType.PUT, 0, 3, 3)
        .observationTimes()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void lastEquallySpacedTimeIsExactlyTheExpiry() {
    for (int count = 1; count < 300; count++) {
      assertThat(Schedule.equallySpaced(0.7, count)).hasSize(count).endsWith(0.7).isSorted().doesNotContain(0.0);
    }
  }

  @Test
  void stepsRefineTheGridBetweenObservations() {
    Barrier barrier = new Barrier("A", OptionType.PUT, 1, 2, 3, Barrier.Kind.UP_AND_IN, List.of(0.5), 0, 3);
    assertThat(barrier.simulationTimes()).containsExactly(0.5 / 3, 1.0 / 3, 0.5, 1.0, 1.5, 2.0);
    assertThat(barrier(List.of(0.5)).simulationTimes()).containsExactly(0.5, 2.0);
    Asian fixingToday = new Asian("A", OptionType.CALL, Asian.Average.GEOMETRIC, 1, 1, List.of(0.0, 1.0), 2);
    assertThat(fixingToday.simulationTimes()).containsExactly(0.0, 0.5, 1.0);
  }

  @Test
  void spellingsAreReadBackAndOthersListTheAllowedOnes() {
    for (OptionType option : OptionType.values()) {
      assertThat(OptionType.of(option.label())).isEqualTo(option);
    }
    for (Barrier.Kind kind : Barrier.Kind.values()) {
      assertThat(Barrier.Kind.of(kind.label())).isEqualTo(kind);
      assertThat(kind.label()).isEqualTo((kind.isUp() ? "up" : "down") + "-and-" + (kind.isOut() ? "out" : "in"));
    }
    assertThat(Digital.Payout.of("asset")).isEqualTo(Digital.Payout.ASSET);
    assertThat(Asian.Average.of("geometric")).isEqualTo(Asian.Average.GEOMETRIC);
    assertThatIllegalArgumentException().isThrownBy(() -> Basket.Aggregate.of("sum"))
        .withMessage("aggregate is 'sum', allowed: weighted-sum, best-of, worst-of");
    assertThatIllegalArgumentException().isThrownBy(() -> OptionType.of("Call"))
        .withMessage("option is 'Call', allowed: call, put");
  }

  @Test
  void factoriesFillInWhatIsUsual() {
    assertThat(Digital.of("A", OptionType.PUT, 90, 2)).isEqualTo(Digital.cash("A", OptionType.PUT, 90, 2, 1))
        .isEqualTo(new Digital("A", OptionType.PUT, 90, 2, Digital.Payout.CASH, 1, 1));
    assertThat(Digital.of("A", OptionType.CALL, 90, 2, Digital.Payout.ASSET, 1))
        .isEqualTo(Digital.assetOrNothing("A", OptionType.CALL, 90, 2));
    List<String> assets = List.of("A");
    assertThat(Basket.of(assets, List.of(1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 90, 2, List.of(1.0, 2.0)))
        .isEqualTo(Basket.of(assets, List.of(1.0), Basket.Aggregate.BEST_OF, OptionType.CALL, 90, 2, 2));
    assertThat(Autocallable.of(assets, List.of(100.0), 1000, 20, 0.8, 1, 1, 0.7, 2, List.of(1.0, 2.0)))
        .isEqualTo(Autocallable.of(assets, List.of(100.0), 1000, 20, 0.8, 1, 1, 0.7, 2, 2));
    assertThat(Payments.of(assets, List.of(2.0), List.of(5.0))).isEqualTo(Payments.of(assets, 2, 5));
  }

  @Test
  void intrinsicValues() {
    assertThat(OptionType.CALL.intrinsic(5, 3)).isEqualTo(2);
    assertThat(OptionType.CALL.intrinsic(3, 5)).isZero();
    assertThat(OptionType.PUT.intrinsic(3, 5)).isEqualTo(2);
  }

  @Test
  void zeroStrikeAndExpiryTodayAreAllowedButNotThePastNorNegativeStrikes() {
    assertThat(European.of("A", OptionType.CALL, 0, 0).expiry()).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> European.of("A", OptionType.CALL, 1, -0.25))
        .withMessage("expiry is -0.25 years, which is in the past");
    assertThatIllegalArgumentException().isThrownBy(() -> European.of("A", OptionType.CALL, -1, 1))
        .withMessage("strike is -1, must be a finite number >= 0");
    assertThatIllegalArgumentException().isThrownBy(() -> European.of("A", OptionType.CALL, Double.NaN, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> European.of("", OptionType.CALL, 1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new European("A", OptionType.CALL, 1, 1, 0))
        .withMessage("steps is 0, must be >= 1");
  }

  @Test
  void datesMustLieBetweenTodayAndExpiryAndIncrease() {
    assertThatIllegalArgumentException().isThrownBy(() -> asian(List.of(0.5, 1.5)))
        .withMessage("fixings contain 1.5, must be times from 0 to the expiry 1");
    assertThatIllegalArgumentException().isThrownBy(() -> asian(List.of(0.5, 0.5)))
        .withMessage("fixings must increase strictly, but 0.5 follows 0.5");
    assertThatIllegalArgumentException().isThrownBy(() -> asian(List.of()));
    assertThatIllegalArgumentException().isThrownBy(() -> asian(List.of(-0.1)));
    assertThatIllegalArgumentException().isThrownBy(() -> barrier(List.of(0.0, 1.0)))
        .withMessage("monitoring times contain 0, but a barrier is not monitored today");
    assertThatIllegalArgumentException().isThrownBy(() -> Schedule.equallySpaced(1, 0))
        .withMessage("count of dates is 0, must be >= 1");
  }

  @Test
  void barrierLevelIsPositiveAndRebateNotNegative() {
    assertThatIllegalArgumentException().isThrownBy(
        () -> Barrier.of("A", OptionType.CALL, 1, 1, 0, Barrier.Kind.DOWN_AND_IN, 12, 0))
        .withMessage("barrier is 0, must be a finite number > 0");
    assertThatIllegalArgumentException().isThrownBy(
        () -> Barrier.of("A", OptionType.CALL, 1, 1, 1, Barrier.Kind.DOWN_AND_IN, 12, -1))
        .withMessage("rebate is -1, must be a finite number >= 0");
  }

  @Test
  void basketsNeedOneWeightPerDistinctAsset() {
    assertThat(basket(List.of("A", "B"), List.of(1.0, -1.0)).assets()).containsExactly("A", "B");
    assertThatIllegalArgumentException().isThrownBy(() -> basket(List.of("A", "B"), List.of(1.0)))
        .withMessage("2 assets but 1 weights, one weight per asset is needed");
    assertThatIllegalArgumentException().isThrownBy(() -> basket(List.of("A", "A"), List.of(1.0, 1.0)))
        .withMessage("assets names A twice");
    assertThatIllegalArgumentException().isThrownBy(() -> basket(List.of(), List.of()))
        .withMessage("assets must not be empty");
    assertThatIllegalArgumentException().isThrownBy(() -> basket(List.of("A"), List.of(Double.NaN)))
        .withMessage("weight of A is NaN, must be a finite number");
  }

  @Test
  void autocallablesMayRedeemAtObservationsBeforeExpiryOnly() {
    assertThat(autocallable(List.of(1.0), 2).autocallTimes()).containsExactly(1.0, 1.5);
    assertThat(autocallable(List.of(1.0), 5).autocallTimes()).isEmpty();
    assertThat(autocallable(List.of(1.0), 2).observationTimes()).containsExactly(0.5, 1.0, 1.5, 2.0);
    assertThat(autocallable(List.of(1.0), 2).undiscounted().discounting()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> autocallable(List.of(1.0, 2.0), 2))
        .withMessage("1 assets but 2 initial fixings, one initial fixing per asset is needed");
    assertThatIllegalArgumentException().isThrownBy(() -> autocallable(List.of(0.0), 2))
        .withMessage("initial fixing of A is 0, must be a finite number > 0");
    assertThatIllegalArgumentException().isThrownBy(() -> autocallable(List.of(1.0), 0))
        .withMessage("first autocall is 0, must be the number of an observation, from 1 on");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Autocallable(List.of("A"), List.of(1.0), 1, 1, 1, 1, 1, 1, 1, List.of(0.0, 1.0), true, 1))
        .withMessage("observations contain 0, but nothing is observed today");
  }

  @Test
  void tradesHaveAQuantityOfOneUnlessGiven() {
    European product = European.of("A", OptionType.CALL, 1, 1);
    assertThat(Trade.of("E1", product).quantity()).isEqualTo(1);
    assertThat(Trade.of("E1", product, -10).quantity()).isEqualTo(-10);
    assertThatIllegalArgumentException().isThrownBy(() -> Trade.of("E1", product, Double.NaN))
        .withMessage("quantity is NaN, must be a finite number");
    assertThatIllegalArgumentException().isThrownBy(() -> Trade.of("", product));
  }

  private static Asian asian(List<Double> fixings) {
    return Asian.of("A", OptionType.CALL, Asian.Average.ARITHMETIC, 1, 1, fixings);
  }

  private static Barrier barrier(List<Double> monitoring) {
    return Barrier.of("A", OptionType.CALL, 1, 2, 3, Barrier.Kind.UP_AND_OUT, monitoring, 0);
  }

  private static Autocallable autocallable(List<Double> initialFixings, int firstAutocall) {
    return Autocallable.of(List.of("A"), initialFixings, 1000, 25.5, 0.7, 1, firstAutocall, 0.7, 2, 4);
  }

  private static Basket basket(List<String> assets, List<Double> weights) {
    return Basket.of(assets, weights, Basket.Aggregate.WEIGHTED_SUM, OptionType.CALL, 0, 2);
  }
}
