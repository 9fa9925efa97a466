package io.pathwise.batch.risk;

import io.pathwise.batch.input.FixingsReader;
import io.pathwise.batch.input.FixingsTable;
import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.batch.input.MarketReader;
import io.pathwise.batch.input.PortfolioReader;
import io.pathwise.batch.input.Scenario;
import io.pathwise.batch.input.ScenarioReader;
import io.pathwise.batch.log.Event;
import io.pathwise.batch.log.Excerpt;
import io.pathwise.batch.output.ReportingCurrency;
import io.pathwise.batch.request.RiskRequest;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.MarketData;
import java.util.List;
import java.util.Optional;

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
 * @param reporting
 *          in which currency totals are
 * @param limit
 *          what a trade may take
 */
public record RiskInputs(RiskRequest request, MarketData market, List<Scenario> scenarios, Fixings fixings,
    ReportingCurrency reporting, WorkLimit limit) {

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
    return new RiskInputs(request, market, scenarios, fixings, reporting(request, market),
        new WorkLimit(market, request.measures(),
            request.settings(), request.threads(), request.maximumMinutes()));
  }

  private static ReportingCurrency reporting(RiskRequest request, MarketData market) {
    Optional<String> currency = request.reportingCurrency();
    if (currency.isPresent() && !market.curves().containsKey(currency.get())) {
      throw new InvalidInputException(Location.whole(request.market().toString()), "--reporting-currency is "
          + Excerpt.quoted(currency.get()) + ", known curves: " + market.curves().keySet());
    }
    ReportingCurrency reporting = ReportingCurrency.of(currency, market);
    market.assets().values().stream().map(Asset::curve).distinct()
        .filter(own -> currency.isPresent() && !reporting.of(own, market).equals(currency.get()))
        .forEach(own -> Event
            .of("totals-not-converted", "totals in " + own + " stay in " + own + ": " + request.market()
                + " has no exchange rate of " + own + " and " + currency.get())
            .log(System.Logger.Level.WARNING));
    return reporting;
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
