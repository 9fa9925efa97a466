package io.pathwise.batch.calibration;

import io.pathwise.batch.input.PricesReader.Quote;
import io.pathwise.batch.output.Rounded;
import io.pathwise.batch.output.TextTable;
import io.pathwise.engine.optimise.Minimum;
import io.pathwise.engine.optimise.Minimum.Look;
import io.pathwise.engine.optimise.Minimum.Parameter;
import io.pathwise.engine.statistics.Estimate;
import io.pathwise.greeks.calibration.PriceFit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A calibration to prices, in words. Start at {@link #text}.
 *
 * @param quotes
 *          of the file, in its order
 * @param fit
 *          what was found
 * @param seconds
 *          what it took
 */
record PriceFitText(List<Quote> quotes, PriceFit fit, double seconds) {

  /** As good as none of 100 differences is so many errors, if there is nothing but noise. */
  private static final double MANY_ERRORS = 3;

  /**
   * A trade with its price and what the models make of it.
   *
   * @param id
   *          the trade's
   * @param price
   *          quoted
   * @param error
   *          of the quote; empty for none
   * @param fitted
   *          the models' price
   * @param fittedError
   *          its standard error
   * @param difference
   *          of the two
   * @param errors
   *          the difference in standard errors of both
   * @param estimator
   *          of the gradient
   */
  record Row(String id, String price, String error, String fitted, String fittedError, String difference,
      String errors, String estimator) {}

  /**
   * A parameter.
   *
   * @param name
   *          its name as a risk factor
   * @param value
   *          where the search ended
   * @param error
   *          its standard error; empty if it is not known
   * @param interval
   *          the 95 % confidence interval, or why there is none
   */
  record Sought(String name, String value, String error, String interval) {}

  boolean isConverged() {
    return fit.minimum().verdict().isConverged();
  }

  List<Row> rows() {
    return IntStream.range(0, quotes.size()).mapToObj(j -> {
      Quote quote = quotes.get(j);
      Estimate price = fit.prices().get(j);
      double error = quote.quote().error();
      return new Row(quote.id(), AssetFit.number(quote.quote().price()), error > 0 ? AssetFit.number(error) : "",
          Rounded.text(price.mean(), price.standardError()),
          Rounded.text(price.standardError(), price.standardError()),
          Rounded.text(difference(j), price.standardError()), String.format(Locale.ROOT, "%+.1f", errors(j)),
          fit.estimators().get(j));
    }).toList();
  }

  private double difference(int j) {
    return fit.prices().get(j).mean() - quotes.get(j).quote().price();
  }

  private double errors(int j) {
    double error = Math.hypot(fit.prices().get(j).standardError(), quotes.get(j).quote().error());
    return error == 0 ? 0 : difference(j) / error;
  }

  List<Sought> parameters() {
    return IntStream.range(0, fit.factors().size()).mapToObj(k -> {
      Parameter parameter = fit.minimum().parameters().get(k);
      return new Sought(fit.factors().get(k).toString(),
          parameter.known().map(known -> Rounded.text(parameter.value(), known.standardError()))
              .orElse(AssetFit.number(parameter.value())),
          parameter.known().map(known -> Rounded.text(known.standardError(), known.standardError())).orElse(""),
          parameter.known().map(known -> Rounded.text(known.low(), known.standardError()) + " to "
              + Rounded.text(known.high(), known.standardError()))
              .orElse(parameter.isAtLimit() ? "at the limit of the search" : "not known"));
    }).toList();
  }

  /** All that is told on a terminal. */
  String text() {
    TextTable prices = new TextTable("trade", ">price", ">its error", ">fitted", ">its error", ">difference",
        ">errors", "gradient by");
    rows().forEach(row -> prices.row(row.id(), row.price(), row.error(), row.fitted(), row.fittedError(),
        row.difference(), row.errors(), row.estimator()));
    TextTable table = new TextTable("parameter", ">value", ">standard error", "95 % interval");
    parameters().forEach(sought -> table.row(sought.name(), sought.value(), sought.error(), sought.interval()));
    return prices + "\n" + table + "\n" + String.join("\n", summary()) + "\n";
  }

  /** What is to be known of the fit as a whole. */
  List<String> summary() {
    Minimum minimum = fit.minimum();
    Look last = minimum.history().getLast();
    List<String> lines = new ArrayList<>();
    lines.add((isConverged() ? "converged: " : "NOT CONVERGED: ") + minimum.verdict().text());
    lines.add(String.format(Locale.ROOT, "%s, %d steps, %d paths of all trades, %.2f s", minimum.method().label(),
        minimum.iterations(), minimum.paths(), seconds));
    lines.add(String.format(Locale.ROOT, "gradient %.3g, its standard error %.3g; expected decrease %.3g of %.3g",
        last.gradient(), last.gradientError(), Math.max(0, last.decrease()), minimum.value()));
    List<String> limits = IntStream.range(0, fit.factors().size())
        .filter(k -> minimum.parameters().get(k).isAtLimit()).mapToObj(k -> fit.factors().get(k).toString()).toList();
    if (!limits.isEmpty()) {
      lines.add("at the limit of the search, where prices ask for more or do not tell: " + String.join(", ", limits));
    }
    List<String> far = IntStream.range(0, quotes.size()).filter(j -> Math.abs(errors(j)) > MANY_ERRORS)
        .mapToObj(j -> quotes.get(j).id()).toList();
    if (!far.isEmpty()) {
      lines.add("further than " + (int) MANY_ERRORS + " errors from their prices, which these models do not meet: "
          + String.join(", ", far));
    }
    return lines;
  }
}
