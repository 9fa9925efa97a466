package io.pathwise.pricing.analytic;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.product.OptionType;
import java.util.Locale;
import org.apache.commons.math3.special.Erf;

/**
 * Black's formula (1976) for one option without discounting, and its inverse: the volatility that a price implies. Both
 * work on what is out of the money, so that small prices keep their relative accuracy. With x = −|log F/K|, s = σ√T, h
 * = x/s and t = s/2 the price over √(FK) is
 *
 * <pre>
 * b(s) = e^{x/2} Φ(h + t) − e^{−x/2} Φ(h − t) = ½ e^{−(h² + t²)/2} (erfcx(−(h + t)/√2) − erfcx(−(h − t)/√2)),
 * b′(s) = e^{−(h² + t²)/2}/√(2π).
 * </pre>
 *
 * Source: P. Jäckel, "Let's be rational", Wilmott 2015, whose idea it is to solve for s by functions of b that are
 * nearly straight on either side of the inflection at s = √(2|x|): 1/log b below it, and the logarithm of what is left
 * to the upper bound e^{x/2} near that. Newton steps that leave the bracket are replaced by halving it, so there is no
 * price for which it does not end. Start at {@link #of}.
 */
public final class ImpliedVolatility {

  private static final double ROOT_TWO = Math.sqrt(2);
  private static final double ROOT_TWO_PI = Math.sqrt(2 * Math.PI);
  private static final double ROOT_PI = Math.sqrt(Math.PI);
  /** From here on the continued fraction of erfcx is as exact as doubles are, with this many terms. */
  private static final double LARGE = 3;
  private static final int TERMS = 70;
  private static final int MOST_ITERATIONS = 200;
  /** Of s: a Newton step as short as this leaves an error of the order of its square. */
  private static final double CLOSE = 1e-9;
  private static final double EXACT = 4e-16;
  /** Of s, beyond which a price is its upper bound. */
  private static final double WIDEST = 80;

  private ImpliedVolatility() {}

  /**
   * The volatility with which Black's formula gives a price; 0 for the intrinsic value.
   *
   * @param forward
   *          the forward price for the expiry
   * @param strike
   *          the strike, positive
   * @param time
   *          years to the expiry, positive
   * @param price
   *          what the option is worth, without discounting
   * @throws IllegalArgumentException
   *           when no volatility gives the price: it is below the intrinsic value, or at or beyond what the option can
   *           pay
   */
  public static double of(OptionType option, double forward, double strike, double time, double price) {
    checked(forward, strike, time);
    double intrinsic = Math.max(Require.given("option", option).sign() * (forward - strike), 0);
    double most = switch (option) {
      case CALL -> forward;
      case PUT -> strike;
    };
    Require.that(price >= intrinsic && price < most,
        "the price of a %s without discounting is %s, must be at least its intrinsic value %s and below %s",
        option.name().toLowerCase(Locale.ROOT), Double.toString(price), Double.toString(intrinsic),
        Double.toString(most));
    return ofTimeValue(forward, strike, time, price - intrinsic);
  }

  /**
   * The volatility with which the option that is out of the money has a price, without discounting: its price is the
   * time value of the other one, too.
   *
   * @throws IllegalArgumentException
   *           when the price is negative, or at or beyond what the option can pay
   */
  public static double ofTimeValue(double forward, double strike, double time, double price) {
    checked(forward, strike, time);
    Require.that(price >= 0 && price < Math.min(forward, strike),
        "the price of an option out of the money is %s, must be at least 0 and below %s", Double.toString(price),
        Double.toString(Math.min(forward, strike)));
    double x = -Math.abs(Math.log(forward / strike));
    return price == 0 ? 0 : solve(x, price / Math.sqrt(forward) / Math.sqrt(strike)) / Math.sqrt(time);
  }

  /** Black's price without discounting of the option that is out of the money. */
  public static double timeValue(double forward, double strike, double time, double vol) {
    checked(forward, strike, time);
    double s = Require.nonNegative("vol", vol) * Math.sqrt(time);
    return s == 0
        ? 0
        : Math.sqrt(forward) * Math.sqrt(strike) * normalised(-Math.abs(Math.log(forward / strike)), s);
  }

