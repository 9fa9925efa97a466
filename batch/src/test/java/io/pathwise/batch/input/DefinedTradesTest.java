package io.pathwise.batch.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pathwise.batch.CommandLineRunner;
import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.definition.ProductDefinition;
import io.pathwise.pricing.definition.ProductDefinitions;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trades of products with definitions: JSON, tables and the command line say the same, what is wrong is said with its
 * place, its field and what is allowed, and nothing that stands in a field brings the reader down.
 */
class DefinedTradesTest {

  private static final Path EXAMPLES = Path.of("../examples/products.jsonl");
  private static final Path DECISIONS = Path.of("../examples/exercise.jsonl");
  private static final Path DESK = Path.of("../examples/desk.jsonl");
  private static final MarketData MARKET = MarketReader.read(Path.of("../examples/market.json"));

  @TempDir
  private Path directory;

  /** All trades of a portfolio. */
  private static List<Trade> trades(Path file) throws IOException {
    return trades(file, MARKET);
  }

  private static List<Trade> trades(Path file, MarketData market) throws IOException {
    List<Trade> trades = new ArrayList<>();
    try (PortfolioReader reader = PortfolioReader.open(file, market, Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        switch (entry) {
          case PortfolioReader.Entry.Usable(Trade trade, Location _) -> trades.add(trade);
          case PortfolioReader.Entry.Unusable(String _, String message) -> throw new AssertionError(message);
        }
      }
    }
    return trades;
  }

  private static List<Json.Struct> examples() throws IOException {
    return examples(EXAMPLES);
  }

