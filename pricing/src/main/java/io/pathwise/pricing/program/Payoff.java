package io.pathwise.pricing.program;

import io.pathwise.engine.graph.Expr;
import io.pathwise.engine.graph.Graph;
import io.pathwise.engine.program.ProgramBuilder;
import io.pathwise.pricing.model.Curve;
import io.pathwise.pricing.model.InputsBuilder;
import io.pathwise.pricing.model.Prices;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Writes the payoff of a product as an expression of the observed prices. Thresholds compare logarithms: a price that
 * has not moved is then exactly at the level it was at, and no exponential is taken on monitoring dates. Start with
 * {@link #write}.
 */
final class Payoff {

  private static final String FIXING = "fixing";
  private static final String MONITORING = "monitoring";
  private static final String OBSERVATION = "observation";
  private static final String AUTOCALL = "autocall";
  private static final String EXPIRY = "expiry";
  private static final String PAYMENT = "payment";

  private final ProgramBuilder builder;
  private final Graph graph;
  private final InputsBuilder inputs;
  private final Curve curve;
  private final Prices prices;
  private final String prefix;
  private final PastFixings past;

  /**
   * Payoffs over observed prices.
   *
   * @param prefix
   *          of the names of states, which tells products apart that share a program; they share stages and parameters
   */
  Payoff(ProgramBuilder builder, InputsBuilder inputs, Curve curve, Prices prices, String prefix) {
    this.builder = builder;
    this.graph = builder.graph();
    this.inputs = inputs;
    this.curve = curve;
    this.prices = prices;
    this.prefix = prefix;
    this.past = new PastFixings(graph, inputs);
  }

  /** The discounted payoff of one unit, to be read at the end. */
  Expr write(Product product) {
    return switch (product.domestic()) {
      case European european -> european(european);
      case Digital digital -> digital(digital);
      case Asian asian -> asian(asian);
      case Barrier barrier -> barrier(barrier);
      case Basket basket -> basket(basket);
      case Autocallable autocallable -> autocallable(autocallable);
      case Payments payments -> payments(payments);
      case Scripted scripted -> scripted(scripted);
    };
  }

  private Expr european(European product) {
    atExpiry(product);
    Events events = events();
    events.always(EXPIRY).pay(vanilla(product, prices.priceAtExpiry(0)));
    return events.paid();
  }

  private Expr digital(Digital product) {
    atExpiry(product);
    Expr threshold = prices.level(0, strike(product));
    Expr pays = switch (product.option()) {
      case CALL -> graph.greater(prices.compared(0), threshold);
      case PUT -> graph.lessEqual(prices.compared(0), threshold);
    };
    Expr amount = inputs.parameter("amount", product.amount());
    Events events = events();
    events.when(EXPIRY, pays).pay(switch (product.payout()) {
      case CASH -> amount;
      case ASSET -> graph.mul(amount, prices.priceAtExpiry(0));
    });
    return events.paid();
  }

  private Expr asian(Asian product) {
    inputs.stage(FIXING, oneOf(product.fixings()));
    atExpiry(product);
    Expr weight = inputs.parameter("fixing weight", 1.0 / product.count());
    Expr.State sum = builder.state(prefix + "sum of fixings", past.sum(product));
    Expr average = switch (product.average()) {
      case ARITHMETIC -> {
        builder.update(FIXING, sum, graph.add(sum, prices.price(0)));
        yield graph.mul(sum, weight);
      }
      case GEOMETRIC -> {
        builder.update(FIXING, sum, graph.add(sum, prices.log(0)));
        yield graph.exp(graph.mul(sum, weight));
      }
    };
    Events events = events();
    events.always(EXPIRY).pay(vanilla(product, average));
    return events.paid();
  }

  private Expr barrier(Barrier product) {
    inputs.stage(MONITORING, oneOf(product.monitoring()));
    atExpiry(product);
    Expr level = prices.level(0, inputs.parameter("barrier", product.barrier()));
    Expr rebate = inputs.parameter("rebate", product.rebate());
    Expr hit = product.kind().isUp()
        ? graph.greaterEqual(prices.compared(0), level)
        : graph.lessEqual(prices.compared(0), level);
    Expr vanilla = vanilla(product, prices.priceAtExpiry(0));
    Events events = events();
    if (product.kind().isOut()) {
      events.when(MONITORING, hit).pay(rebate).terminate();
      events.always(EXPIRY).pay(vanilla);
    } else {
      Expr.State knocked = builder.state(prefix + "knocked in", graph.literal(0.0));
      builder.update(MONITORING, knocked, graph.select(hit, graph.literal(1.0), knocked));
      Expr isKnocked = graph.less(graph.literal(0.5), knocked);
      events.when(EXPIRY, isKnocked).pay(vanilla);
      events.when(EXPIRY, graph.not(isKnocked)).pay(rebate);
    }
    return events.paid();
  }

  private Expr basket(Basket product) {
    List<Expr> weights = new ArrayList<>();
    for (int a = 0; a < product.assets().size(); a++) {
      weights.add(inputs.parameter("weight of " + product.assets().get(a), product.weights().get(a)));
    }
    Expr level = product.fixings().isEmpty() ? terminalBasket(product, weights) : averagedBasket(product, weights);
    Events events = events();
    events.always(EXPIRY).pay(vanilla(product, level));
    return events.paid();
  }

  private Expr terminalBasket(Basket product, List<Expr> weights) {
    atExpiry(product);
    List<Expr> terms = new ArrayList<>();
    for (int a = 0; a < weights.size(); a++) {
      terms.add(prices.priceAtExpiry(a));
    }
    return aggregate(product, weights, terms);
  }

  /** A weighted sum is averaged as one number, other aggregates asset by asset. */
  private Expr averagedBasket(Basket product, List<Expr> weights) {
    inputs.stage(FIXING, oneOf(product.fixings()));
    atExpiry(product);
    Expr share = inputs.parameter("fixing weight", 1.0 / product.count());
    return switch (product.aggregate()) {
      case WEIGHTED_SUM -> {
        Expr.State sum = builder.state(prefix + "sum of fixings", past.weightedSum(product, weights));
        Expr total = sum;
        for (int a = 0; a < weights.size(); a++) {
          total = graph.fma(weights.get(a), prices.price(a), total);
        }
        builder.update(FIXING, sum, total);
        yield graph.mul(sum, share);
      }
      case BEST_OF, WORST_OF -> {
        List<Expr> averages = new ArrayList<>();
        for (int a = 0; a < weights.size(); a++) {
          Expr.State sum = builder.state(prefix + "sum of fixings of " + product.assets().get(a), past.sum(product, a));
          builder.update(FIXING, sum, graph.add(sum, prices.price(a)));
          averages.add(graph.mul(sum, share));
        }
        yield aggregate(product, weights, averages);
      }
    };
  }

  private Expr aggregate(Basket product, List<Expr> weights, List<Expr> values) {
    Expr total = graph.mul(weights.getFirst(), values.getFirst());
    for (int a = 1; a < values.size(); a++) {
      total = switch (product.aggregate()) {
        case WEIGHTED_SUM -> graph.fma(weights.get(a), values.get(a), total);
        case BEST_OF -> graph.max(total, graph.mul(weights.get(a), values.get(a)));
        case WORST_OF -> graph.min(total, graph.mul(weights.get(a), values.get(a)));
      };
    }
    return total;
  }

  private Expr autocallable(Autocallable product) {
    inputs.stage(OBSERVATION, oneOf(product.observations()));
    inputs.stage(AUTOCALL, oneOf(product.autocallTimes()));
    atExpiry(product);
    Expr nominal = inputs.parameter("nominal", product.nominal());
    Expr worst = worstLogPerformance(product);
    Expr paysCoupon = graph.lessEqual(logBarrier("coupon barrier", product.couponBarrier()), worst);
    Expr redeems = graph.lessEqual(logBarrier("autocall barrier", product.autocallBarrier()), worst);
    Expr isProtected = graph.lessEqual(logBarrier("protection barrier", product.protectionBarrier()), worst);
    Expr due = product.due() > 0 ? inputs.parameter("due", product.due()) : graph.literal(0.0);
    Events events = new Events(builder, product.discounting() ? curve.discountFactor() : graph.literal(1.0), due,
        prefix);
    events.when(OBSERVATION, paysCoupon).pay(inputs.parameter("coupon", product.coupon()));
    events.when(AUTOCALL, redeems).pay(nominal).terminate();
    events.always(EXPIRY).pay(graph.select(isProtected, nominal, graph.mul(nominal, graph.exp(worst))));
    return events.paid();
  }

  /** The smallest of log(price / initial fixing). */
  private Expr worstLogPerformance(Autocallable product) {
    Expr worst = logPerformance(product, 0);
    for (int a = 1; a < product.assets().size(); a++) {
      worst = graph.min(worst, logPerformance(product, a));
    }
    return worst;
  }

  private Expr logPerformance(Autocallable product, int asset) {
    Expr fixing = inputs.parameter("initial fixing of " + product.assets().get(asset),
        product.initialFixings().get(asset));
    return graph.sub(prices.log(asset), graph.log(fixing));
  }

  private Expr logBarrier(String name, double level) {
    return graph.log(inputs.parameter(name, level));
  }

  /** Asked at every step, of which there may be as many as times. */
  private static Predicate<Double> oneOf(List<Double> times) {
    return Set.copyOf(times)::contains;
  }

  private void atExpiry(Product product) {
    inputs.stage(EXPIRY, time -> time == product.expiry());
  }

  /** Each payment is a per-step value. */
  private Expr payments(Payments product) {
    inputs.stage(PAYMENT, oneOf(product.times()));
    Events events = events();
    events.always(PAYMENT).pay(inputs.atTimes("payment", product.times(), product.amounts()));
    return events.paid();
  }

  private Expr scripted(Scripted product) {
    Expr due = product.due() == 0 ? graph.literal(0.0) : inputs.parameter("due", product.due());
    Events events = new Events(builder, curve.discountFactor(), due, prefix);
    return new ScriptPayoff(builder, inputs, prices, events, prefix, product).write();
  }

  private Events events() {
    return new Events(builder, curve.discountFactor(), graph.literal(0.0), prefix);
  }

  private Expr strike(Option product) {
    return inputs.parameter("strike", product.strike());
  }

  private Expr vanilla(Option product, Expr level) {
    Expr difference = product.option() == OptionType.CALL
        ? graph.sub(level, strike(product))
        : graph.sub(strike(product), level);
    return graph.max(difference, graph.literal(0.0));
  }
}
