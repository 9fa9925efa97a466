package io.pathwise.greeks;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Scripted;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a product pays, as the text of a script: written by another hand than its term. */
final class ScriptOfProduct {

  private ScriptOfProduct() {}

  /** The script that pays what a product pays, from tomorrow on. */
  static Scripted of(DomesticProduct product, LocalDate today) {
    String text = switch (product) {
      case European option -> pays(option, "price");
      case Digital option -> digital(option);
      case Asian option -> asian(option);
      case Barrier option -> barrier(option);
      case Basket option -> basket(option);
      case Autocallable note -> autocallable(note);
      case Scripted _,Payments _ -> throw new IllegalArgumentException("no built-in product: " + product);
    };
    return Scripted.of(text, product.assets(), Optional.of(today));
  }

  private static String at(List<Double> times, String statements) {
    return "at " + list(times) + " { " + statements + " }\n";
  }

  private static String at(double time, String statements) {
    return at(List.of(time), statements);
  }

  private static String list(List<Double> numbers) {
    return numbers.stream().map(Require::plain).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String perAsset(String name, List<Double> numbers) {
    return "let " + name + " = " + list(numbers) + " per asset\n";
  }

  /** What an option on something pays. */
  private static String payoff(Option option, String underlying) {
    String strike = Require.plain(option.strike());
    return switch (option.option()) {
      case CALL -> "max(" + underlying + " - " + strike + ", 0)";
      case PUT -> "max(" + strike + " - " + underlying + ", 0)";
    };
  }

  private static String pays(Option option, String underlying) {
    return at(option.expiry(), "pay " + payoff(option, underlying));
  }

  private static String digital(Digital option) {
    String sign = switch (option.option()) {
      case CALL -> ">";
      case PUT -> "<=";
    };
    String paid = switch (option.payout()) {
      case CASH -> Require.plain(option.amount());
      case ASSET -> option.amount() == 1 ? "price" : Require.plain(option.amount()) + " * price";
    };
    return at(option.expiry(), "when price " + sign + " " + Require.plain(option.strike()) + " { pay " + paid + " }");
  }

  private static String asian(Asian option) {
    boolean arithmetic = option.average() == Asian.Average.ARITHMETIC;
    double past = option.pastFixings().stream().mapToDouble(price -> arithmetic ? price : Math.log(price)).sum();
    String mean = "total / " + option.count();
    return "state total = " + Require.plain(past) + "\n"
        + at(option.fixings(), "set total = total + " + (arithmetic ? "price" : "log(price)"))
        + pays(option, arithmetic ? mean : "exp(" + mean + ")");
  }

  private static String barrier(Barrier option) {
    String hit = "when price " + (option.kind().isUp() ? ">= " : "<= ") + Require.plain(option.barrier());
    String rebate = Require.plain(option.rebate());
    return option.kind().isOut()
        ? at(option.monitoring(), hit + " { " + (option.rebate() > 0 ? "pay " + rebate + " " : "") + "end }")
            + pays(option, "price")
        : "state touched = 0\n" + at(option.monitoring(), hit + " { set touched = 1 }")
            + at(option.expiry(), "pay if touched > 0 then " + payoff(option, "price") + " else " + rebate);
  }

  private static String basket(Basket option) {
    String aggregate = switch (option.aggregate()) {
      case WEIGHTED_SUM -> "sum";
      case BEST_OF -> "best";
      case WORST_OF -> "worst";
    };
    String weights = perAsset("weights", option.weights());
    if (option.fixings().isEmpty()) {
      return weights + pays(option, aggregate + "(weights * prices)");
    }
    List<List<Double>> past = option.pastFixings();
    int count = option.fixings().size() + (past.isEmpty() ? 0 : past.getFirst().size());
    String totals = past.isEmpty() ? "totals" : "(past + totals)";
    return weights + (past.isEmpty()
        ? ""
        : perAsset("past", past.stream().map(prices -> prices.stream().mapToDouble(price -> price).sum()).toList()))
        + "state totals = 0 per asset\n" + at(option.fixings(), "set totals = totals + prices")
        + pays(option, aggregate + "(weights * " + totals + " / " + count + ")");
  }

  private static String autocallable(Autocallable note) {
    String worst = "let level = worst(prices / initialFixings) ";
    String nominal = Require.plain(note.nominal());
    return perAsset("initialFixings", note.initialFixings())
        + at(note.observations(), worst + "when level >= " + Require.plain(note.couponBarrier()) + " { pay "
            + Require.plain(note.coupon()) + " }")
        + (note.autocallTimes().isEmpty()
            ? ""
            : at(note.autocallTimes(), worst + "when level >= " + Require.plain(note.autocallBarrier()) + " { pay "
                + nominal + " end }"))
        + at(note.expiry(), worst + "pay if level >= " + Require.plain(note.protectionBarrier()) + " then " + nominal
            + " else " + nominal + " * level");
  }
}
