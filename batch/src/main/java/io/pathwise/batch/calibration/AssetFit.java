package io.pathwise.batch.calibration;

import io.pathwise.batch.input.QuotesReader;
import io.pathwise.batch.output.TextTable;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.calibration.Fit;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The fit of one asset, in words. Start at {@link #text}.
 *
 * @param asset
 *          its id
 * @param quotes
 *          of the file, in its order
 * @param fit
 *          what was found
 * @param noVega
 *          why vegas by the quotes are not known; empty where they are
 * @param seconds
 *          what it took
 */
record AssetFit(String asset, List<QuotesReader.Quote> quotes, Fit fit, Optional<String> noVega, double seconds) {

  private static final double POINT = 0.01;
  private static final MathContext SIX = new MathContext(6);

  /**
   * A quote and what the model makes of it.
   *
   * @param expiry
   *          as it is written in the file
   * @param strike
   *          likewise
   * @param market
   *          the volatility that was fitted, in per cent
   * @param model
   *          the model's
   * @param error
   *          the difference in points
   * @param moved
   *          what it was moved by before, in points; empty where it was not
   */
  record Row(String expiry, String strike, String market, String model, String error, String moved) {}

  /** The quotes by expiry and strike. */
  List<Integer> order() {
    return IntStream.range(0, quotes.size()).boxed().sorted((a, b) -> {
      int byTime = Double.compare(quotes.get(a).quote().time(), quotes.get(b).quote().time());
      return byTime != 0 ? byTime : Double.compare(quotes.get(a).quote().strike(), quotes.get(b).quote().strike());
    }).toList();
  }

  List<Row> rows() {
    return order().stream().map(i -> {
      QuotesReader.Quote quote = quotes.get(i);
      return new Row(quote.expiry(), strike(quote), decimals(quote.quote().vol() / POINT),
          decimals(fit.fitted().modelVols().get(i) / POINT), signed(fit.fitted().error(i) / POINT),
          quote.isMoved() ? signed(move(quote) / POINT) : "");
    }).toList();
  }

  private static double move(QuotesReader.Quote quote) {
    return quote.quote().vol() - quote.quotedVol();
  }

  private List<QuotesReader.Quote> moved() {
    return quotes.stream().filter(QuotesReader.Quote::isMoved).toList();
  }

  boolean hasMoved() {
    return !moved().isEmpty();
  }

  private static String strike(QuotesReader.Quote quote) {
    return number(quote.quote().strike());
  }

  /** All that is told of it on a terminal. */
  String text() {
    List<String> titles = List.of(">expiry", ">strike", ">market vol %", ">model vol %", ">error, points",
        ">moved, points");
    int columns = hasMoved() ? titles.size() : titles.size() - 1;
    TextTable table = new TextTable(titles.subList(0, columns).toArray(String[]::new));
    rows().forEach(row -> table.row(List.of(row.expiry(), row.strike(), row.market(), row.model(), row.error(),
        row.moved()).subList(0, columns).toArray(String[]::new)));
    StringBuilder text = new StringBuilder(asset + ", " + fit.model().format().label() + "\n\n" + table + "\n");
    TextTable parameters = new TextTable("parameter", ">value");
    fit.model().parameters().forEach((name, value) -> parameters.row(name, number(value)));
    text.append(parameters).append('\n');
    summary().forEach(line -> text.append(line).append('\n'));
    return text.toString();
  }

  /** What is to be known of the fit as a whole. */
  List<String> summary() {
    List<String> lines = new ArrayList<>();
    QuotesReader.Quote worst = quotes.get(fit.fitted().worst());
    lines.add(String.format(Locale.ROOT, "root mean square error %s points, worst %s (expiry %s, strike %s)",
        decimals(fit.fitted().rootMeanSquare() / POINT), signed(fit.fitted().error(fit.fitted().worst()) / POINT),
        worst.expiry(), strike(worst)));
    moved().stream().max(Comparator.comparingDouble(quote -> Math.abs(move(quote)))).ifPresent(most -> lines
        .add(String.format(Locale.ROOT, "%d quotes moved to be without arbitrage, at most by %s points (expiry %s, "
            + "strike %s)", moved().size(), signed(move(most) / POINT), most.expiry(), strike(most))));
    feller().ifPresent(lines::add);
    fit.limits().forEach(limit -> lines.add(limit + ": the quotes ask for more, or do not tell it"));
    noVega.ifPresent(reason -> lines.add("no vega by these quotes: " + reason));
    lines.add(String.format(Locale.ROOT, "%d quotes, %d iterations from %d starting point%s, %.2f s", quotes.size(),
        fit.iterations(), fit.searches(), fit.searches() == 1 ? "" : "s", seconds));
    return lines;
  }

  /**
   * Whether the variance of a model that has one stays above 0 (W. Feller, "Two singular diffusion problems", 1951).
   */
  Optional<String> feller() {
    return fit.model().stochasticVariance().map(v -> {
      double drift = 2 * v.kappa() * v.theta();
      double squared = v.xi() * v.xi();
      return "Feller's condition 2 kappa theta >= xi^2 " + (drift >= squared
          ? "holds"
          : "does not hold, so that the variance can reach 0") + ": " + number(drift)
          + (drift >= squared ? " >= " : " < ") + number(squared);
    });
  }

  /** Six significant digits. */
  static String number(double value) {
    return Require.plain(new BigDecimal(value).round(SIX).doubleValue());
  }

  private static String decimals(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String signed(double value) {
    return String.format(Locale.ROOT, "%+.4f", value);
  }
}
