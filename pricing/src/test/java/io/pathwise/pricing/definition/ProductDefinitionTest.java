package io.pathwise.pricing.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptException;
import io.pathwise.pricing.script.ScriptValues;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the products with definitions are: on paths that are written here, each pays what was computed by hand. Would
 * find a definition that is left out of the index, a formula, a direction or an order of events that is wrong, and
 * messages that do not help.
 */
class ProductDefinitionTest {

  private static final double ROUNDING = 1e-12;
  private static final Optional<LocalDate> TODAY = Optional.of(LocalDate.of(2026, 11, 20));
  private static final List<String> ONE = List.of("A");
  private static final List<String> TWO = List.of("A", "B");

  /** The text of a file beside the class. */
  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(ProductDefinitions.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theIndexNamesEveryFile() throws IOException, URISyntaxException {
    URL index = Objects.requireNonNull(ProductDefinitions.class.getResource("index"));
    List<String> named = resource("index").lines().toList();
    assertThat(named).doesNotHaveDuplicates();
    try (Stream<Path> files = Files.list(Path.of(index.toURI()).getParent())) {
      List<String> present = files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".product"))
          .map(name -> name.substring(0, name.length() - ".product".length())).toList();
      assertThat(named).containsExactlyInAnyOrderElementsOf(present);
    }
    assertThat(ProductDefinitions.all()).extracting(ProductDefinition::name).isEqualTo(named);
    assertThat(ProductDefinitions.find("cliquet")).isPresent();
    assertThat(ProductDefinitions.find("cliquets")).isEmpty();
  }

  static List<ProductDefinition> definitions() {
    return ProductDefinitions.all();
  }

  /** A value that a field may have. */
  private static String example(DefinedField field, boolean hasOneAsset) {
    return switch (field.kind()) {
      case NUMBER, NUMBER_PER_TIME -> "1";
      case NUMBER_PER_ASSET -> hasOneAsset ? "[1]" : "[1, 1]";
      case SCHEDULE -> "2 times until 1";
      case TIME -> "1";
      case CHOICE -> field.words().getFirst();
    };
  }

  private static Map<String, String> examples(ProductDefinition definition, boolean withMissing) {
    Map<String, String> values = new LinkedHashMap<>();
    definition.fields().stream().filter(field -> withMissing || field.missing().isEmpty())
        .forEach(field -> values.put(field.name(), example(field, definition.hasOneAsset())));
    return values;
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void readsWithItsFieldsAndWithout(ProductDefinition definition) {
    assertThat(definition.description()).endsWith(".");
    assertThat(definition.fields()).allSatisfy(field -> assertThat(field.description()).endsWith("."));
    List<String> assets = definition.hasOneAsset() ? ONE : TWO;
    for (boolean withMissing : new boolean[]{true, false}) {
      Map<String, String> values = examples(definition, withMissing);
      Scripted product = Scripted.of(definition.script(values), assets, TODAY);
      assertThat(product.expiry()).isEqualTo(1);
      assertThat(product.script().assets()).isEqualTo(assets);
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyFieldMattersToTheScript(ProductDefinition definition) {
    for (DefinedField field : definition.fields()) {
      if (field.name().equals("expiry") && definition.body().contains("exercise {")) {
        continue; // counts of exercises lead up to it
      }
      assertThat(definition.body()).as(field.name()).containsPattern("\\b" + field.name() + "\\b");
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void everyWordOfAChoiceReads(ProductDefinition definition) {
    List<String> assets = definition.hasOneAsset() ? ONE : TWO;
    for (DefinedField field : definition.fields()) {
      List<Script> scripts = new ArrayList<>();
      for (String word : field.words()) {
        Map<String, String> values = new LinkedHashMap<>(examples(definition, true));
        values.put(field.name(), word);
        scripts.add(Script.parse(definition.script(values), assets, TODAY));
      }
      assertThat(scripts).as("%s of %s", field.name(), definition.name()).doesNotHaveDuplicates();
      if (field.kind() == DefinedField.Kind.CHOICE) {
        Map<String, String> values = new LinkedHashMap<>(examples(definition, true));
        values.put(field.name(), "neither");
        assertThatThrownBy(() -> Script.parse(definition.script(values), assets, TODAY))
            .isInstanceOf(ScriptException.class).hasMessageContaining("'neither' is not allowed here, allowed: "
                + String.join(", ", field.words()))
            .satisfies(thrown -> assertThat(((ScriptException) thrown).line())
                .isEqualTo(definition.fields().indexOf(field) + 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("definitions")
  void whatIsMissingOrUnknownIsSaid(ProductDefinition definition) {
    Map<String, String> complete = examples(definition, false);
    for (String field : complete.keySet()) {
      Map<String, String> values = new LinkedHashMap<>(complete);
      values.remove(field);
      assertThatIllegalArgumentException().isThrownBy(() -> definition.script(values))
          .withMessage(field + " is missing");
    }
    Map<String, String> values = new LinkedHashMap<>(complete);
    values.put("colour", "1");
    values.put("aroma", "1");
    assertThatIllegalArgumentException().isThrownBy(() -> definition.script(values))
        .withMessage(definition.name() + " has no fields [aroma, colour], allowed: "
            + String.join(", ", definition.fields().stream().map(DefinedField::name).toList()));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "`` | line 1 of the definition must be 'product NAME of asset' or '... of assets'",
      "`# What it is.;at 1 { pay 1 }` | line 2 of the definition must be 'product NAME of asset'",
      "`product x of things` | line 1 of the definition must be 'product NAME of asset'",
      "`product Big of asset` | line 1 of the definition must be 'product NAME of asset'",
      "`# A;product x of asset;field a: number # One.;field b number # Two.` | line 4 of the definition must be 'field ",
      "`product x of asset;field a: number` | line 2 of the definition must be 'field NAME: KIND = VALUE # DESCRIPTION'",
      "`product x of asset;;field a: amount # One.` | line 3 of the definition: 'amount' is no kind, allowed: number,",
      "`product x of asset;field a: negative number # One.` | line 2 of the definition: 'negative number' is no kind",
      "`product x of asset;field a: number # One.;field a: time # Two.` | line 3 of the definition: 'a' is a field already",
      "`product x of asset;field a: call or  # One.` | line 2 of the definition"})
  void whatIsWrongInADefinitionIsSaidWithItsLine(String text, String message) {
    assertThatIllegalArgumentException().isThrownBy(() -> ProductDefinition.parse(text.replace(';', '\n')))
        .withMessageContaining(message);
  }

  @Test
  void aDefinitionIsReadInFull() {
    ProductDefinition definition = ProductDefinition.parse("""
        # What it is,
        # on two lines.

        product my-own2 of assets
        field a: positive number per asset # The first.
        field b: whole number = 3 # The second.

        field c: up or down or in-between = up # The third.
        field d: non-negative number per time = 50% # The fourth.
        at 1 { pay b }
        """);
    assertThat(definition.name()).isEqualTo("my-own2");
    assertThat(definition.description()).isEqualTo("What it is, on two lines.");
    assertThat(definition.hasOneAsset()).isFalse();
    assertThat(definition.body()).isEqualTo("at 1 { pay b }");
    assertThat(definition.fields()).extracting(DefinedField::allowed).containsExactly("positive number per asset",
        "whole number", "up or down or in-between", "non-negative number per time");
    assertThat(definition.fields()).extracting(DefinedField::missing).containsExactly(Optional.empty(),
        Optional.of("3"), Optional.of("up"), Optional.of("50%"));
    assertThat(definition.script(Map.of("a", "[1, 2]", "d", "[1, 2]"))).isEqualTo("""
        let a = [1, 2] per asset
        let b = 3
        choice c = up of up, down, in-between
        let d = [1, 2] per time
        at 1 { pay b }""");
  }

  /** What a product pays at each of its times on a path. */
  private static List<Double> paid(String product, String fields, double[]... path) {
    return paid(ProductDefinitions.find(product).orElseThrow(), fields, path);
  }

  private static List<Double> paid(ProductDefinition definition, String fields, double[]... path) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String field : fields.strip().split("; *", -1)) {
      String[] parts = field.split(" *: *", -1);
      values.put(parts[0], parts[1]);
    }
    List<String> assets = IntStream.range(0, path[0].length).mapToObj(i -> "A" + i).toList();
    Script script = Script.parse(definition.script(values), assets, TODAY);
    assertThat(script.times()).as("a price for each time").hasSize(path.length);
    ScriptValues run = new ScriptValues(script);
    List<Double> paid = new ArrayList<>();
    for (int i = 0; i < path.length; i++) {
      double[] prices = path[i];
      paid.add(run.happen(script.times().get(i), asset -> prices[asset]));
    }
    return paid;
  }

  /** Prices of one asset. */
  private static double[][] path(double... prices) {
    return IntStream.range(0, prices.length).mapToObj(i -> new double[]{prices[i]}).toArray(double[][]::new);
  }

  private static void assertPays(List<Double> paid, double... expected) {
    assertThat(paid).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(paid.get(i)).as("payment %s of %s", i + 1, paid).isCloseTo(expected[i],
          within(ROUNDING * Math.max(1, Math.abs(expected[i]))));
    }
  }

  private static final String NOTE = "initialFixings: [100, 50]; nominal: 1000; coupon: 20; couponBarrier: 0.7; "
      + "autocallBarrier: [1, 0.95, 0.9, 0.85]; firstAutocall: 2; protectionBarrier: 0.6; expiry: 2; "
      + "observations: [0.5, 1, 1.5, 2]";

  @Test
  void memoryAutocallable() {
    assertPays(paid("memory-autocallable", NOTE, new double[]{110, 60}, new double[]{90, 60}, new double[]{110, 34},
        new double[]{95, 42}), 20, 20, 0, 40 + 1000);
    assertPays(paid("memory-autocallable", NOTE, new double[]{60, 60}, new double[]{95, 47.5}, new double[]{110, 60},
        new double[]{110, 60}), 0, 1040, 0, 0);
    assertPays(paid("memory-autocallable", NOTE, new double[]{60, 60}, new double[]{60, 50}, new double[]{69, 50},
        new double[]{120, 27.5}), 0, 0, 0, 550);
    assertPays(paid("memory-autocallable", NOTE, new double[]{60, 60}, new double[]{60, 50}, new double[]{69, 50},
        new double[]{60, 31}), 0, 0, 0, 1000);
    assertPays(paid("memory-autocallable", NOTE.replace("firstAutocall: 2; ", ""), new double[]{100, 50},
        new double[]{1, 1}, new double[]{1, 1}, new double[]{1, 1}), 1020, 0, 0, 0);
  }

  @Test
  void reverseConvertible() {
    String note = "strike: 120; nominal: 1000; coupon: 25; barrier: 84; expiry: 1; coupons: [0.5, 1]";
    assertPays(paid("reverse-convertible", note + "; observations: [0.25, 0.5, 1]", path(84, 100, 90)), 0, 25,
        25 + 750);
    assertPays(paid("reverse-convertible", note + "; observations: [0.25, 0.5, 1]", path(80, 100, 120)), 0, 25, 1025);
    assertPays(paid("reverse-convertible", note + "; observations: [0.25, 0.5, 1]", path(85, 85, 90)), 0, 25, 1025);
    assertPays(paid("reverse-convertible", note, path(60, 60)), 25, 525);
    assertPays(paid("reverse-convertible", note, path(60, 85)), 25, 1025);
  }

  @Test
  void knockInPut() {
    String put = "strike: 100; barrier: 80; expiry: 1; observations: [0.5, 0.75]";
    assertPays(paid("knock-in-put", put, path(80, 95, 90)), 0, 0, 10);
    assertPays(paid("knock-in-put", put, path(81, 95, 70)), 0, 0, 0);
    assertPays(paid("knock-in-put", put, path(81, 79, 110)), 0, 0, 0);
  }

  @Test
  void cliquet() {
    String cliquet = "initialFixing: 100; nominal: 1000; localFloor: -0.03; localCap: 0.05; globalFloor: 0; "
        + "globalCap: 0.08; expiry: 1; resets: [0.25, 0.5, 0.75, 1]";
    // Returns 10 %, -10 %, 4 %, 2 % count as 5 %, -3 %, 4 %, 2 %.
    double[][] path = path(110, 99, 102.96, 105.0192);
    assertPays(paid("cliquet", cliquet, path), 0, 0, 0, 80);
    assertPays(paid("cliquet", cliquet.replace("globalCap: 0.08; ", ""), path), 0, 0, 0, 80);
    assertPays(paid("cliquet", cliquet.replace("globalCap: 0.08", "globalCap: 0.07"), path), 0, 0, 0, 70);
    assertPays(paid("cliquet", cliquet, path(90, 80, 70, 60)), 0, 0, 0, 0);
    assertPays(paid("cliquet", cliquet.replace("globalFloor: 0", "globalFloor: -1"), path(90, 80, 70, 60)), 0, 0, 0,
        -120);
    assertPays(paid("cliquet", "initialFixing: 100; expiry: 0.5; resets: [0.25, 0.5]", path(150, 60)), 0, -0.1);
  }

  @Test
  void forwardStart() {
    assertPays(paid("forward-start", "option: call; moneyness: 0.9; strikeDate: 0.5; expiry: 1", path(80, 100)), 0, 28);
    assertPays(paid("forward-start", "option: put; strikeDate: 0.5; expiry: 1", path(80, 75)), 0, 5);
    assertPays(paid("forward-start", "option: call; strikeDate: 0.5; expiry: 1", path(80, 75)), 0, 0);
  }

  @Test
  void ladder() {
    String call = "option: call; strike: 100; firstRung: 110; secondRung: 120; thirdRung: 130; expiry: 1; "
        + "observations: [0.25, 0.5, 1]";
    assertPays(paid("ladder", call, path(105, 121, 90)), 0, 0, 20);
    assertPays(paid("ladder", call, path(105, 121, 127)), 0, 0, 27);
    assertPays(paid("ladder", call, path(105, 109, 90)), 0, 0, 0);
    assertPays(paid("ladder", call, path(135, 109, 90)), 0, 0, 30);
    String put = "option: put; strike: 100; firstRung: 90; expiry: 1; observations: [0.25, 0.5]";
    assertPays(paid("ladder", put, path(90, 95, 105)), 0, 0, 10);
    assertPays(paid("ladder", put, path(70, 95, 60)), 0, 0, 40);
    assertPays(paid("ladder", put, path(91, 95, 105)), 0, 0, 0);
  }

  @Test
  void lookback() {
    String dates = "; extreme: 100; expiry: 1; observations: [0.25, 0.5]";
    double[][] path = path(95, 120, 110);
    assertPays(paid("lookback", "option: call; kind: fixed; strike: 105" + dates, path), 0, 0, 15);
    assertPays(paid("lookback", "option: put; kind: fixed; strike: 105" + dates, path), 0, 0, 10);
    assertPays(paid("lookback", "option: call; kind: floating" + dates, path), 0, 0, 15);
    assertPays(paid("lookback", "option: put; kind: floating" + dates, path), 0, 0, 10);
    assertPays(paid("lookback", "option: put; kind: floating" + dates, path(95, 98, 130)), 0, 0, 0);
    assertPays(paid("lookback", "option: put; kind: floating" + dates, path(95, 98, 97)), 0, 0, 3);
  }

  @Test
  void rangeDigital() {
    String digital = "lower: 45; upper: 55; amount: 10; expiry: 1";
    for (double[] end : new double[][]{{45, 0}, {45.01, 10}, {54.99, 10}, {55, 0}, {60, 0}}) {
      assertPays(paid("range-digital", digital, path(end[0])), end[1]);
      assertPays(paid("range-digital", digital + "; pays: outside", path(end[0])), 10 - end[1]);
    }
  }

  @Test
  void doubleBarrier() {
    String barrier = "strike: 100; lower: 80; upper: 125; rebate: 3; expiry: 1; monitoring: [0.25, 0.5, 1]; ";
    assertPays(paid("double-barrier", barrier + "option: call; kind: out", path(81, 124, 110)), 0, 0, 10);
    assertPays(paid("double-barrier", barrier + "option: call; kind: out", path(81, 125, 110)), 0, 3, 0);
    assertPays(paid("double-barrier", barrier + "option: put; kind: out", path(80, 90, 90)), 3, 0, 0);
    assertPays(paid("double-barrier", barrier + "option: put; kind: out", path(90, 90, 80)), 0, 0, 3);
    assertPays(paid("double-barrier", barrier + "option: put; kind: in", path(80, 90, 90)), 0, 0, 10);
    assertPays(paid("double-barrier", barrier + "option: call; kind: in", path(90, 90, 126)), 0, 0, 26);
    assertPays(paid("double-barrier", barrier + "option: call; kind: in", path(90, 90, 120)), 0, 0, 3);
  }

  @Test
  void windowBarrier() {
    String barrier = "strike: 100; rebate: 2; expiry: 1; window: [0.25, 0.5]; ";
    String down = barrier + "barrier: 85; option: put; ";
    assertPays(paid("window-barrier", down + "kind: down-and-in", path(85, 90, 70)), 0, 0, 30);
    assertPays(paid("window-barrier", down + "kind: down-and-in", path(86, 90, 70)), 0, 0, 2);
    assertPays(paid("window-barrier", down + "kind: down-and-out", path(86, 90, 70)), 0, 0, 30);
    assertPays(paid("window-barrier", down + "kind: down-and-out", path(86, 85, 70)), 0, 2, 0);
    String up = barrier + "barrier: 115; option: call; ";
    assertPays(paid("window-barrier", up + "kind: up-and-in", path(90, 115, 108)), 0, 0, 8);
    assertPays(paid("window-barrier", up + "kind: up-and-in", path(90, 90, 140)), 0, 0, 2);
    assertPays(paid("window-barrier", up + "kind: up-and-out", path(90, 90, 140)), 0, 0, 40);
    assertPays(paid("window-barrier", up + "kind: up-and-out", path(115, 90, 140)), 2, 0, 0);
  }

  /** Returns of +ln 2, -ln 2 and 0. */
  private static final double[][] TO_AND_FRO = path(200, 100, 100);
  private static final double LN2 = 0.6931471805599453;

  @Test
  void varianceSwap() {
    String swap = "initialFixing: 100; strike: 0.04; notional: 1000; periods: 12; expiry: 0.3; "
        + "fixings: [0.1, 0.2, 0.3]";
    // 12 / 3 of the squares 0.480453 + 0.480453 + 0, less the strike.
    assertPays(paid("variance-swap", swap, TO_AND_FRO), 0, 0, 1000 * (8 * LN2 * LN2 - 0.04));
    assertThat(1000 * (8 * LN2 * LN2 - 0.04)).isCloseTo(3803.624, within(1e-3));
    assertPays(paid("variance-swap", swap.replace("0.3;", "0.5;"), path(200, 100, 100, 7)), 0, 0, 0,
        1000 * (8 * LN2 * LN2 - 0.04));
    assertPays(paid("variance-swap", swap, path(100, 100, 100)), 0, 0, -40);
  }

  @Test
  void volatilitySwap() {
    String swap = "initialFixing: 100; strike: 0.25; notional: 100; periods: 12; expiry: 0.3; "
        + "fixings: [0.1, 0.2, 0.3]";
    // The root of 8 (ln 2)^2 is 1.960516.
    assertPays(paid("volatility-swap", swap, TO_AND_FRO), 0, 0, 100 * (Math.sqrt(8) * LN2 - 0.25));
    assertThat(100 * (Math.sqrt(8) * LN2 - 0.25)).isCloseTo(171.0516, within(1e-4));
  }

  @Test
  void corridorVarianceSwap() {
    String swap = "initialFixing: 100; strike: 0.04; lower: 90; upper: 150; notional: 1000; periods: 12; expiry: 0.4; "
        + "fixings: [0.1, 0.2, 0.3, 0.4]";
    // Returns begin at 100, 200, 100, 50: the first and the third count.
    assertPays(paid("corridor-variance-swap", swap, path(200, 100, 50, 80)), 0, 0, 0,
        1000 * (2 * LN2 * LN2 * 12 - 0.04 * 2) / 4);
    assertPays(paid("corridor-variance-swap", swap, path(150, 150, 90, 80)), 0, 0, 0,
        1000 * (12 * Math.pow(Math.log(1.5), 2) - 0.04) / 4);
  }

  @Test
  void gammaSwap() {
    String swap = "initialFixing: 100; strike: 0.04; notional: 1000; periods: 12; expiry: 0.3; "
        + "fixings: [0.1, 0.2, 0.3]";
    // Weights 2 and 1.
    assertPays(paid("gamma-swap", swap, TO_AND_FRO), 0, 0, 1000 * (12 * LN2 * LN2 - 0.04));
  }

  @Test
  void accumulator() {
    String terms = "strike: 95; barrier: 110; fixings: [0.1, 0.2, 0.3, 0.4]";
    assertPays(paid("accumulator", terms, path(100, 90, 110, 120)), 5, -10, 0, 0);
    assertPays(paid("accumulator", terms + "; shares: 3; leverage: 4", path(100, 90, 95, 96)), 15, -60, 0, 3);
  }

  @Test
  void targetRedemption() {
    String terms = "strike: 98; target: 15; fixings: [0.1, 0.2, 0.3, 0.4]";
    double[][] path = path(106, 95, 108, 120);
    assertPays(paid("target-redemption", terms, path), 8, -3, 7, 0);
    assertPays(paid("target-redemption", terms + "; lastGain: full; notional: 2; leverage: 3", path), 16, -18, 20, 0);
    assertPays(paid("target-redemption", terms, path(105, 95, 100, 101)), 7, -3, 2, 3);
    assertPays(paid("target-redemption", terms, path(113, 95, 100, 101)), 15, 0, 0, 0);
  }

  @Test
  void rangeAccrual() {
    String terms = "lower: 45; upper: 56; amount: 10; expiry: 1; fixings: [0.25, 0.5, 0.75, 1]";
    assertPays(paid("range-accrual", terms, path(45, 56, 44, 50)), 0, 0, 0, 7.5);
    assertPays(paid("range-accrual", terms.replace("lower: 45; ", ""), path(45, 57, 4, 50)), 0, 0, 0, 7.5);
  }

  @Test
  void himalaya() {
    String terms = "initialFixings: [100, 50, 10]; nominal: 1000; expiry: 3; observations: [1, 2, 3]; strike: 0.9";
    // 1.2 of the second, 1.1 of the first, 0.8 of the third; their mean is 1.0333.
    assertPays(paid("himalaya", terms, new double[]{110, 60, 11}, new double[]{110, 80, 9}, new double[]{200, 90, 8}),
        0, 0, 1000 * (3.1 / 3 - 0.9));
    String two = "initialFixings: [100, 50]; expiry: 3; observations: [1, 2]";
    assertPays(paid("himalaya", two, new double[]{90, 40}, new double[]{70, 60}, new double[]{1, 1}), 0, 0, 0.05);
    assertPays(paid("himalaya", two, new double[]{90, 40}, new double[]{70, 54}, new double[]{1, 1}), 0, 0, 0);
  }

  @Test
  void rainbow() {
    String terms = "initialFixings: [100, 50, 10]; bestWeight: 0.5; worstWeight: 0.2; otherWeight: 0.3; nominal: 1000; "
        + "strike: 1.05; expiry: 1; option: ";
    // 0.5 * 1.4 + 0.3 * 1.2 + 0.2 * 0.5 = 1.16.
    assertPays(paid("rainbow", terms + "call", new double[]{120, 70, 5}), 110);
    assertPays(paid("rainbow", terms + "put", new double[]{120, 70, 5}), 0);
    // 0.5 * 1 + 0.3 * 0.9 + 0.2 * 0.9 = 0.95.
    assertPays(paid("rainbow", terms + "put", new double[]{90, 50, 9}), 100);
  }

  @Test
  void spread() {
    String terms = "weights: [1, -2]; expiry: 1; option: ";
    assertPays(paid("spread", terms + "call", new double[]{110, 50}), 10);
    assertPays(paid("spread", terms + "call; strike: 5", new double[]{110, 50}), 5);
    assertPays(paid("spread", terms + "put; strike: 15", new double[]{110, 50}), 5);
    assertPays(paid("spread", terms + "put; strike: -5", new double[]{90, 50}), 5);
    assertPays(paid("spread", terms + "call", new double[]{90, 50}), 0);
  }

  /** That the paths above tell: a definition with one place changed pays something else on them. */
  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "knock-in-put | price <= barrier | price < barrier | strike: 100; barrier: 80; expiry: 1; observations: [0.5, 0.75] | 80 95 90",
      "target-redemption | max(target - gains, 0) | target | strike: 98; target: 15; fixings: [0.1, 0.2, 0.3, 0.4] | 106 95 108 120",
      "corridor-variance-swap | previous > lower | price > lower | initialFixing: 100; strike: 0.04; lower: 90; upper: 150; expiry: 0.4; fixings: [0.1, 0.2, 0.3, 0.4] | 200 100 50 80",
      "accumulator | price >= barrier | price > barrier | strike: 95; barrier: 110; fixings: [0.1, 0.2, 0.3, 0.4] | 100 90 110 120",
      "gamma-swap | price / initialFixing | 1 | initialFixing: 100; strike: 0.04; expiry: 0.3; fixings: [0.1, 0.2, 0.3] | 200 100 100"})
  void aPlaceThatIsChangedIsFelt(String product, String place, String changed, String fields, String prices)
      throws IOException {
    String text = resource(product + ".product");
    assertThat(text).contains(place);
    double[][] path = path(Stream.of(prices.split(" ", -1)).mapToDouble(Double::parseDouble).toArray());
    assertThat(paid(ProductDefinition.parse(text.replace(place, changed)), fields, path))
        .isNotEqualTo(paid(product, fields, path));
  }
}
