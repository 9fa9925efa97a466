package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.stream.Stream;

/**
 * The dividends that an asset pays at known times, beside its yield. Start at {@link #of}.
 *
 * @param list
 *          each of them, by time
 * @param cashModel
 *          how the price moves around amounts of cash
 */
public record Dividends(List<Dividend> list, CashModel cashModel) {

  /** None. */
  public static final Dividends NONE = new Dividends(List.of(), CashModel.SPOT);

  /** How the price moves around dividends of cash. */
  public enum CashModel {
    /**
     * The price follows its model between dividends and falls by the amount, at most by what it has: volatilities are
     * those of the price.
     */
    SPOT("spot"),
    /**
     * The price is the sum of the present value of the dividends up to the expiry of a product, which is certain, and
     * of the rest, which follows the model: volatilities are those of the rest, and what they are to the price changes
     * with the expiry.
     */
    ESCROWED("escrowed");

    private final String label;

    CashModel(String label) {
      this.label = label;
    }

    /** The model spelt {@code spot} or {@code escrowed}. */
    public static CashModel of(String label) {
      return Require.oneOf("dividendModel", label, values(), CashModel::label);
    }

    /** The spelling in files. */
    public String label() {
      return label;
    }
  }

  public Dividends {
    list = Require.elements("dividends", list);
    Require.given("cashModel", cashModel);
    for (int i = 1; i < list.size(); i++) {
      Require.that(list.get(i - 1).time() <= list.get(i).time(),
          "dividends must stand in the order of their times, but %s follows %s", list.get(i).time(),
          list.get(i - 1).time());
    }
  }

  /** Some dividends. */
  public static Dividends of(List<Dividend> list, CashModel cashModel) {
    return new Dividends(list, cashModel);
  }

  /** Those of cash up to a time, that time included. */
  public List<Dividend> cash(double until) {
    return until(until, Dividend.Kind.CASH).toList();
  }

  /** The logarithm of what proportional ones leave of the price up to a time, that time included. */
  public double logKept(double until) {
    return until(until, Dividend.Kind.PROPORTIONAL).mapToDouble(dividend -> Math.log1p(-dividend.amount())).sum();
  }

  /** What is to come of them when some time is gone; those of that moment are over. */
  public Dividends after(double gone) {
    return new Dividends(list.stream().filter(dividend -> TradeTime.left(dividend.time(), gone) > 0)
        .map(dividend -> new Dividend(TradeTime.left(dividend.time(), gone), dividend.kind(), dividend.amount()))
        .toList(), cashModel);
  }

  private Stream<Dividend> until(double time, Dividend.Kind kind) {
    return list.stream().filter(dividend -> dividend.kind() == kind && dividend.time() <= time);
  }
}
