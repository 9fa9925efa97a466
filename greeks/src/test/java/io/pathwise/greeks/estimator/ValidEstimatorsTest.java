package io.pathwise.greeks.estimator;

import static org.assertj.core.api.Assertions.assertThat;

import io.pathwise.greeks.Examples;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Collateralised;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.program.PricingProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The table of {@code valid-estimators.txt}: which estimators are valid for which product, model and measure, in the
 * order of structural preference; {@code *} marks the one that is taken without a pilot, {@code ~} what is biased. It
 * is a specification: a line that changes changes what users get. Written anew with
 * {@code -Dpathwise.update-golden=true}; read the difference before you commit it.
 */
@Tag("long")
class ValidEstimatorsTest {

  private static final Path TABLE = Path.of("src/test/resources/valid-estimators.txt");

  /** Of each product one; calls, as puts differ in data only. */
  private static final String MEMORY = """
      state missed = 0
      at [0.5, 1] {
        when FLAT >= 80 { pay 5 * (1 + missed) set missed = 0 } otherwise { set missed = missed + 1 }
        when FLAT >= 105 { pay 100 end }
      }
      at 1 { pay if FLAT >= 70 then 100 else FLAT }
      """;

  private static SequencedMap<String, Product> products() {
    SequencedMap<String, Product> products = new LinkedHashMap<>();
    products.put("european", Examples.european(OptionType.CALL));
    products.put("digital", Examples.digital(OptionType.CALL));
    products.put("digital, asset or nothing", Digital.assetOrNothing("FLAT", OptionType.CALL, 100, 1));
    for (Asian.Average average : Asian.Average.values()) {
      products.put("asian, " + average.name().toLowerCase(Locale.ROOT),
          Asian.of("FLAT", OptionType.CALL, average, 100, 1, 3));
    }
    products.put("barrier, up and out", Examples.barrier(OptionType.CALL, Barrier.Kind.UP_AND_OUT));
    products.put("barrier, down and in", Examples.barrier(OptionType.CALL, Barrier.Kind.DOWN_AND_IN));
    products.put("autocallable", Examples.autocallable("FLAT"));
    products.put("script, memory coupons", Scripted.of(MEMORY, List.of("FLAT"), Optional.empty()));
    return products;
  }

  private static SequencedMap<String, Product> productsOnTwoAssets() {
    SequencedMap<String, Product> products = new LinkedHashMap<>();
    for (Basket.Aggregate aggregate : Basket.Aggregate.values()) {
      products.put("basket, " + aggregate.name().toLowerCase(Locale.ROOT),
          Examples.basket(aggregate, OptionType.CALL));
    }
    products.put("autocallable on two assets", Examples.autocallable("FLAT", "TERM"));
    return products;
  }

  /** A share in EUR and what a EUR costs in USD, one of them under a model whose volatility depends on the price. */
  private static final MarketData ABROAD = MarketData.of(Examples.TODAY,
      List.of(ZeroCurve.flat("EUR", 0.02), ZeroCurve.flat("USD", 0.04)),
      List.of(Asset.blackScholes("FLAT", "EUR", 100, 0.01, 0.25),
          Asset.of("ELASTIC", "EUR", 100, 0.01, Objects.requireNonNull(Examples.everyModel().get("cev"))),
          Asset.exchangeRate("EURUSD", "USD", "EUR", 1.1, AssetModel.BlackScholes.of(0.1))),
      Correlations.uniform(List.of("FLAT", "ELASTIC", "EURUSD"), 0.3));

  private static SequencedMap<String, Product> productsInDollars() {
    SequencedMap<String, Product> products = new LinkedHashMap<>();
    for (CrossCurrency.Conversion conversion : CrossCurrency.Conversion.values()) {
      String name = conversion.name().toLowerCase(Locale.ROOT);
      products.put("european, " + name,
          CrossCurrency.of(Examples.european(OptionType.CALL), conversion, "USD", ABROAD));
      products.put("digital, " + name, CrossCurrency.of(Examples.digital(OptionType.CALL), conversion, "USD", ABROAD));
      products.put("digital on a cev asset, " + name,
          CrossCurrency.of(Digital.cash("ELASTIC", OptionType.CALL, 105, 0.75, 10), conversion, "USD", ABROAD));
    }
    return products;
  }

