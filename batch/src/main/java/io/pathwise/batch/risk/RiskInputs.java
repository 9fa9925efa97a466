package io.pathwise.batch.risk;

import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.FixingsTable;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.input.ScenarioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.MarketData;
import java.util.List;

/**
 * The inputs of a run that are read before its first trade. Start at {@link #read}.
 *
 * @param request
 *          what is asked for
 * @param market
 *          the market
 * @param scenarios
 *          changes of it
 * @param fixings
 *          prices of days that have passed
 * @param limit
 *          what a trade may take
 */
public record RiskInputs(RiskRequest request, MarketData market, List<Scenario> scenarios, Fixings fixings,
    WorkLimit limit) {

  /** Copies the list. */
  public RiskInputs {
    scenarios = List.copyOf(scenarios);
  }

  /**
   * Reads everything but the portfolio. The log tells which fixings cannot be used.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when any of it cannot be read
   */
  public static RiskInputs read(RiskRequest request) {
    MarketData market = MarketReader.read(request.market());
    List<Scenario> scenarios = request.scenarios().map(file -> ScenarioReader.read(file, market)).orElse(List.of());
    Fixings fixings = Fixings.NONE;
    if (request.fixings().isPresent()) {
      FixingsTable table = FixingsReader.read(request.fixings().get());
      table.problems().forEach(problem -> Event.of("fixing-unusable", "left out: " + problem)
          .log(System.Logger.Level.WARNING));
      fixings = table;
    }
    return new RiskInputs(request, market, scenarios, fixings, new WorkLimit(market, request.measures(),
        request.settings(), request.threads(), request.maximumMinutes()));
  }

  /**
   * Opens the portfolio.
   *
   * @throws io.pathwise.batch.input.InvalidInputException
   *           when there is no such file or it cannot be read
   */
  public PortfolioReader openPortfolio() {
    return PortfolioReader.open(request.portfolio(), market, fixings, limit);
  }
}
