package io.pathwise.greeks;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Closed forms of what is watched all the time under Black–Scholes, written down from the literature, and derivatives
 * of them by differences. Start at {@link #of}.
 */
final class ContinuousFormulas {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  /** A price as a function of what the market quotes. */
  @FunctionalInterface
  interface Formula {
    double price(Market market);
  }

  /**
   * What the market quotes.
   *
   * @param spot
   *          S
   * @param rate
   *          r, continuously compounded
   * @param yield
   *          of dividends, q
   * @param vol
   *          σ
   */
  record Market(double spot, double rate, double yield, double vol) {

    double carry() {
      return rate - yield;
    }

    /** Drift of the log price. */
    double drift() {
      return carry() - 0.5 * vol * vol;
    }
  }

  /** A derivative: which quote moves, by how much, and how often. */
  enum Derivative {
    VALUE, DELTA, GAMMA, VEGA, RHO, DIVIDEND_RHO
  }

  private ContinuousFormulas() {}

  /** By differences of fourth order. */
  static double of(Derivative derivative, Formula formula, Market m) {
    return switch (derivative) {
      case VALUE -> formula.price(m);
      case DELTA -> first(x -> formula.price(new Market(x, m.rate, m.yield, m.vol)), m.spot, 1e-3 * m.spot);
      case GAMMA -> second(x -> formula.price(new Market(x, m.rate, m.yield, m.vol)), m.spot, 3e-3 * m.spot);
      case VEGA -> first(x -> formula.price(new Market(m.spot, m.rate, m.yield, x)), m.vol, 1e-3);
      case RHO -> first(x -> formula.price(new Market(m.spot, x, m.yield, m.vol)), m.rate, 1e-3);
      case DIVIDEND_RHO -> first(x -> formula.price(new Market(m.spot, m.rate, x, m.vol)), m.yield, 1e-3);
    };
  }

  private static double first(DoubleUnaryOperator f, double x, double h) {
    return (8 * (f.applyAsDouble(x + h) - f.applyAsDouble(x - h))
        - (f.applyAsDouble(x + 2 * h) - f.applyAsDouble(x - 2 * h))) / (12 * h);
  }

  private static double second(DoubleUnaryOperator f, double x, double h) {
    return (16 * (f.applyAsDouble(x + h) + f.applyAsDouble(x - h))
        - (f.applyAsDouble(x + 2 * h) + f.applyAsDouble(x - 2 * h)) - 30 * f.applyAsDouble(x)) / (12 * h * h);
  }

  /** A call that ends when the price reaches a level above it: Reiner and Rubinstein (1991), A − B + C − D. */
  static double upAndOutCall(Market m, double strike, double barrier, double time) {
    Barriers b = new Barriers(m, strike, barrier, time, -1);
    return strike >= barrier ? 0 : b.a() - b.b() + b.c() - b.d();
  }

  /** A call that ends when the price reaches a level below it: Merton (1973); A − C, and B − D above the strike. */
  static double downAndOutCall(Market m, double strike, double barrier, double time) {
    Barriers b = new Barriers(m, strike, barrier, time, 1);
    return strike >= barrier ? b.a() - b.c() : b.b() - b.d();
  }

  /** The letters of Reiner and Rubinstein (1991) for calls; η is −1 for barriers above the price. */
  private record Barriers(Market m, double strike, double barrier, double time, int eta) {

    private double deviation() {
      return m.vol * Math.sqrt(time);
    }

    /** μ + 1. */
    private double power() {
      return m.drift() / (m.vol * m.vol) + 1;
    }

    private double above(double level) {
      return Math.log(m.spot / level) / deviation() + power() * deviation();
    }

    private double mirrored(double level) {
      return Math.log(barrier * barrier / (m.spot * level)) / deviation() + power() * deviation();
    }

    private double call(double x, int sign, double ofPrice, double ofStrike) {
      return m.spot * Math.exp(-m.yield * time) * ofPrice * n(sign * x)
          - strike * Math.exp(-m.rate * time) * ofStrike * n(sign * (x - deviation()));
    }

    double a() {
      return call(above(strike), 1, 1, 1);
    }

    double b() {
      return call(above(barrier), 1, 1, 1);
    }

    double c() {
      return call(mirrored(strike), eta, Math.pow(barrier / m.spot, 2 * power()),
          Math.pow(barrier / m.spot, 2 * power() - 2));
    }

    double d() {
      double y = Math.log(barrier / m.spot) / deviation() + power() * deviation();
      return call(y, eta, Math.pow(barrier / m.spot, 2 * power()), Math.pow(barrier / m.spot, 2 * power() - 2));
    }
  }

  /** An amount that is paid when the price reaches a level below it: Rubinstein and Reiner (1991); F. */
  static double rebateAtTheHit(Market m, double amount, double barrier, double time) {
    double deviation = m.vol * Math.sqrt(time);
    double mu = m.drift() / (m.vol * m.vol);
    double lambda = Math.sqrt(mu * mu + 2 * m.rate / (m.vol * m.vol));
    double z = Math.log(barrier / m.spot) / deviation + lambda * deviation;
    return amount * (Math.pow(barrier / m.spot, mu + lambda) * n(z)
        + Math.pow(barrier / m.spot, mu - lambda) * n(z - 2 * lambda * deviation));
  }

  /** The last price less the lowest. */
  static double floatingLookbackCall(Market m, double time) {
    return floatingLookbackCall(m, m.spot, time);
  }

  /** The last price less the lowest, of which that so far is known: Goldman, Sosin and Gatto (1979). */
  static double floatingLookbackCall(Market m, double lowest, double time) {
    double deviation = m.vol * Math.sqrt(time);
    double a = (Math.log(m.spot / lowest) + (m.carry() + 0.5 * m.vol * m.vol) * time) / deviation;
    double scale = m.spot * Math.exp(-m.rate * time) * m.vol * m.vol / (2 * m.carry());
    return m.spot * Math.exp(-m.yield * time) * n(a) - lowest * Math.exp(-m.rate * time) * n(a - deviation)
        + scale * (Math.pow(m.spot / lowest, -2 * m.carry() / (m.vol * m.vol))
            * n(-a + 2 * m.carry() * Math.sqrt(time) / m.vol) - Math.exp(m.carry() * time) * n(-a));
  }

  /** The highest price less a strike that is not below today's: Conze and Viswanathan (1991). */
  static double fixedLookbackCall(Market m, double strike, double time) {
    double deviation = m.vol * Math.sqrt(time);
    double d = (Math.log(m.spot / strike) + (m.carry() + 0.5 * m.vol * m.vol) * time) / deviation;
    double power = -2 * m.carry() / (m.vol * m.vol);
    double scale = m.spot * Math.exp(-m.rate * time) * m.vol * m.vol / (2 * m.carry());
    return m.spot * Math.exp(-m.yield * time) * n(d) - strike * Math.exp(-m.rate * time) * n(d - deviation)
        + scale * (Math.exp(m.carry() * time) * n(d)
            - Math.pow(m.spot / strike, power) * n(d - 2 * m.carry() * Math.sqrt(time) / m.vol));
  }

  /** The probability that the price reaches a level below it within a time: inverse Gaussian. */
  static double reachesBelow(Market m, double level, double time) {
    double x = Math.log(level / m.spot);
    double deviation = m.vol * Math.sqrt(time);
    return n((x - m.drift() * time) / deviation)
        + Math.exp(2 * m.drift() * x / (m.vol * m.vol)) * n((x + m.drift() * time) / deviation);
  }

  private static double n(double x) {
    return NORMAL.cumulativeProbability(x);
  }
}
