package io.pathwise.batch.input;

import io.pathwise.pricing.market.TradeTime;
import io.pathwise.pricing.product.Schedule;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The times of a trade, in years. A trade that begins today counts them from the valuation date. One that has a past (a
 * start, past fixings, an event, or a date that has come) must be written in dates throughout and counts them from an
 * origin before all of them; {@link io.pathwise.pricing.contract.Contract} tells what is left of it. One that names a
 * calendar is written in dates, too, of which those that are no business days move. Start at {@link #of}.
 */
final class TradeTimes {
  private static final String EXPIRY = "expiry";
  private static final String START = "start";

  private final Fields fields;
  private final LocalDate today;
  private final Optional<LocalDate> start;
  private final Optional<BusinessDays> businessDays;
  private final boolean past;
  private final LocalDate origin;
  private final int mostDates;

  private TradeTimes(Fields fields, ProductType type, LocalDate today, int mostDates) {
    this.fields = fields;
    this.today = today;
    this.mostDates = mostDates;
    start = fields.optionalDate(START);
    businessDays = BusinessDays.of(fields);
    List<LocalDate> dates = Stream.concat(start.stream(), dates(fields, type).map(this::adjusted)).toList();
    past = start.isPresent() || fields.has("pastFixings") || type.event().filter(fields::has).isPresent()
        || dates.stream().anyMatch(date -> !date.isAfter(today));
    origin = past ? dates.stream().min(LocalDate::compareTo).orElse(today).minusDays(1) : today;
  }

  /**
   * The times of a trade.
   *
   * @param today
   *          the valuation date
   * @param mostDates
   *          how many dates a count may make
   */
  static TradeTimes of(Fields fields, ProductType type, LocalDate today, int mostDates) {
    return new TradeTimes(fields, type, today, mostDates);
  }

  /** All dates that stand in the fields of times. */
  private static Stream<LocalDate> dates(Fields fields, ProductType type) {
    return Stream.concat(Stream.of(EXPIRY), type.schedule().stream()).filter(fields::has).flatMap(name -> {
      Json json = fields.required(name);
      Stream<Json> times = json instanceof Json.Sequence sequence ? sequence.elements().stream() : Stream.of(json);
      return times.flatMap(time -> Dates.of(name, time).stream());
    });
  }

  /** The date itself, or the business day that stands for it. */
  private LocalDate adjusted(LocalDate date) {
    return businessDays.map(days -> days.adjusted(date)).orElse(date);
  }

  /** Whether all times have to be dates. */
  private boolean isInDates() {
    return past || businessDays.isPresent();
  }

  /** Whether fixings may be known. */
  boolean hasPast() {
    return past;
  }

  /** The day from which times count. */
  LocalDate origin() {
    return origin;
  }

  double expiry() {
    return isInDates() ? years(expiryDate()) : time(EXPIRY, fields.required(EXPIRY));
  }

  private LocalDate expiryDate() {
    LocalDate expiry = adjustedDate(EXPIRY, fields.required(EXPIRY));
    if (start.isPresent() && start.get().isAfter(expiry)) {
      throw new InvalidInputException(fields.location(START), "start is " + start.get() + ", after the expiry "
          + expiry);
    }
    return expiry;
  }

  /** Dates given as how many there are, equally spaced, or one by one. */
  List<Double> dates(String name) {
    Json json = fields.required(name);
    if (json instanceof Json.Sequence) {
      return isInDates() ? datesOneByOne(name) : fields.elements(name, this::time);
    }
    if (!(json instanceof Json.Numeral)) {
      throw Fields.wrong(name, json, "a number of dates, or an array of dates and years");
    }
    int count = Fields.count(name, json, mostDates);
    return Fields.located(json.location(), () -> isInDates() && isAlive()
        ? counted(name, json,
            TradeTime.equallySpaced(startOf(name, json), writtenDate(EXPIRY, fields.required(EXPIRY)), count))
        : Schedule.equallySpaced(expiry(), count));
  }

  /** The dates of a count, spaced as if all days were business days, and then moved; no two may become the same. */
  private List<Double> counted(String name, Json json, List<LocalDate> dates) {
    List<LocalDate> adjusted = dates.stream().map(this::adjusted).toList();
    for (int i = 1; i < dates.size(); i++) {
      if (!adjusted.get(i).isAfter(adjusted.get(i - 1))) {
        throw new InvalidInputException(json.location(), "%s is %s, of which %s and %s are the business day %s; give "
            .formatted(name, dates.size(), dates.get(i - 1), dates.get(i), adjusted.get(i)) + "fewer, or an array");
      }
    }
    return adjusted.stream().map(this::years).toList();
  }

  /** Of what has expired no date matters any more. */
  private boolean isAlive() {
    return !expiryDate().isBefore(today);
  }

  private LocalDate startOf(String name, Json json) {
    return past
        ? start.orElseThrow(() -> new InvalidInputException(json.location(), name
            + " is a count, which begins anew every day; a trade with a past needs start or an array of dates"))
        : today;
  }

  /** Checked here, so that messages speak of dates. */
  private List<Double> datesOneByOne(String name) {
    List<LocalDate> dates = new ArrayList<>();
    fields.elements(name, (what, json) -> {
      LocalDate date = adjustedDate(what, json);
      if (!dates.isEmpty() && !date.isAfter(dates.getLast())) {
        throw new InvalidInputException(json.location(), name + " must increase strictly, but " + date + " follows "
            + dates.getLast() + (businessDays.isPresent() ? ", as business days" : ""));
      }
      if (date.isAfter(expiryDate()) || start.filter(date::isBefore).isPresent()) {
        throw new InvalidInputException(json.location(), what + " is " + date + ", must lie between start and expiry");
      }
      dates.add(date);
      return date;
    });
    return dates.stream().map(this::years).toList();
  }

  private double years(LocalDate date) {
    return TradeTime.years(origin, date);
  }

  private LocalDate adjustedDate(String what, Json json) {
    return adjusted(writtenDate(what, json));
  }

  private LocalDate writtenDate(String what, Json json) {
    return Dates.of(what, json).orElseThrow(() -> Fields.wrong(what, json, "an ISO date such as 2027-11-20, "
        + (past
            ? "because the trade has a start, past fixings or dates up to the valuation date"
            : "because the trade has a calendar")));
  }

  /** A time given as an ISO date or a number of years. */
  private double time(String what, Json json) {
    double years = switch (json) {
      case Json.Numeral number -> Numbers.value(what, number);
      case Json.Text text when Numbers.isNumber(text.text()) ->
        Numbers.value(what, new Json.Numeral(text.location(), text.text()));
      case Json.Text text ->
        TradeTime.years(today, Dates.of(what, text).orElseThrow(() -> wrongTime(what, text)));
      case Json.Struct other -> throw wrongTime(what, other);
      case Json.Sequence other -> throw wrongTime(what, other);
      case Json.Word other -> throw wrongTime(what, other);
    };
    if (years < 0) {
      throw new InvalidInputException(json.location(), what + " is " + json.shown()
          + ", which is in the past of the valuation date " + today);
    }
    return years;
  }

  private static InvalidInputException wrongTime(String what, Json json) {
    return Fields.wrong(what, json, "an ISO date such as 2027-11-20 or a number of years");
  }
}
