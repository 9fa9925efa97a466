package io.pathwise.batch.input;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.contract.Contract;
import io.pathwise.pricing.contract.Fixings;
import io.pathwise.pricing.contract.Remainder;
import io.pathwise.pricing.market.ExchangeRate;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import io.pathwise.pricing.script.DateRules;
import io.pathwise.pricing.script.PaymentCurrencies;
import io.pathwise.pricing.script.Script;
import io.pathwise.pricing.script.ScriptException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Reads trades whose payoff is a script. Times in years count from {@code start}, without it from the valuation date; a
 * script of which dates have come is run on the fixings. Start at {@link #remainder}.
 */
final class ScriptReader {
  private static final String SCRIPT = "script";
  private static final String START = "start";
  static final String PAYMENT_LAG = "paymentLag";

  private final Fields fields;
  private final MarketData market;
  private final Source source;
  private final List<String> assets;

  /** Where the text of a script comes from. */
  interface Source {

    String text();

    /** What is wrong with the trade if a script is wrong. */
    InvalidInputException wrong(ScriptException inScript);

    /** Where times stand that begin anew every day. */
    Location times();
  }

  /**
   * A reader of one trade.
   *
   * @param assets
   *          ids of the assets, by which the script calls them
   */
  ScriptReader(Fields fields, MarketData market, Source source, List<String> assets) {
    this.assets = assets;
    this.fields = fields;
    this.market = market;
    this.source = source;
  }

  /** That of a trade with a script of its own. */
  static Source written(Fields fields) {
    return new Source() {
      @Override
      public String text() {
        return ScriptReader.text(fields);
      }

      @Override
      public InvalidInputException wrong(ScriptException inScript) {
        return new InvalidInputException(fields.location(SCRIPT), "script, " + inScript.getMessage());
      }

      @Override
      public Location times() {
        return fields.location(SCRIPT);
      }
    };
  }

  /**
   * What is left of the trade on the valuation date.
   *
   * @param conversion
   *          makes of the product what it is in its currency of payment
   */
  Remainder remainder(int steps, Fixings fixings, UnaryOperator<Product> conversion) {
    String text = source.text();
    LocalDate today = market.valuationDate();
    Optional<LocalDate> start = fields.optionalDate(START);
    if (start.filter(today::isBefore).isPresent()) {
      throw new InvalidInputException(fields.location(START), "start is " + start.orElseThrow()
          + ", must not be after the valuation date " + today);
    }
    Optional<BusinessDays> calendar = BusinessDays.of(fields);
    int lag = (int) fields.number(PAYMENT_LAG, ScriptReader::lag, 0);
    List<LocalDate> dates = inScript(() -> Script.dates(text)).stream()
        .map(date -> calendar.map(days -> days.adjusted(date)).orElse(date)).toList();
    boolean hasPast = start.isPresent() || fields.has("pastFixings")
        || dates.stream().anyMatch(date -> !date.isAfter(today));
    LocalDate origin = start.orElseGet(() -> hasPast
        ? Stream.concat(dates.stream(), Stream.of(today)).min(LocalDate::compareTo).orElseThrow().minusYears(1)
        : today);
    PaymentCurrencies currencies = inScript(() -> PaymentCurrencies.of(text, this::rate));
    DateRules rules = Fields.located(source.times(), () -> inScript(
        () -> calendar.map(days -> DateRules.of(days, lag, text, assets, Optional.of(origin), currencies))
            .orElseGet(() -> DateRules.of(lag))));
    Scripted terms = Fields.located(source.times(), () -> inScript(
        () -> new Scripted(text, Optional.of(origin), rules, currencies, assets, currencies.withRates(assets), hasPast,
            0, List.of(), List.of(), steps)));
    if (hasPast && start.isEmpty() && terms.script().countsFromOrigin()) {
      throw new InvalidInputException(source.times(),
          "times in years, counts and periods begin anew every day; a trade with a past needs start, or dates one by one");
    }
    Product product = conversion.apply(terms);
    if (!hasPast) {
      return new Remainder(product, "");
    }
    Contract contract = new Contract(product, origin, Optional.empty());
    Fixings known = PastFixings.read(fields, terms.assets()).orElse(fixings);
    return Fields.located(fields.location(), () -> contract.on(today, known));
  }

  private static double lag(String what, double days) {
    Require.that(days == Math.rint(days) && days >= 0 && days <= DateRules.LONGEST,
        "%s is %s, must be a whole number of days from 0 to %s", what, Require.plain(days), DateRules.LONGEST);
    return days;
  }

  /** The asset that is a unit of a currency in that of the trade; empty for that currency itself. */
  private Optional<String> rate(String currency) {
    String own = fields.has("conversion") ? fields.text("currency") : market.commonCurve(assets).id();
    if (currency.equals(own)) {
      return Optional.empty();
    }
    ExchangeRate rate = market.exchangeRate(currency, own);
    Require.that(!rate.inverse(),
        "the exchange rate %s is quoted in %s; a payment in %s needs one that is quoted in %s",
        rate.asset(), currency, currency, own);
    return Optional.of(rate.asset());
  }

  /** One string, or one for each line. */
  private static String text(Fields fields) {
    Json json = fields.required(SCRIPT);
    return switch (json) {
      case Json.Text text -> text.text();
      case Json.Sequence sequence -> String.join("\n", sequence.elements().stream().map(element -> {
        if (!(element instanceof Json.Text line)) {
          throw Fields.wrong(SCRIPT, element, "a string for each line");
        }
        return line.text();
      }).toList());
      case Json.Struct _,Json.Numeral _,Json.Word _ ->
        throw Fields.wrong(SCRIPT, json, "a string, or one for each line");
    };
  }

  private <T> T inScript(Supplier<T> supplier) {
    try {
      return supplier.get();
    } catch (ScriptException e) {
      throw source.wrong(e);
    }
  }
}
