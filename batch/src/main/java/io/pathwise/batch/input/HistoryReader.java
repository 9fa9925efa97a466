package io.pathwise.batch.input;

import io.pathwise.batch.log.Excerpt;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.DoubleFunction;

/**
 * Reads a history of moves as scenarios of a market: a table with a row for each day and a column for each risk factor,
 * see docs/formats.md. A column may say how much each day counts. Prices and exchange rates move by a share of
 * themselves, everything else by an amount. Start at {@link #read}.
 */
final class HistoryReader {
  private static final String DATE = "date";
  private static final String WEIGHT = "weight";

  private HistoryReader() {}

  /**
   * A scenario for each row.
   *
   * @throws InvalidInputException
   *           when anything in it is wrong, also when a move leads to no market
   */
  static List<Scenario> read(String source, InputStream in, MarketData market) throws IOException {
    Map<String, DoubleFunction<List<ShiftNotions.Shift>>> columns = columns(market);
    Map<String, FieldKind> kinds = new LinkedHashMap<>();
    kinds.put(DATE, FieldKind.TEXT);
    kinds.put(WEIGHT, FieldKind.NUMBER);
    columns.keySet().forEach(name -> kinds.put(name, FieldKind.NUMBER));
    CsvTable table = new CsvTable(source, in, kinds);
    List<Scenario> scenarios = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (CsvTable.Row row = table.next(); row != null; row = table.next()) {
      Json.Struct cells = row.cells().get();
      Fields fields = Fields.of(cells, "a day", "", List.copyOf(kinds.keySet()));
      String id = fields.text(DATE);
      if (!ids.add(id)) {
        throw new InvalidInputException(fields.location(DATE), "date " + Excerpt.quoted(id) + " is not unique");
      }
      SequencedMap<RiskFactor, Double> shifts = new LinkedHashMap<>();
      cells.members().sequencedKeySet().stream().filter(columns::containsKey)
          .flatMap(name -> Objects.requireNonNull(columns.get(name))
              .apply(fields.number(name, Require::finite)).stream())
          .forEach(shift -> shifts.merge(shift.factor(), shift.amount().applyAsDouble(1), Double::sum));
      double weight = fields.number(WEIGHT, Require::positive, 1);
      scenarios.add(Fields.located(cells.location(),
          () -> Scenario.of(id, market, shifts, 0, weight, fields.location(DATE))));
    }
    return List.copyOf(scenarios);
  }

  /** What a number in each column that is allowed means: a column is called like its risk factor. */
  private static Map<String, DoubleFunction<List<ShiftNotions.Shift>>> columns(MarketData market) {
    ShiftNotions notions = new ShiftNotions(market);
    Map<String, DoubleFunction<List<ShiftNotions.Shift>>> columns = new LinkedHashMap<>();
    for (RiskFactor factor : market.factors()) {
      switch (factor) {
        case RiskFactor.Spot(String asset) ->
          columns.put(factor.toString(), relative -> List.of(notions.spot(asset, relative)));
        case RiskFactor.ValuationTime _,RiskFactor.ExerciseTime _ -> {
        }
        case RiskFactor.Vol _,RiskFactor.VolPillar _,RiskFactor.QuotedVol _,RiskFactor.Zero _,RiskFactor.ZeroPillar _,RiskFactor.Dividend _,RiskFactor.Correlation _,RiskFactor.ModelParameter _ ->
          columns.put(factor.toString(), amount -> List.of(ShiftNotions.Shift.linear(factor, amount)));
      }
    }
    for (String asset : market.assets().keySet()) {
      columns.putIfAbsent(new RiskFactor.Vol(asset).toString(), amount -> notions.vols(asset, amount));
    }
    return columns;
  }
}