  /** The derivative of Black's price without discounting by the volatility. */
  public static double vega(double forward, double strike, double time, double vol) {
    checked(forward, strike, time);
    double s = Require.positive("vol", vol) * Math.sqrt(time);
    return Math.sqrt(forward) * Math.sqrt(strike) * Math.sqrt(time) * slope(Math.log(forward / strike), s);
  }

  private static void checked(double forward, double strike, double time) {
    Require.positive("forward", forward);
    Require.positive("strike", strike);
    Require.positive("time", time);
  }

  /** b(s) for x at most 0. */
  private static double normalised(double x, double s) {
    double h = x / s;
    double t = 0.5 * s;
    return h + t < 0
        ? 0.5 * Math.exp(-0.5 * (h * h + t * t)) * (erfcx(-(h + t) / ROOT_TWO) - erfcx(-(h - t) / ROOT_TWO))
        : Math.exp(0.5 * x) * NormalProbability.cdf(h + t) - Math.exp(-0.5 * x) * NormalProbability.cdf(h - t);
  }

  /** e^{x/2} − b(s), the distance to the upper bound. */
  private static double complement(double x, double s) {
    double h = x / s;
    double t = 0.5 * s;
    return Math.exp(0.5 * x) * NormalProbability.cdf(-h - t) + Math.exp(-0.5 * x) * NormalProbability.cdf(h - t);
  }

  private static double slope(double x, double s) {
    double h = x / s;
    return Math.exp(-0.5 * (h * h + 0.25 * s * s)) / ROOT_TWO_PI;
  }

  /** e^{z²} erfc(z) for z at least 0, beyond {@link #LARGE} by Laplace's continued fraction. */
  private static double erfcx(double z) {
    if (z < LARGE) {
      return Math.exp(z * z) * Erf.erfc(z);
    }
    double fraction = z;
    for (int i = TERMS; i > 0; i--) {
      fraction = z + 0.5 * i / fraction;
    }
    return 1 / (ROOT_PI * fraction);
  }

  /** The s at which b(s) is β. */
  private static double solve(double x, double beta) {
    double most = Math.exp(0.5 * x);
    double middle = Math.sqrt(2 * Math.abs(x));
    boolean isLow = middle > 0 && beta < normalised(x, middle);
    boolean isHigh = !isLow && beta > 0.5 * most;
    double low = isLow ? 0 : middle;
    double high = isLow ? middle : WIDEST + 2 * middle;
    double s = start(x, beta, isLow, middle);
    double target = isLow ? Math.log(beta) : isHigh ? Math.log(most - beta) : beta;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double step;
      boolean isBelow;
      if (isLow) {
        double b = normalised(x, s);
        double log = Math.log(b);
        isBelow = log < target;
        // Newton on 1/log b; where b underflows, the bracket is halved.
        step = b > 0 ? (target - log) * log / target * b / slope(x, s) : Double.NaN;
      } else if (isHigh) {
        double left = complement(x, s);
        isBelow = Math.log(left) > target;
        step = left > 0 ? (Math.log(left) - target) * left / slope(x, s) : Double.NaN;
      } else {
        double b = normalised(x, s);
        isBelow = b < target;
        step = (target - b) / slope(x, s);
      }
      if (isBelow) {
        low = s;
      } else {
        high = s;
      }
      double next = s + step;
      if (Math.abs(step) <= CLOSE * s) {
        return next;
      }
      s = next > low && next < high ? next : 0.5 * (low + high);
      if (high - low <= EXACT * high) {
        return s;
      }
    }
    return s;
  }

  /** Below the inflection by log b ≈ −x²/(2 s²), above it where Black's price is s/√(2π) at the money. */
  private static double start(double x, double beta, boolean isLow, double middle) {
    return isLow
        ? Math.min(middle, Math.abs(x) / Math.sqrt(-2 * Math.log(beta)) * 1.1)
        : Math.max(middle, Math.min(beta * ROOT_TWO_PI, WIDEST));
  }
}
