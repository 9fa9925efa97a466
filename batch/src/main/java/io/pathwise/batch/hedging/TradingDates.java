package io.pathwise.batch.hedging;

import io.pathwise.batch.input.InvalidInputException;
import io.pathwise.batch.input.Location;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.TradeTime;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** When instruments are traded beside today. Start at {@link #until}. */
public sealed interface TradingDates {
  /** More make programs that take longer than what they are good for. */
  int MOST = 250;

  /**
   * The times in years, some of which may be too late.
   *
   * @param last
   *          that of the last payment of what is hedged
   */
  Set<Double> until(double last, LocalDate valuationDate);

  /**
   * Makes sure that these are times to come.
   *
   * @throws InvalidInputException
   *           naming what is none
   */
  void check(LocalDate valuationDate);

  /** How it reads on the command line. */
  String text();

  /**
   * Dates that are given.
   *
   * @param dates
   *          1 to {@value #MOST}, each a number of years or an ISO date
   */
  record Given(List<String> dates) implements TradingDates {
    public Given {
      dates = Require.elements("dates", dates);
      Require.that(!dates.isEmpty() && dates.size() <= MOST, "%s dates, allowed are 1 to %s", dates.size(), MOST);
    }

    @Override
    public Set<Double> until(double last, LocalDate valuationDate) {
      return dates.stream().map(date -> years(date, valuationDate)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String text() {
      return String.join(",", dates);
    }

    @Override
    public void check(LocalDate valuationDate) {
      until(0, valuationDate);
    }

    private static double years(String text, LocalDate valuationDate) {
      double years;
      try {
        years = text.contains("-") ? TradeTime.years(valuationDate, LocalDate.parse(text)) : Double.parseDouble(text);
      } catch (DateTimeParseException | NumberFormatException wrong) {
        throw new InvalidInputException(Location.whole("--dates"),
            "'" + text + "' must be a number of years such as 0.25, or an ISO date such as 2027-02-19", wrong);
      }
      if (!(years > 0 && Double.isFinite(years))) {
        throw new InvalidInputException(Location.whole("--dates"),
            "'" + text + "' must come after the valuation date " + valuationDate);
      }
      return years;
    }
  }

  /**
   * Periods of equal length up to the last payment.
   *
   * @param count
   *          1 to {@value #MOST}; of 1 only today is left
   */
  record Periods(int count) implements TradingDates {
    public Periods {
      Require.that(count >= 1 && count <= MOST, "%s periods, allowed are 1 to %s", count, MOST);
    }

    @Override
    public Set<Double> until(double last, LocalDate valuationDate) {
      return IntStream.range(1, count).mapToObj(i -> last * i / count).collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void check(LocalDate valuationDate) {
      Require.given("valuationDate", valuationDate);
    }

    @Override
    public String text() {
      return count + " periods";
    }
  }
}
