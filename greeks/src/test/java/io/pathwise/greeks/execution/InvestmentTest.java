package io.pathwise.greeks.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.greeks.Examples;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.GreeksRun;
import io.pathwise.greeks.measure.Accuracy;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The policy auto is that of preference or that of pilots, whichever pays. */
class InvestmentTest {

  private static final MarketData MARKET = Examples.flat(0.03, 0, 0.2);
  private static final Set<Measure> MEASURES = Set.of(Measure.VALUE, Measure.DELTA, Measure.GAMMA);
  private static final GreeksEngine ENGINE = new GreeksEngine(new CpuBackend(), 1);
  private static final Asian ASIAN = Asian.of("FLAT", OptionType.CALL, Asian.Average.ARITHMETIC, 100, 1, 4);

  @AfterAll
  static void close() {
    ENGINE.close();
  }

  private static List<Greek> numbers(Product product, MarketData market, Settings settings) {
    return ENGINE.evaluate(product, market, MEASURES, settings).numbers();
  }

  private static String why(Product product, MarketData market, Settings settings) {
    return ENGINE.explain(product, market, MEASURES, settings).rows().getFirst().reason();
  }

  @Test
  void shortSimulationsHaveNoPilot() {
    Settings settings = Settings.paths(50_000);
    assertThat(settings.policy()).isEqualTo(Policy.AUTO);
    assertThat(numbers(ASIAN, MARKET, settings))
        .isEqualTo(numbers(ASIAN, MARKET, settings.withPolicy(Policy.PREFERENCE)));
    assertThat(why(ASIAN, MARKET, settings)).contains("no pilot was made: it would take about");
    assertThat(why(ASIAN, MARKET, Settings.paths(9_000))).contains("no pilot was made: it takes more paths");
  }

  @Test
  void longSimulationsHaveOne() {
    Settings settings = Settings.paths(50_000).withAccuracy(Accuracy.paths(50_000_000));
    assertThat(why(ASIAN, MARKET, settings)).contains("a pilot was made: it takes about");
    GreeksRun run = ENGINE.start(ASIAN, MARKET, MEASURES, settings);
    run.extendTo(20_000);
    assertThat(run.greeks().numbers())
        .isEqualTo(numbers(ASIAN, MARKET, Settings.paths(20_000).withPolicy(Policy.PILOT)));
  }

  /** The first look tells how far the target error is away. */
  @Test
  void targetErrorsHaveOneWhereTheyAreFarAway() {
    Settings near = Settings.paths(1).withAccuracy(new Accuracy.TargetError(0.1, 0.1, 100_000_000));
    Settings far = Settings.paths(1).withAccuracy(new Accuracy.TargetError(1e-5, 1e-5, 100_000_000));
    assertThat(why(ASIAN, MARKET, near)).contains("no pilot was made");
    assertThat(why(ASIAN, MARKET, far)).contains("a pilot was made: it takes about");
  }

  @Test
  void whatIsRareHasOne() {
    MarketData market = Examples.correlated(0.3);
    Basket basket = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL,
        400, 1);
    Settings settings = Settings.paths(30_000);
    List<Greek> numbers = numbers(basket, market, settings);
    assertThat(numbers).isEqualTo(numbers(basket, market, settings.withPolicy(Policy.PILOT)));
    assertThat(numbers.getFirst().estimator()).startsWith("importance-sampling");
    assertThat(why(basket, market, settings)).contains("a pilot was made, as few paths see what is paid");
    MarketData after = Examples.correlated(0.31);
    assertThat(ENGINE.change(basket, market, after, MEASURES, settings, 20_000))
        .isEqualTo(ENGINE.change(basket, market, after, MEASURES, settings.withPolicy(Policy.PILOT), 20_000));
  }

  /** In rounds with others, too. */
  @Test
  void manyTradesHaveTheNumbersOfEachAlone() {
    MarketData market = Examples.correlated(0.3);
    Basket rare = Basket.of(List.of("FLAT", "TERM"), List.of(1.0, 1.0), Basket.Aggregate.BEST_OF, OptionType.CALL,
        400, 1);
    List<Product> products = List.of(ASIAN, rare, Digital.cash("FLAT", OptionType.CALL, 100, 1, 1));
    Settings settings = Settings.paths(30_000);
    List<Outcome<Greeks>> all = ENGINE.evaluateAll(products, market, MEASURES, settings, done -> {
    });
    for (int i = 0; i < products.size(); i++) {
      List<Greek> alone = numbers(products.get(i), market, settings);
      assertThat(all.get(i)).isInstanceOfSatisfying(Outcome.Done.class,
          done -> assertThat(((Greeks) done.result()).numbers()).isEqualTo(alone));
    }
  }

  /** What is proved to be equal on all paths is not simulated on more of them. */
  @Test
  void exactNumbersStopAtTheFirstLook() {
    Digital digital = Digital.cash("FLAT", OptionType.CALL, 100, 1, 1);
    List<Greek> many = numbers(digital, MARKET, Settings.paths(100_000));
    assertThat(many).allSatisfy(greek -> assertThat(greek.paths()).isEqualTo(16_384));
    List<Greek> few = numbers(digital, MARKET, Settings.paths(10_000));
    for (int i = 0; i < few.size(); i++) {
      assertThat(few.get(i).paths()).isEqualTo(10_240);
      assertThat(many.get(i).value()).isEqualTo(few.get(i).value());
    }
    assertThat(numbers(ASIAN, MARKET, Settings.paths(100_000)))
        .allSatisfy(greek -> assertThat(greek.paths()).isGreaterThanOrEqualTo(100_000));
  }
}
