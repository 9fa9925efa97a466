package io.pathwise.batch.command;

import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Json;
import io.pathwise.batch.input.JsonText;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.input.TradeReader;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Trade;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * One trade and its market: written on the command line field by field, as JSON, or taken from a portfolio. The fields
 * become the same JSON value that a portfolio's line would, so they are read and checked in the same place. Start at
 * {@link #select}.
 */
final class TradeOptions {
  private static final String NAME = "trade";
  private static final String UNNAMED_ASSET = "ASSET";

  @Spec(Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Parameters(arity = "0..1", paramLabel = "TYPE", description = "The product: european, digital, asian, barrier, basket, autocallable, script, or one that `products` lists; its fields follow as options. Instead of TYPE: --trade, or --portfolio and --id.")
  private @Nullable String type;

  @Option(names = "--trade", paramLabel = "JSON", description = "The trade as a line of a portfolio.")
  private @Nullable String json;

  @Option(names = "--portfolio", paramLabel = "FILE", description = "A portfolio that holds the trade.")
  private @Nullable Path portfolio;

  @Option(names = "--id", description = "Which trade of the portfolio.")
  private @Nullable String id;

  @Option(names = "--past-fixings", paramLabel = "FILE", description = "Prices of days that have passed (CSV: asset, date, price).")
  private @Nullable Path pastFixings;

  @Mixin
  private MarketOptions marketOptions = new MarketOptions();

  /**
   * What was chosen.
   *
   * @param trade
   *          the trade
   * @param market
   *          its market
   */
  record Selection(Trade trade, MarketData market) {}

  /** The trade and its market. */
  Selection select() {
    int ways = (type == null ? 0 : 1) + (json == null ? 0 : 1) + (portfolio == null ? 0 : 1);
    if (ways != 1) {
      throw wrong("give the trade in one way: TYPE with its fields, --trade, or --portfolio and --id");
    }
    if (type == null && TradeField.isAnyGiven(command.commandLine().getParseResult())) {
      throw wrong("the fields of a trade (" + TradeField.list() + ") need a TYPE");
    }
    return portfolio == null ? written() : fromPortfolio(portfolio);
  }

  private Selection written() {
    Json.Struct trade;
    try {
      trade = named(json == null
          ? TradeField.trade(String.valueOf(type), command.commandLine().getParseResult())
          : JsonText.parse("--trade", 0, json));
    } catch (InvalidInputException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    MarketData market = marketOptions.market(assets(trade));
    Fixings fixings = fixings();
    try {
      return new Selection(new TradeReader(market, fixings).trade(trade), market);
    } catch (InvalidInputException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private Fixings fixings() {
    return pastFixings == null ? Fixings.NONE : FixingsReader.read(pastFixings);
  }

  /** The trade with an id, and with an asset where the market on the command line leaves only one. */
  private Json.Struct named(Json trade) {
    if (!(trade instanceof Json.Struct struct)) {
      throw new InvalidInputException(trade.location(), "a trade is " + trade.shown() + ", must be an object");
    }
    SequencedMap<String, Json> members = new LinkedHashMap<>(struct.members());
    members.putIfAbsent("id", new Json.Text(struct.location(), NAME));
    if (marketOptions.isOnCommandLine() && !members.containsKey("asset") && !members.containsKey("assets")) {
      members.put("asset", new Json.Text(struct.location(), UNNAMED_ASSET));
    }
    return new Json.Struct(struct.location(), members);
  }

  private static List<String> assets(Json.Struct trade) {
    List<String> ids = new ArrayList<>();
    if (trade.members().get("asset") instanceof Json.Text text) {
      ids.add(text.text());
    }
    if (trade.members().get("assets") instanceof Json.Sequence sequence) {
      for (Json element : sequence.elements()) {
        if (element instanceof Json.Text text) {
          ids.add(text.text());
        }
      }
    }
    return ids.stream().distinct().toList();
  }

  private Selection fromPortfolio(Path file) {
    if (id == null) {
      throw wrong("--portfolio needs --id, the trade to take from it");
    }
    if (marketOptions.isOnCommandLine()) {
      throw wrong("--portfolio needs --market");
    }
    MarketData market = marketOptions.market(List.of());
    try (PortfolioReader reader = PortfolioReader.open(file, market, fixings())) {
      for (var entry = reader.next(); entry != null; entry = reader.next()) {
        if (entry.id().equals(id)) {
          return switch (entry) {
            case PortfolioReader.Entry.Usable usable -> new Selection(usable.trade(), market);
            case PortfolioReader.Entry.Unusable unusable -> throw wrong(unusable.message());
          };
        }
      }
    } catch (IOException e) {
      throw new InvalidInputException(Location.whole(file.toString()), "cannot be read: " + e.getMessage(), e);
    }
    throw wrong("--portfolio " + file + " holds no trade with the id '" + id + "'");
  }

  private ParameterException wrong(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
