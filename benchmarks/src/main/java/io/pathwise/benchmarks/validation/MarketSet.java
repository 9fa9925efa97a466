package io.pathwise.benchmarks.validation;

import io.pathwise.pricing.market.Asset;
import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.Correlations;
import io.pathwise.pricing.market.Dividend;
import io.pathwise.pricing.market.Dividends;
import io.pathwise.pricing.market.ElasticVol;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.market.SmileSurface;
import io.pathwise.pricing.market.StochasticVariance;
import io.pathwise.pricing.market.VolTermStructure;
import io.pathwise.pricing.market.ZeroCurve;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.CrossCurrency;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Option;
import io.pathwise.pricing.product.OptionType;
import io.pathwise.pricing.product.Product;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Trades drawn at random to look at what a market may hold: models with a smile, trades that pay in another currency,
 * dividends of cash. European, digital and barrier options take turns, one and a half months to two years, vols of 10 %
 * to 45 %, strikes up to 1.5 standard deviations from the forward, up to six monitoring dates, every other market with
 * term structures. Drawn again is only what the market refuses, what cannot be paid, and dates within a hundredth of
 * the expiry of each other or of a pillar, where theta jumps. Nothing here was chosen after seeing a result. Start at
 * {@link #cases}.
 */
final class MarketSet {

  /** What of the market is looked at. */
  static final List<String> KINDS = List.of("local-vol", "cev", "sabr", "heston", "quanto", "composite", "escrowed",
      "cash spot");

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 20);
  private static final long DRAW = 20261123;
  private static final double SHORTEST = 0.125;
  private static final double LONGEST = 2;
  private static final int MOST_DATES = 6;
  private static final List<Double> CURVE_PILLARS = List.of(0.1, 1.0, 7.0);
  private static final List<Double> VOL_PILLARS = List.of(0.15, 1.0, 4.0);
  private static final List<Double> SURFACE_PILLARS = List.of(0.25, 1.1);

  private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(DRAW);
  private int number;

  private MarketSet() {}

  /** So many trades; more of them begin with fewer. */
  static List<MarketCase> cases(int count) {
    MarketSet set = new MarketSet();
    List<MarketCase> cases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      cases.add(set.next());
      set.number++;
    }
    return cases;
  }

  private MarketCase next() {
    while (true) {
      Optional<MarketCase> drawn = draw();
      if (drawn.isPresent()) {
        return drawn.get();
      }
    }
  }

  private Optional<MarketCase> draw() {
    String kind = KINDS.get(number % KINDS.size());
    int option = number / KINDS.size() % 3;
    double expiry = SHORTEST * Math.pow(LONGEST / SHORTEST, random.nextDouble());
    try {
      MarketData market = market(kind, expiry);
      Optional<CrossCurrency.Conversion> conversion = conversion(kind, option);
      if (conversion.equals(Optional.of(CrossCurrency.Conversion.COMPOSITE))
          && market.asset("A").model().blackVols().isEmpty()) {
        throw new IllegalArgumentException("a product of two prices has two factors");
      }
      Option domestic = option(option, market, expiry,
          conversion.filter(CrossCurrency.Conversion.COMPOSITE::equals).isPresent());
      Product product = conversion.<Product>map(into -> CrossCurrency.of(domestic, into, "E", market))
          .orElse(domestic);
      return isRegular(domestic, market) ? Optional.of(new MarketCase(kind, product, market)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Every other trade with escrowed dividends pays in another currency; prices converted at the expiry only. */
  private Optional<CrossCurrency.Conversion> conversion(String kind, int option) {
    return switch (kind) {
      case "quanto" -> Optional.of(CrossCurrency.Conversion.QUANTO);
      case "composite" -> Optional.of(CrossCurrency.Conversion.COMPOSITE);
      case "escrowed" -> switch (random.nextInt(4)) {
        case 0 -> Optional.of(CrossCurrency.Conversion.QUANTO);
        case 1 -> option < 2 ? Optional.of(CrossCurrency.Conversion.COMPOSITE) : Optional.empty();
        default -> Optional.empty();
      };
      default -> Optional.empty();
    };
  }

  private MarketData market(String kind, double expiry) {
    boolean termStructures = random.nextBoolean();
    double spot = Math.pow(10, uniform(0, 3));
    AssetModel model = switch (kind) {
      case "local-vol" -> localVol(spot);
      case "cev" -> new AssetModel.Cev(elastic(spot));
      case "sabr" -> sabr(spot);
      case "heston" -> heston();
      case "quanto" -> switch (random.nextInt(4)) {
        case 0 -> localVol(spot);
        case 1 -> new AssetModel.Cev(elastic(spot));
        case 2 -> sabr(spot);
        default -> blackScholes(termStructures);
      };
      case "escrowed" -> switch (random.nextInt(4)) {
        case 0 -> localVol(spot);
        case 1 -> new AssetModel.Cev(elastic(spot));
        default -> blackScholes(termStructures);
      };
      case "cash spot" -> switch (random.nextInt(5)) {
        case 0 -> new AssetModel.Cev(elastic(spot));
        case 1 -> sabr(spot);
        case 2 -> heston();
        default -> blackScholes(termStructures);
      };
      default -> blackScholes(termStructures);
    };
    Asset asset = Asset.of("A", "C", spot, uniform(-0.01, 0.05), model).withDividends(dividends(kind, spot, expiry));
    AssetModel ofRate = AssetModel.BlackScholes.of(uniform(0.05, 0.2));
    double rate = uniform(0.6, 1.6);
    Asset exchange = random.nextBoolean()
        ? Asset.exchangeRate("X", "E", "C", rate, ofRate)
        : Asset.exchangeRate("X", "C", "E", rate, ofRate);
    return MarketData.of(TODAY, List.of(curve("C", termStructures), curve("E", termStructures)),
        List.of(asset, exchange), Correlations.of("A", "X", uniform(-0.8, 0.8)));
  }

  private ZeroCurve curve(String id, boolean termStructures) {
    return termStructures
        ? ZeroCurve.of(id, CURVE_PILLARS, List.of(rate(), rate(), rate()))
        : ZeroCurve.flat(id, rate());
  }

  private double rate() {
    return uniform(-0.01, 0.06);
  }

  private Dividends dividends(String kind, double spot, double expiry) {
    boolean isCash = kind.equals("escrowed") || kind.equals("cash spot");
    if (!isCash && random.nextBoolean()) {
      return Dividends.NONE;
    }
    TreeSet<Double> times = new TreeSet<>();
    int count = random.nextInt(1, 4);
    for (int i = 0; i < count; i++) {
      times.add(uniform(0.05, 0.95) * expiry);
    }
    return Dividends.of(times.stream().map(time -> isCash
        ? new Dividend(time, Dividend.Kind.CASH, uniform(0.01, 0.04) * spot)
        : new Dividend(time, Dividend.Kind.PROPORTIONAL, uniform(0.005, 0.03))).toList(),
        kind.equals("escrowed") ? Dividends.CashModel.ESCROWED : Dividends.CashModel.SPOT);
  }

  private double vol() {
    return 0.1 * Math.pow(4.5, random.nextDouble());
  }

  private AssetModel blackScholes(boolean termStructure) {
    double vol = vol();
    return AssetModel.BlackScholes.of(termStructure
        ? VolTermStructure.of(VOL_PILLARS, List.of(vol * uniform(0.9, 1.3), vol, vol * uniform(0.85, 1.1)))
        : VolTermStructure.flat(vol));
  }

  /** Curvatures up to what a density allows. */
  private AssetModel localVol(double spot) {
    double vol = vol();
    double later = vol * uniform(0.85, 1.1);
    double rho = uniform(-0.8, 0.2);
    double theta = later * later * LONGEST;
    double most = Math.min(4 / (theta * (1 + Math.abs(rho))), 2 / Math.sqrt(theta * (1 + Math.abs(rho))));
    double phi = uniform(0.1, 0.9) * most;
    SmileSurface surface = new SmileSurface(SURFACE_PILLARS, List.of(vol, later), List.of(rho, rho * uniform(0.7, 1)),
        List.of(phi * uniform(1, 1.3), phi));
    AssetModel.LocalVol model = AssetModel.LocalVol.of(surface);
    return random.nextBoolean() ? model.quotedAt(spot * uniform(0.9, 1.1)) : model;
  }

  private ElasticVol elastic(double spot) {
    return ElasticVol.of(vol(), uniform(0.2, 0.95), spot * uniform(0.9, 1.1));
  }

  private AssetModel sabr(double spot) {
    return new AssetModel.Sabr(elastic(spot), uniform(0.2, 1), uniform(-0.8, 0.4));
  }

  private AssetModel heston() {
    double variance = Math.pow(vol(), 2);
    double theta = variance * uniform(0.6, 1.6);
    double kappa = uniform(0.5, 4);
    double xi = uniform(0.3, 1.5) * Math.sqrt(2 * kappa * theta);
    return new AssetModel.Heston(StochasticVariance.of(variance, kappa, theta, xi, uniform(-0.9, 0.3)));
  }

  private Option option(int kind, MarketData market, double expiry, boolean isConverted) {
    Asset asset = market.asset("A");
    double deviation = Math.sqrt(asset.model().expectedVariance(expiry));
    double unit = isConverted ? market.exchangeRate("C", "E").today(market) : 1;
    OptionType type = random.nextBoolean() ? OptionType.CALL : OptionType.PUT;
    double strike = unit * market.forward("A", expiry)
        * Math.exp(uniform(-1.5, 1.5) * deviation - 0.5 * deviation * deviation);
    return switch (kind) {
      case 0 -> European.of("A", type, strike, expiry);
      case 1 -> random.nextBoolean()
          ? Digital.cash("A", type, strike, expiry, uniform(1, 100))
          : Digital.assetOrNothing("A", type, strike, expiry);
      default -> barrier(type, strike, unit * asset.spot(), deviation, expiry);
    };
  }

  private Option barrier(OptionType type, double strike, double spot, double deviation, double expiry) {
    Barrier.Kind kind = List.of(Barrier.Kind.values()).get(random.nextInt(Barrier.Kind.values().length));
    double distance = uniform(0.4, 1.6) * deviation;
    double level = spot * Math.exp(kind.isUp() ? distance : -distance);
    double rebate = random.nextBoolean() ? 0 : 0.05 * strike;
    boolean canPay = !kind.isOut() || kind.isUp() != (type == OptionType.CALL)
        || (kind.isUp() ? strike < level : strike > level);
    if (!canPay) {
      throw new IllegalArgumentException("knocked out wherever it pays");
    }
    return Barrier.of("A", type, strike, expiry, level, kind, random.nextInt(1, MOST_DATES + 1), rebate);
  }

  /** Whether no event is near another or a pillar. */
  private static boolean isRegular(Option product, MarketData market) {
    TreeSet<Double> times = new TreeSet<>(product.observationTimes());
    int events = times.size();
    List<Dividend> dividends = market.asset("A").dividends().list();
    dividends.forEach(dividend -> times.add(dividend.time()));
    events += dividends.size();
    for (List<Double> pillars : List.of(CURVE_PILLARS, VOL_PILLARS, SURFACE_PILLARS)) {
      for (double pillar : pillars) {
        times.removeIf(time -> Math.abs(time - pillar) < 0.01 * product.expiry());
      }
    }
    double before = 0;
    for (double time : times) {
      if (time - before < 0.01 * product.expiry()) {
        return false;
      }
      before = time;
    }
    return times.size() == events;
  }

  private double uniform(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