  private static List<Json.Struct> examples(Path file) throws IOException {
    List<Json.Struct> examples = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      examples.add((Json.Struct) JsonText.parse("p", 0, line));
    }
    return examples;
  }

  private static Json member(Json.Struct trade, String name) {
    return Objects.requireNonNull(trade.members().get(name), name);
  }

  /** As it is written in a cell or on a command line. */
  private static String plain(Json json, String separator) {
    return switch (json) {
      case Json.Text text -> text.text();
      case Json.Numeral numeral -> numeral.text();
      case Json.Word word -> word.text();
      case Json.Sequence sequence -> sequence.elements().stream().map(element -> plain(element, separator))
          .collect(Collectors.joining(separator));
      case Json.Struct struct -> throw new AssertionError(struct);
    };
  }

  @Test
  void everyProductHasAnExample() throws IOException {
    assertThat(trades(EXAMPLES)).allSatisfy(trade -> assertThat(trade.product()).isInstanceOf(Scripted.class));
    Set<String> types = Stream.concat(examples().stream(), examples(DECISIONS).stream())
        .map(trade -> plain(member(trade, "type"), ""))
        .collect(Collectors.toSet());
    assertThat(types).containsAll(ProductDefinitions.all().stream().map(ProductDefinition::name).toList());
  }

  @Test
  void tablesSayTheSame() throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    examples().forEach(trade -> columns.addAll(trade.members().keySet()));
    List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
    for (Json.Struct trade : examples()) {
      lines.add(columns.stream().map(column -> trade.members().containsKey(column)
          ? plain(member(trade, column), ";")
          : "").collect(Collectors.joining(",")));
    }
    Path table = Files.write(directory.resolve("products.csv"), lines);
    assertThat(trades(table)).isEqualTo(trades(EXAMPLES));
  }

  /** Some of them, for a call simulates. */
  @Test
  void theCommandLineSaysTheSame() throws IOException {
    for (Json.Struct trade : examples()) {
      String id = plain(member(trade, "id"), "");
      if (!Set.of("memory-note", "window-barrier", "forward-start", "spread", "accumulator", "lookback").contains(id)) {
        continue;
      }
      List<String> call = new ArrayList<>(List.of("price", plain(member(trade, "type"), "")));
      trade.members().forEach((field, json) -> {
        if (!field.equals("id") && !field.equals("type")) {
          call.add("--" + field.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT) + "=" + plain(json, ","));
        }
      });
      List<String> settings = List.of("--market", "../examples/market.json", "--paths", "256", "--policy",
          "structural", "--measures", "value", "--backend", "cpu");
      call.addAll(settings);
      var options = CommandLineRunner.run(call.toArray(String[]::new));
      assertThat(options.status()).as("%s: %s", call, options.err()).isZero();
      List<String> portfolio = new ArrayList<>(List.of("price", "--portfolio", EXAMPLES.toString(), "--id", id));
      portfolio.addAll(settings);
      var line = CommandLineRunner.run(portfolio.toArray(String[]::new));
      assertThat(line.status()).as(line.err()).isZero();
      assertThat(value(options.out())).as(id).isEqualTo(value(line.out()));
    }
  }

  private static String value(String table) {
    return table.lines().filter(line -> line.startsWith("value")).findFirst().orElseThrow();
  }

  @Test
  void tradesTravelAsBytes() throws IOException {
    RecordCodec<Trade> codec = RecordCodec.of(Trade.class);
    List<Trade> all = new ArrayList<>(trades(EXAMPLES));
    all.addAll(trades(DECISIONS));
    all.addAll(trades(DESK, MarketReader.read(Path.of("../examples/desk.json"))));
    for (Trade trade : all) {
      assertThat(codec.fromBytes(codec.toBytes(trade))).isEqualTo(trade);
    }
    Scripted living = (Scripted) read(LIVING).product();
    assertThat(living.states()).isNotEmpty();
    RecordCodec<Scripted> scripted = RecordCodec.of(Scripted.class);
    assertThat(scripted.fromBytes(scripted.toBytes(living))).isEqualTo(living);
  }

  /** What was alive on its last date is exercised where that pays; without a fixing of the day nobody knows. */
  @Test
  void onTheLastDateIsDoneWhatIsBest() {
    String option = "{'id':'1','type':'american','asset':'AAPL','option':'call','strike':90,'expiry':'2026-11-20',"
        + "'exercises':['2026-11-20'],'pastFixings':[{'date':'2026-11-20','price':%s}]}";
    assertThat(read(option.formatted(112)).product()).isEqualTo(Payments.of(List.of("AAPL"), 0, 22));
    assertThat(read(option.formatted(80)).product()).isEqualTo(Payments.none(List.of("AAPL")));
    String note = "{'id':'1','type':'puttable-note','asset':'AAPL','initialFixing':100,'nominal':100,'cap':1.2,"
        + "'putPrice':96,'expiry':'2026-11-20','puts':['2026-11-20'],'pastFixings':[{'date':'2026-11-20','price':%s}]}";
    assertThat(read(note.formatted(50)).product()).isEqualTo(Payments.of(List.of("AAPL"), 0, 96));
    assertThat(read(note.formatted(130)).product()).isEqualTo(Payments.of(List.of("AAPL"), 0, 120));
    assertThatThrownBy(() -> read(option.replace(",'pastFixings':[{'date':'2026-11-20','price':%s}]", "")))
        .hasMessageContaining("the fixing of AAPL on 2026-11-20 is missing");
    assertThatThrownBy(() -> read("{'id':'1','type':'american','asset':'AAPL','option':'call','strike':90,'expiry':1,"
        + "'exercises':[0.5,2]}")).hasMessageContaining("exercises contains 2.0, must be times up to the expiry 1.0");
  }

  private static Trade read(String text) {
    return new TradeReader(MARKET).trade(JsonText.parse("p.jsonl", 0, text.replace('\'', '"')));
  }

  private static final String NOTE = "{'id':'1','type':'memory-autocallable','assets':['AAPL','MSFT'],"
      + "'initialFixings':[100,50],'nominal':100,'coupon':2,'couponBarrier':0.7,'autocallBarrier':[1,0.9],"
      + "'protectionBarrier':0.6,'expiry':2,'observations':2}";

  private static final String LIVING = "{'id':'1','type':'knock-in-put','asset':'AAPL','strike':100,'barrier':80,"
      + "'start':'2026-05-20','expiry':'2027-05-20','observations':'every 3 months','pastFixings':["
      + "{'date':'2026-08-20','price':79},{'date':'2026-11-20','price':104}]}";

  @Test
  void aLivingTradeGoesOnFromItsFixings() {
    Scripted put = (Scripted) read(LIVING).product();
    assertThat(put.states()).containsExactly(1.0);
    assertThat(put.observationTimes()).containsExactly(92 / 365.0, 181 / 365.0);
    assertThat(((Scripted) read(LIVING.replace("79", "81")).product()).states()).containsExactly(0.0);
    assertThat(((Scripted) read(LIVING.replace("'every 3 months'", "4").replace("08-20", "08-19")
        .replace("11-20", "11-19")).product()).observationTimes()).containsExactly(90 / 365.0, 181 / 365.0);
    // On the second of its days the price is above the barrier of 80.
    assertThat(read(LIVING.replace("knock-in-put", "accumulator").replace("'expiry':'2027-05-20',", "")
        .replace("'observations':'every 3 months'", "'fixings':['2026-08-20','2026-11-20','2027-05-20']")).remark())
        .isEqualTo("ended on 2026-11-20");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "'nominal':100            | 'nominal':0           | nominal is 0, must be a finite number > 0",
      "'nominal':100            | 'nominal':'much'      | nominal is 'much', must be a number",
      "'nominal':100,           | ~~                    | nominal is missing",
      "'coupon':2               | 'coupon':-1           | coupon is -1, must be a finite number >= 0",
      "[100,50]                 | [100]                 | initialFixings has 1 numbers, must have one for each of the 2 assets",
      "[100,50]                 | [100,0]               | initialFixings[1] is 0, must be a finite number > 0",
      "[100,50]                 | 100                   | initialFixings is 100, must be an array",
      "[1,0.9]                  | [1,0.9,0.8]           | 'autocallBarrier' has 3 numbers for 2 times",
      "[1,0.9]                  | ['x',0.9]             | autocallBarrier[0] is 'x', must be a number",
      "[1,0.9]                  | []                    | autocallBarrier",
      "'expiry':2               | 'expiry':'soon'       | expiry is 'soon', must be an ISO date such as 2027-11-20 or a number of years",
      "'expiry':2               | 'expiry':0            | expiry: 0.0 is no time after the start 2026-11-20",
      "'expiry':2               | 'expiry':'2026-11-20' | times in years, counts and periods begin anew every day",
      "'expiry':2               | 'expiry':[2]          | expiry is an array, must be an ISO date such as 2027-11-20 or a number of years",
      "'observations':2         | 'observations':'every 3 moons' | observations is 'every 3 moons', must be a number of dates, a period such as",
      "'observations':2         | 'observations':'every 5 years' | observations is 'every 5 years', which needs an expiry that is a date, not 2",
      "'expiry':2,'observations':2 | 'expiry':'2028-11-20','observations':'every 5 years' | 'autocallBarrier' has 2 numbers for 1 times",
      "'expiry':2               | 'expiry':1e5          | expiry: 100000.0 is more than 10000 years after the start",
      "'observations':2         | 'observations':[1,1.0001],'start':'2026-08-01' | a schedule has the times 1 and 1.0001, which are the same day",
      "'observations':2         | 'observations':0      | observations is 0, must be a whole number from 1",
      "'observations':2         | 'observations':99999  | observations is 99999, must be a whole number from 1 to 10000",
      "'observations':2         | 'observations':[2,1]  | observations: times must increase, but 1.0 follows a later or equal one",
      "'observations':2         | 'observations':[]     | observations",
      "'observations':2         | 'observations':[0.5,'x'] | observations[1] is 'x', must be an ISO date",
      "'observations':2         | 'observations':2,'firstAutocall':1.5 | firstAutocall is 1.5, must be a whole number from 1",
      "'observations':2         | 'observations':2,'steps':0 | steps is 0, must be a whole number from 1",
      "'observations':2         | 'observations':2,'firstautocall':1 | unknown field 'firstautocall' (did you mean 'firstAutocall'?)",
      "'observations':2         | 'observations':2,'strike':1 | unknown field 'strike'",
      "memory-autocallable      | memory-autocalable    | type is 'memory-autocalable' (did you mean 'memory-autocallable'?), allowed: european",
      "'assets':['AAPL','MSFT'] | 'asset':'AAPL'        | unknown field 'asset' (did you mean 'assets'?)",
      "'assets':['AAPL','MSFT'] | 'assets':['AAPL','SAP'] | assets of one product must share one curve",
      "'expiry':2               | 'expiry':2,'start':'2026-12-01' | start is 2026-12-01, must not be after the valuation date 2026-11-20",
      "'expiry':2               | 'expiry':2,'pastFixings':[] | times in years, counts and periods begin anew every day"})
  void whatIsWrongIsSaidWithItsPlace(String piece, String replacement, String message) {
    assertThat(NOTE).contains(piece);
    assertThatThrownBy(() -> read(NOTE.replace(piece, replacement == null ? "" : replacement)))
        .isInstanceOf(InvalidInputException.class).hasMessageContaining(message).hasMessageStartingWith("p.jsonl:1:");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "{'id':'1','type':'spread','assets':['AAPL','MSFT'],'option':'up','weights':[1,1],'expiry':1} | option is 'up', must be one of: call, put",
      "{'id':'1','type':'window-barrier','asset':'AAPL','option':'call','strike':1,'barrier':2,'kind':'out','expiry':1,'window':[1]} | kind is 'out', must be one of: up-and-out, up-and-in, down-and-out, down-and-in",
      "{'id':'1','type':'accumulator','asset':'AAPL','strike':95,'barrier':110,'fixings':4} | fixings is 4, must be an array of dates and years",
      "{'id':'1','type':'accumulator','asset':'AAPL','strike':95,'barrier':110,'fixings':'every 2 weeks'} | fixings is 'every 2 weeks', must be an array of dates and years",
      "{'id':'1','type':'knock-in-put','asset':'AAPL','strike':95,'barrier':80,'observations':4} | expiry is missing",
      "{'id':'1','type':'forward-start','asset':'AAPL','option':'call','strikeDate':'x','expiry':1} | strikeDate is 'x', must be an ISO date"})
  void whatIsWrongWithOtherProductsIsSaid(String trade, String message) {
    assertThatThrownBy(() -> read(trade)).isInstanceOf(InvalidInputException.class).hasMessageContaining(message);
  }

  /** In a table the place is the line and the column. */
  @Test
  void aTableNamesLineAndColumn() throws IOException {
    Path table = Files.write(directory.resolve("p.csv"), List.of("id,type,asset,strike,barrier,expiry,observations",
        "1,knock-in-put,AAPL,100,80,1,4", "2,knock-in-put,AAPL,100,low,1,4"));
    List<String> messages = new ArrayList<>();
    try (PortfolioReader reader = PortfolioReader.open(table, MARKET, Fixings.NONE)) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        if (entry instanceof PortfolioReader.Entry.Unusable(String _, String message)) {
          messages.add(message);
        }
      }
    }
    assertThat(messages).hasSize(1).first().asString().contains("p.csv:3:barrier: barrier is 'low', must be a number");
  }

  /** Texts that would be script if a field let them through, and what readers stumble over. */
  private static final List<String> HOSTILE = List.of("'1 per asset'", "'1\\nat 1 { pay 1e9 }'", "'[1, 2] per time'",
      "'every 3 months until 2030-01-01'", "'0) }'", "1e308", "-1e308", "1e-320", "-0", "0", "true", "null", "{}", "[]",
      "[[]]", "[1,[2]]", "[null]", "''", "'\\u0000'", "'#'", "'9999-12-31'", "'0000-01-01'", "'2027-02-30'",
      "'every 0 days'", "'every 99999 years'", "'every 1 days'", "10000", "2147483648", "[1e-300,1e300]",
      "['2027-11-20','2027-11-20']", "['2027-11-20',1]", "'call'", "'NaN'", "'Infinity'", "'1e5'", "{'a':1}");

  @Test
  void aHostileFieldIsReadOrRefused() throws IOException {
    Random random = new Random(5);
    int refused = 0;
    int read = 0;
    for (Json.Struct example : examples()) {
      Map<String, String> fields = new LinkedHashMap<>();
      example.members().forEach((field, json) -> fields.put(field, written(json)));
      fields.put("start", "null");
      fields.put("pastFixings", "null");
      for (String field : fields.keySet()) {
        for (String hostile : HOSTILE) {
          Map<String, String> changed = new LinkedHashMap<>(fields);
          changed.remove("start");
          changed.remove("pastFixings");
          changed.put(field, hostile);
          if (random.nextInt(4) == 0) {
            changed.put("start", "'2026-08-20'");
          }
          String text = changed.entrySet().stream().map(entry -> "'" + entry.getKey() + "':" + entry.getValue())
              .collect(Collectors.joining(",", "{", "}"));
          try {
            read(text);
            read++;
          } catch (InvalidInputException e) {
            assertThat(e.getMessage()).as(text).startsWith("p.jsonl:1:").hasSizeLessThan(4000);
            refused++;
          } catch (RuntimeException e) {
            throw new AssertionError(text, e);
          }
        }
      }
    }
    assertThat(refused).isGreaterThan(1000);
    assertThat(read).isGreaterThan(100);
  }

  private static String written(Json json) {
    return switch (json) {
      case Json.Text text -> "'" + text.text() + "'";
      case Json.Numeral numeral -> numeral.text();
      case Json.Word word -> word.text();
      case Json.Sequence sequence -> sequence.elements().stream().map(DefinedTradesTest::written)
          .collect(Collectors.joining(",", "[", "]"));
      case Json.Struct struct -> throw new AssertionError(struct);
    };
  }
}
