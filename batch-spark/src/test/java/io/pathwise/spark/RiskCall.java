package io.pathwise.spark;

import io.pathwise.batch.command.PathwiseCommand;
import io.pathwise.batch.evaluation.Evaluator;
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

  private static final String SCENARIO = """
      {"id":"up","shifts":[{"type":"spot","asset":"AAPL","relative":0.1}]}
      """;

  /** One that needs few operations. */
  static final String ONE = """
      {"id":"D","type":"digital","asset":"AAPL","option":"call","strike":105,"expiry":1,"payout":"cash","amount":10}
      """;

  /** Of one and several steps and assets; and one that cannot be read. */
  static final String SOME = """
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

  static Result run(Path directory, String trades, String... more) throws IOException {
    Path out = Files.createTempDirectory(directory, "out");
    Path portfolio = Files.writeString(directory.resolve("portfolio.jsonl"), trades);
    Path scenarios = Files.writeString(directory.resolve("scenarios.jsonl"), SCENARIO);
    String[] call = {"risk", "--portfolio", portfolio.toString(), "--market", MARKET.toString(), "--out",
        out.toString(), "--scenarios", scenarios.toString(), "--measures", "value,delta"};
    StringWriter err = new StringWriter();
    int status = PathwiseCommand.commandLine(Evaluator::open).setErr(new PrintWriter(err))
        .execute(Stream.concat(Stream.of(call), Stream.of(more)).toArray(String[]::new));
    boolean written = Files.exists(out.resolve("results.csv"));
    return new Result(status, err.toString(), written
        ? List.of(Files.readString(out.resolve("results.csv")), Files.readString(out.resolve("scenarios.csv")))
        : List.of());
  }
}
