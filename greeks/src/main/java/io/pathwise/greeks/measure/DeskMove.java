package io.pathwise.greeks.measure;

import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.RiskFactor;

/** By how much a desk moves a factor, where a plain derivative is per 1.0 of it. */
enum DeskMove {
  /** A hundredth: a point of vol or of correlation. */
  POINT {
    @Override
    double size(RiskFactor factor, MarketData market) {
      return 0.01;
    }
  },
  /** A hundredth of a hundredth. */
  BASIS_POINT {
    @Override
    double size(RiskFactor factor, MarketData market) {
      return 1e-4;
    }
  },
  /** A day of a year of 365. */
  DAY {
    @Override
    double size(RiskFactor factor, MarketData market) {
      return 1 / 365.0;
    }
  },
  /** A hundredth of what the factor is now, if it is a spot. */
  PER_CENT_OF_SPOT {
    @Override
    double size(RiskFactor factor, MarketData market) {
      return factor instanceof RiskFactor.Spot spot ? 0.01 * market.asset(spot.asset()).spot() : 1;
    }
  },
  /** Not at all: the number stays a plain derivative by the factor. */
  NONE {
    @Override
    double size(RiskFactor factor, MarketData market) {
      return 1;
    }
  };

  /** The size of the move. */
  abstract double size(RiskFactor factor, MarketData market);
}
