package io.pathwise.greeks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.contract.Contract;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.RiskFactor;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.KnownPayment;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Payments later than what they depend on, against closed forms of averages of one fixing that are paid later; seed 5,
 * 4.5 standard errors. A payment that is discounted from its event is found by the value itself.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LatePaymentsTest {

  private static final double LARGEST_Z = 4.5;
  private static final List<String> FLAT = List.of("FLAT");

  private final GreeksEngine engine = new GreeksEngine(new CpuBackend(), 2);

  @AfterAll
  void close() {
    engine.close();
  }

  private static Asian paidLater(OptionType option, double strike, double fixing, double payment) {
    return Asian.of("FLAT", option, Asian.Average.ARITHMETIC, strike, payment, List.of(fixing));
  }

  static Stream<Arguments> scripts() {
    return Stream.of(
        Arguments.of("at 0.75 { pay max(FLAT - 100, 0) on 1.5 }",
            List.of(paidLater(OptionType.CALL, 100, 0.75, 1.5))),
        Arguments.of("schedule paid = [0.5, 1.5] at [0.25, 0.75] { pay max(110 - FLAT, 0) on paid }",
            List.of(paidLater(OptionType.PUT, 110, 0.25, 0.5), paidLater(OptionType.PUT, 110, 0.75, 1.5))),
        Arguments.of("at [0.25, 0.75] { pay max(110 - FLAT, 0) on 1.5 pay max(FLAT - 110, 0) on 2 }",
            List.of(paidLater(OptionType.PUT, 110, 0.25, 1.5), paidLater(OptionType.PUT, 110, 0.75, 1.5),
                paidLater(OptionType.CALL, 110, 0.25, 2), paidLater(OptionType.CALL, 110, 0.75, 2))),
        Arguments.of("at [0.1, 0.25, 0.75] from 2 { pay max(110 - FLAT, 0) on [0.2, 0.5, 1.5] }",
            List.of(paidLater(OptionType.PUT, 110, 0.25, 0.5), paidLater(OptionType.PUT, 110, 0.75, 1.5))),
        Arguments.of("at 0.2 { pay max(FLAT - 100, 0) after 365 days }",
            List.of(paidLater(OptionType.CALL, 100, 0.2, 1.2))));
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void allNumbersAgreeWithClosedForms(String script, List<Product> known) {
    check(Scripted.of(script, FLAT, Optional.of(Examples.TODAY)), known);
  }

  /** Negative control: what is paid at once is not what is paid later. */
  @Test
  void whatIsPaidAtOnceFailsTheSameCheck() {
    Product atOnce = Scripted.of("at 0.75 { pay max(FLAT - 100, 0) }", FLAT, Optional.empty());
    assertThatThrownBy(() -> check(atOnce, List.of(paidLater(OptionType.CALL, 100, 0.75, 1.5))))
        .isInstanceOf(AssertionError.class).hasMessageContaining("VALUE");
  }

  private void check(Product product, List<Product> known) {
    Settings settings = Settings.paths(256 * 1024).withSeed(5);
    List<Greek> numbers = engine.evaluate(product, Examples.MARKET, EnumSet.allOf(Measure.class), settings).numbers()
        .stream().filter(greek -> greek.status() != Greek.Status.NOT_APPLICABLE).toList();
    assertThat(numbers).hasSizeGreaterThan(10);
    for (Greek greek : numbers) {
      double exact = known.stream().mapToDouble(each -> exact(each, greek.factors())).sum();
      assertThat(Math.abs(greek.value() - exact)).as("%s %s by %s", greek.measure(), greek.factorText(),
          greek.estimator()).isLessThan(LARGEST_Z * greek.standardError() + 1e-9 * (1 + Math.abs(exact)));
    }
  }

  private static double exact(Product known, List<RiskFactor> factors) {
    return Examples.exact(Examples.MARKET, known, factors);
  }

  /** Ten days after its first event: 7 is paid in 20 days whatever happens, what is observed later in a year. */
  @Test
  void whatIsKnownButUnpaidIsDiscounted() {
    LocalDate origin = Examples.TODAY.minusDays(10);
    LocalDate second = Examples.TODAY.plusDays(365);
    String script = "at [%s, %s] { pay max(FLAT - 100, 0) after 30 days }".formatted(origin, second);
    Scripted terms = new Scripted(script, Optional.of(origin.minusDays(100)), FLAT, FLAT, true, 0, List.of(),
        List.of(), 1);
    Fixings fixings = Fixings.of(Map.of("FLAT", Map.of(origin, 107.0)));
    Scripted left = (Scripted) new Contract(terms, origin.minusDays(100), Optional.empty())
        .on(Examples.TODAY, fixings).product();
    assertThat(left.unpaid()).containsExactly(new KnownPayment(20 / 365.0, 7));
    check(left, List.of(Payments.of(FLAT, 20 / 365.0, 7), paidLater(OptionType.CALL, 100, 1, 395 / 365.0)));
  }

  /** A note that has ended pays its last coupon later, and nothing else. */
  @Test
  void whatHasEndedIsPaidOnItsDay() {
    LocalDate origin = Examples.TODAY.minusDays(100);
    LocalDate first = Examples.TODAY.minusDays(10);
    String script = "at [%s, %s] { pay 5 when FLAT >= 100 { pay 1000 after 30 days end } }".formatted(first,
        Examples.TODAY.plusDays(50));
    Contract contract = new Contract(
        new Scripted(script, Optional.of(origin), FLAT, FLAT, true, 0, List.of(), List.of(), 1), origin,
        Optional.empty());
    Fixings fixings = Fixings.of(Map.of("FLAT", Map.of(first, 107.0)));
    assertThat(contract.on(Examples.TODAY, fixings).product()).isEqualTo(Payments.of(FLAT, 20 / 365.0, 1000));
    assertThat(contract.on(first, fixings).product())
        .isEqualTo(Payments.of(FLAT, List.of(0.0, 30 / 365.0), List.of(5.0, 1000.0)));
    assertThat(contract.on(first.plusDays(31), fixings).product()).isEqualTo(Payments.none(FLAT));
    assertThat(contract.on(first.plusDays(100), Fixings.NONE).remark()).startsWith("expired on");
  }
}
