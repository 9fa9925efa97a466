package io.pathwise.batch.report;

/**
 * A scenario's profit over the portfolio.
 *
 * @param scenario
 *          which
 * @param currency
 *          the id of the curve in whose currency the numbers are
 * @param profit
 *          Σ quantity · change of the value
 * @param standardError
 *          of the sum
 * @param standardErrorBound
 *          the sum of the trades' standard errors: the standard error of the sum is at most this
 * @param taylorTrades
 *          how many trades have all Greeks that an expansion needs
 * @param taylorProfit
 *          the profit of these that the Greeks explain
 * @param unexplainedProfit
 *          the profit of these without what the Greeks explain
 * @param trades
 *          how many were summed
 * @param failed
 *          how many are missing, for lack of a number or because it is beyond 1e150
 */
public record ScenarioTotal(String scenario, String currency, double profit, double standardError,
    double standardErrorBound,
    long taylorTrades, double taylorProfit, double unexplainedProfit, long trades, long failed) {}
