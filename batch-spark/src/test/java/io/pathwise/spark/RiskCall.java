package io.pathwise.spark;

import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.risk.Evaluator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A call of {@code pathwise risk} on a few trades of each kind. Start at {@link #run}. */
final class RiskCall {
  private static final Path MARKET = Path.of("../examples/market.json");
  private static final Path SCENARIOS = Path.of("../examples/scenarios.jsonl");

  /** Of every size: without simulation, one step, several steps and assets; and one that cannot be read. */
  private static final String TRADES = """
      {"id":"E","type":"european","asset":"AAPL","option":"call","strike":105,"expiry":1,"quantity":-3}
      {"id":"D","type":"digital","asset":"AAPL","option":"call","strike":105,"expiry":1,"payout":"cash","amount":10}
      {"id":"A","type":"asian","asset":"AAPL","option":"call","average":"arithmetic","strike":100,"expiry":1,"fixings":3}
      {"id":"E2","type":"european","asset":"AAPL","option":"put","strike":95,"expiry":2}
      {"id":"?","type":"european","asset":"nowhere","option":"put","strike":95,"expiry":2}
      {"id":"K","type":"basket","assets":["AAPL","MSFT"],"weights":[1,-1],"aggregate":"weighted-sum","option":"call","strike":60,"expiry":1}
      """;

  private RiskCall() {}

  /**
   * How it ended.
   *
   * @param status
   *          the exit status
   * @param err
   *          what it said
   * @param files
   *          the bytes of results.csv and scenarios.csv as text
   */
  record Result(int status, String err, List<String> files) {}

  static Result run(Path directory, String... more) throws IOException {
    Path out = Files.createTempDirectory(directory, "out");
    Path portfolio = Files.writeString(directory.resolve("portfolio.jsonl"), TRADES);
    String[] call = {"risk", "--portfolio", portfolio.toString(), "--market", MARKET.toString(), "--out",
        out.toString(), "--scenarios", SCENARIOS.toString(), "--measures", "value,delta"};
    StringWriter err = new StringWriter();
    int status = PathwiseCommand.commandLine(Evaluator::open).setErr(new PrintWriter(err))
        .execute(Stream.concat(Stream.of(call), Stream.of(more)).toArray(String[]::new));
    boolean written = Files.exists(out.resolve("results.csv"));
    return new Result(status, err.toString(), written
        ? List.of(Files.readString(out.resolve("results.csv")), Files.readString(out.resolve("scenarios.csv")))
        : List.of());
  }
}
