package io.pathwise.batch.command;

import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.UnlikelyQuotes;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.ZeroCurve;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The market of one trade: a file, or a few numbers on the command line. Start at {@link #market}. */
final class MarketOptions {
  private static final String CURVE = "RATE";

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(names = "--market", paramLabel = "FILE", description = "The market (JSON, or a table *.csv). Without it:")
  private @Nullable Path file;

  @Option(names = "--spot", split = ",", paramLabel = "X", description = "  price of the asset today, or of each asset;")
  private double @Nullable [] spots;

  @Option(names = "--vol", split = ",", paramLabel = "X", description = "  its Black volatility (0.2), or of each asset;")
  private double @Nullable [] vols;

  @Option(names = "--dividend", split = ",", paramLabel = "X", description = "  its dividend yield, or of each asset (default: 0);")
  private double[] dividends = {0};

  @Option(names = "--rate", paramLabel = "X", defaultValue = "0", description = "  the zero rate (default: ${DEFAULT-VALUE});")
  private double rate;

  @Option(names = "--correlation", paramLabel = "X", defaultValue = "0", description = "  the correlation of any two assets (default: ${DEFAULT-VALUE}).")
  private double correlation;

  /** Whether the numbers on the command line make the market. */
  boolean isOnCommandLine() {
    return file == null;
  }

  /**
   * The market.
   *
   * @param assets
   *          the ids of the trade's assets, for which the numbers on the command line are meant
   */
  MarketData market(List<String> assets) {
    boolean numbers = command.commandLine().getParseResult().matchedOptions().stream()
        .anyMatch(option -> List.of("--spot", "--vol", "--dividend", "--rate", "--correlation")
            .contains(option.longestName()));
    if (file != null) {
      if (numbers) {
        throw wrong("--market and --spot, --vol, --dividend, --rate, --correlation exclude each other");
      }
      return MarketReader.read(file);
    }
    if (spots == null || vols == null) {
      throw wrong("the market is missing: give --market, or --spot and --vol");
    }
    try {
      return market(assets, each("--spot", spots, assets), each("--vol", vols, assets),
          each("--dividend", dividends, assets));
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private MarketData market(List<String> ids, double[] spot, double[] vol, double[] dividend) {
    List<Asset> assets = new ArrayList<>();
    UnlikelyQuotes unlikely = new UnlikelyQuotes();
    unlikely.rate("--rate", rate);
    for (int i = 0; i < ids.size(); i++) {
      unlikely.vol("--vol", vol[i]);
      unlikely.rate("--dividend", dividend[i]);
      assets.add(Asset.blackScholes(ids.get(i), CURVE, spot[i], dividend[i], vol[i]));
    }
    MarketData market = MarketData.of(LocalDate.now(ZoneId.systemDefault()), List.of(ZeroCurve.flat(CURVE, rate)),
        assets, Correlations.uniform(ids, correlation));
    unlikely.warn("");
    return market;
  }

  /** One number serves all assets. */
  private double[] each(String option, double[] numbers, List<String> assets) {
    if (numbers.length == 1) {
      double[] all = new double[assets.size()];
      Arrays.fill(all, numbers[0]);
      return all;
    }
    if (numbers.length != assets.size()) {
      throw wrong(option + " gives " + numbers.length + " numbers for " + assets.size() + " assets, 1 or "
          + assets.size() + " are needed");
    }
    return numbers;
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
