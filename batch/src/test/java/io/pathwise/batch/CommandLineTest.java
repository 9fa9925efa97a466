package io.pathwise.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pathwise.batch.CommandLineRunner.Outcome;
import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.engine.run.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Help, version and wrong use: the options of every command, and the price and explain tables. */
class CommandLineTest {
  private static final String[] CALL = {"--option", "call", "--strike", "105", "--expiry", "1"};

  private static Outcome price(String type, String... more) {
    return CommandLineRunner.run(FakeEngine.factory(), concatenated(new String[]{"price", type}, CALL, more));
  }

  private static String[] concatenated(String[]... parts) {
    return Arrays.stream(parts).flatMap(Arrays::stream).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({"--help", "risk --help", "var --help", "explain-pnl --help", "price --help", "explain --help",
      "devices --help", "gpu-check --help"})
  void helpGoesToStdout(String call) {
    Outcome outcome = CommandLineRunner.run(call.split(" ", -1));
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).startsWith("Usage: pathwise");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void versionNamesTheProgram() {
    Outcome outcome = CommandLineRunner.run("--version");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).startsWith("pathwise ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "                                       | subcommand is missing: risk, var, explain-pnl, hedge, price, explain, calibrate, cache, lab, products, devices, gpu-check",
      "--no-such-option                       | --no-such-option",
      "risk                                   | Missing required options: '--market=FILE', '--portfolio=FILE', '--out=DIR'",
      "risk --portfolio p --market m --out o --paths 0 | '--paths': '0' must be a whole number of at least 1",
      "risk --portfolio p --market m --out o --paths 2.5 | '--paths': '2.5' must be a whole number of at least 1",
      "risk --portfolio p --market m --out o --threads 0 | '--threads': '0' must be a whole number of at least 1",
      "risk --portfolio p --market m --out o --target-error -1 | '-1' must be a positive number such as 0.01",
      "risk --portfolio p --market m --out o --target-error 1%,2% | '1%,2%' must be a positive number",
      "risk --portfolio p --market m --out o --target-error 1% --paths 5 | --paths and --target-error exclude each other",
      "risk --portfolio p --market m --out o --max-paths 5 | --max-paths needs --target-error",
      "risk --portfolio p --market m --out o --measures delta,vegga | unknown measure 'vegga', allowed: all, value, bound,",
      "risk --portfolio p --market m --out o --estimator delta=magic | unknown estimator 'magic', allowed: pathwise-tangent,",
      "risk --portfolio p --market m --out o --estimator ultima=bump | unknown measure 'ultima', allowed: value,",
      "risk --portfolio p --market m --out o --backend abacus | backend is 'abacus', allowed: auto, llvm, cpu, cuda, reference",
      "risk --portfolio p --market m --out o --sampler dice | --sampler is 'dice', allowed: philox, sobol",
      "risk --portfolio p --market m --out o --randomisations 64 | --randomisations needs --sampler sobol",
      "risk --portfolio p --market m --out o --sampler sobol --randomisations 8 | the number of randomisations is 8, must be from 32",
      "risk --portfolio p --market m --out o --sampler sobol --stratified | strata are for independent points",
      "risk --portfolio p --market m --out o --ordering sorted | --ordering is 'sorted', allowed: steps, bridge, pca",
      "risk --portfolio p --market m --out o --seed x | '--seed'",
      "risk --portfolio p --market m --out o --control-variates maybe | '--control-variates': the option is 'maybe', allowed: on, off",
      "price                                  | give the trade in one way",
      "price european --trade {}              | give the trade in one way",
      "price --trade {} --strike 5            | the fields of a trade (--asset,",
      "price --portfolio p --market m         | --portfolio needs --id",
      "price --portfolio p --id x             | --portfolio needs --market",
      "price swap --spot 1 --vol 0            | type is 'swap', allowed: european, digital, asian, barrier, basket",
      "price european                         | the market is missing: give --market, or --spot and --vol",
      "price european --spot 1 --market m     | --market and --spot, --vol, --dividend, --rate, --correlation exclude",
      "price european --spot -1 --vol 0.2     | spot of asset ASSET is -1, must be a finite number > 0",
      "price european --spot 1,2 --vol 0.2    | --spot gives 2 numbers for 1 assets",
      "price european --spot 1 --vol 0.2      | european: expiry is missing",
      "price --trade {'type':1} --spot 1 --vol 0.2 | --trade:1:9: type is 1, must be a string"})
  void wrongUseSaysWhatIsAllowed(String call, String message) {
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(),
        call == null ? new String[0] : call.replace('\'', '"').split(" ", -1));
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
      "european --strike abc --expiry 1 | --strike: strike is 'abc', must be a number",
      "european --strike -1 --expiry 1 | --strike: strike is -1, must be a finite number >= 0",
      "european --strike 1 --expiry 1 --barrier 3 | --barrier: unknown field 'barrier', allowed: id, type, quantity,",
      "european --strike 1 --expiry 2026-02-30 | --expiry: expiry is '2026-02-30', must be an ISO date such as 2027-11-20 or a number of years",
      "european --strike 1 --expiry -1 | --expiry: expiry is '-1', which is in the past",
      "european --strike 1 --expiry 1 --steps 0 | --steps: steps is 0, must be a whole number from 1",
      "asian --strike 1 --expiry 1 --average mean --fixings 3 | --average: average is 'mean', allowed: arithmetic, geom",
      "asian --strike 1 --expiry 1 --average geometric --fixings 0.5,2 | fixings contain 2, must be times from 0 to the",
      "basket --strike 1 --expiry 1 --assets A,A --weights 1,1 --aggregate best-of | assets names A twice"})
  void wrongFieldsOfATradeNameTheOption(String call, String message) {
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(),
        concatenated(new String[]{"price", "--spot", "100", "--vol", "0.2", "--option", "call"}, call.split(" ", -1)));
    assertThat(outcome.err()).contains(message);
    assertThat(outcome.status()).isEqualTo(2);
  }

  @Test
  void priceIsATableWithAsManyDigitsAsTheErrorLeavesAMeaning() {
    Outcome outcome = price("european", "--spot", "100", "--vol", "0.2", "--quantity", "-3");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEqualTo("""
        measure  factor       value  standard error  unit           estimator  why
        delta    ASSET.spot   -6.00            0.75  per 1 of spot  exact      because
        value                -315.0             1.5  currency       exact      because

        1024 paths, seed 1, backend fake, 0.13 s
        """);
  }

  /** Of one call at spot 100, vol 0.2: the gamma 0.0188 is the change of delta by 1 % of the spot, per 1 of it. */
  @Test
  void priceIsInTheUnitsAskedFor() {
    List<String> raw = simulatedIn("raw").out().lines().toList();
    List<String> desk = simulatedIn("desk").out().lines().toList();
    Map<String, Double> factors = Map.of("delta", 1.0, "gamma", 1.0, "vega", 0.01, "theta", 1.0 / 365, "rho", 1e-4);
    Map<String, String> units = Map.of("delta", "per 1 of spot", "gamma", "per 1 of spot and 1 % of spot", "vega",
        "per vol point", "theta", "per day", "rho", "per basis point");
    for (int row = 1; row <= factors.size(); row++) {
      String measure = raw.get(row).split(" ", 2)[0];
      assertThat(number(desk.get(row))).as(measure).isCloseTo(number(raw.get(row)) * factors.getOrDefault(measure, 0.0),
          within(1e-9));
      assertThat(desk.get(row)).contains(" " + units.get(measure) + " ");
    }
    Outcome wrong = simulatedIn("bank");
    assertThat(wrong.status()).isEqualTo(2);
    assertThat(wrong.err()).contains("units is 'bank', allowed: raw, desk");
  }

  private static Outcome simulatedIn(String units) {
    return CommandLineRunner.run(concatenated(new String[]{"price", "european", "--spot", "100", "--vol", "0.2",
        "--paths", "512", "--measures", "delta,gamma,vega,theta,rho", "--units", units}, CALL));
  }

  /** The first number of a row of the table. */
  private static double number(String row) {
    return Stream.of(row.split(" +", -1)).filter(word -> word.matches("-?[0-9.]+")).mapToDouble(Double::parseDouble)
        .findFirst().orElseThrow();
  }

  @Test
  void aFailedNumberIsSaidSoAndChangesTheStatus() {
    Outcome outcome = price("european", "--spot", "100", "--vol", "0.2", "--measures", "gamma");
    assertThat(outcome.status()).isEqualTo(3);
    assertThat(outcome.out()).contains("failed", "no estimator,");
  }

  @Test
  void basketOnTheCommandLineTakesOneNumberForAllAssetsOrOneForEach() {
    Outcome outcome = price("basket", "--assets", "A,B", "--weights", "1,-1", "--aggregate", "best-of", "--spot", "1,2",
        "--vol", "0.3", "--correlation", "0.5");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("A.spot", "B.spot");
  }

  @Test
  void autocallableOnTheCommandLine() {
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), "price", "autocallable", "--assets", "A,B",
        "--initial-fixings", "100,50", "--nominal", "1000", "--coupon", "25", "--coupon-barrier", "0.7",
        "--autocall-barrier", "1", "--first-autocall", "2", "--protection-barrier", "0.7", "--observations", "8",
        "--discounting", "false", "--expiry", "2", "--spot", "100,50", "--vol", "0.3", "--measures", "delta");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("A.spot", "B.spot");
  }

  @Test
  void tradeMayBeJson() {
    Outcome outcome = CommandLineRunner.run(FakeEngine.factory(), "price", "--spot", "1", "--vol", "0", "--trade", """
        {"type":"digital","asset":"Z","option":"put","payout":"cash","strike":7,"expiry":1}""");
    assertThat(outcome.out()).contains("Z.spot", "7.0");
  }

  @Test
  void explainPrintsProgramsOnlyWhenAsked() {
    String[] call = concatenated(new String[]{"explain", "european", "--spot", "1", "--vol", "0.1"}, CALL);
    String text = """
        At IN A YEAR:
          pay ASSET - 105, at least 0

        measure  factor  estimator  payoff is  operations per path  why
        value            mean       C1                           7  mean of the payoff
        """;
    assertThat(explained(call)).isEqualTo(text);
    assertThat(explained(concatenated(call, new String[]{"--program"}))).isEqualTo(text + "\n# value\nprogram text\n");
  }

  /** Without a market it is of today, whose date tests do not know. */
  private static String explained(String... call) {
    return CommandLineRunner.run(FakeEngine.factory(), call).out().replaceFirst("\\d{4}-\\d\\d-\\d\\d", "IN A YEAR");
  }

  @Test
  void devicesTellWhatIsThereAndWhatIsNot() {
    Outcome outcome = CommandLineRunner.run("devices");
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).containsPattern("cpu +yes +bytecode").containsPattern("cuda +no ")
        .containsPattern("llvm +(yes +machine code for \\S+|no +\\S+)").containsPattern("\\d+ processor");
  }

  /** On a machine with a GPU the commands do their work, which is not for this test. */
  @Test
  void withoutAGpuTheReasonIsSaidAndTheStatusIsFive() {
    assumeTrue(BackendChoice.installed().stream().allMatch(backend -> backend.devices().isEmpty()));
    for (String[] command : List.of(new String[]{"gpu-check", "--bench"},
        concatenated(new String[]{"price", "european", "--spot", "1", "--vol", "0.1", "--backend", "cuda"}, CALL))) {
      Outcome outcome = CommandLineRunner.run(command);
      assertThat(outcome.status()).isEqualTo(5);
      assertThat(outcome.out()).isEmpty();
      assertThat(outcome.err()).startsWith("pathwise " + command[0] + ": backend 'cuda' is not available: ")
          .containsPattern("use --backend (llvm|cpu), which gives the same numbers\n$").hasLineCount(1);
    }
    assertThat(BackendChoice.AUTO.find().use()).isEqualTo(Backend.Use.PROCESSOR);
  }

  @Test
  void internalErrorIsShortUnlessTheTraceIsAskedFor() {
    String[] call = concatenated(new String[]{"price", "european", "--spot", "1", "--vol", "0.1"}, CALL);
    Outcome brief = CommandLineRunner.run(FakeEngine.factory(CommandLineTest::fail), call);
    assertThat(brief.status()).isEqualTo(1);
    assertThat(brief.err()).isEqualTo(
        "pathwise price: internal error: java.lang.IllegalStateException: broken (--stacktrace shows where)\n");
    Outcome traced = CommandLineRunner.run(FakeEngine.factory(CommandLineTest::fail),
        concatenated(call, new String[]{"--stacktrace"}));
    assertThat(traced.status()).isEqualTo(1);
    assertThat(traced.err()).contains("\tat io.pathwise.batch");
  }

  private static void fail(Object product) {
    throw new IllegalStateException("broken");
  }
}