  /** Products whose payments are discounted with a curve that no price follows. */
  private static SequencedMap<String, Product> productsWithCollateral() {
    SequencedMap<String, Product> products = new LinkedHashMap<>();
    products.put("european, collateral",
        Collateralised.of(Examples.european(OptionType.CALL), "USD", ABROAD));
    products.put("digital, collateral", Collateralised.of(Examples.digital(OptionType.CALL), "USD", ABROAD));
    return products;
  }

  @Test
  void estimatorsAreValidWhereTheTableSaysSo() throws IOException {
    List<String> lines = new ArrayList<>();
    Examples.everyModel().forEach((name, model) -> products()
        .forEach((title, product) -> lines.addAll(cells(title + ", " + name, product, Examples.marketOf(model)))));
    productsOnTwoAssets().forEach((title, product) -> lines.addAll(cells(title, product, Examples.MARKET)));
    productsInDollars().forEach((title, product) -> lines.addAll(cells(title, product, ABROAD)));
    productsWithCollateral().forEach((title, product) -> lines.addAll(cells(title, product, ABROAD)));
    if (Boolean.getBoolean("pathwise.update-golden")) {
      Files.createDirectories(TABLE.getParent());
      Files.write(TABLE, lines);
    }
    assertThat(lines).isEqualTo(Files.readAllLines(TABLE));
  }

  /** One line for each estimator in use or reason: the measures that share it stand together. */
  private static List<String> cells(String title, Product product, MarketData market) {
    PricingProgram pricing = PricingProgram.of(product, market);
    EstimatorCatalogue catalogue = new EstimatorCatalogue(new RewrittenPrograms(pricing));
    Map<String, List<String>> numbers = new LinkedHashMap<>();
    for (Target target : Targets.of(product, market, EnumSet.allOf(Measure.class))) {
      boolean known = target.factors().stream()
          .allMatch(factor -> pricing.inputs().parameters().containsKey(PricingProgram.parameter(factor)));
      Optional<Validity> preferred = known ? catalogue.preferred(target) : Optional.empty();
      String valid = known
          ? catalogue.all(target).stream().filter(Validity::valid)
              .map(validity -> mark(validity.candidate(), preferred) + validity.candidate().label()).distinct()
              .collect(Collectors.joining(", "))
          : "0, as nothing depends on it";
      String number = Stream
          .concat(Stream.of(target.measure().label()), target.factors().stream().map(Object::toString))
          .collect(Collectors.joining(" "));
      numbers.computeIfAbsent(valid, missing -> new ArrayList<>()).add(number);
    }
    List<String> lines = new ArrayList<>(List.of(title));
    numbers.forEach((valid, list) -> {
      lines.add("  " + String.join("; ", list));
      lines.add("    " + valid);
    });
    return lines;
  }

  private static String mark(Candidate candidate, Optional<Validity> preferred) {
    boolean taken = preferred.stream().anyMatch(validity -> validity.candidate().equals(candidate));
    return taken ? "*" : candidate.biased() ? "~" : "";
  }

  /** A model or product that is new has to come into the table. */
  @Test
  void everyModelAndProductIsInTheTable() {
    assertThat(Examples.everyModel().values()).extracting(Object::getClass).containsAll(leaves(AssetModel.class));
    Set<Class<?>> inTable = new HashSet<>();
    products().values().forEach(product -> inTable.add(product.getClass()));
    productsOnTwoAssets().values().forEach(product -> inTable.add(product.getClass()));
    productsInDollars().values().forEach(product -> inTable.add(product.getClass()));
    productsWithCollateral().values().forEach(product -> inTable.add(product.getClass()));
    Set<Class<?>> all = new HashSet<>(leaves(Product.class));
    all.remove(Payments.class); // known without an estimator
    assertThat(inTable).isEqualTo(all);
    assertThat(all).contains(European.class, Autocallable.class).doesNotContain(Option.class);
  }

  private static List<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(part -> leaves(part).stream()).toList()
        : List.of(type);
  }
}
