package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.Require;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Asian;
import io.pathwise.pricing.product.Autocallable;
import io.pathwise.pricing.product.Barrier;
import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.Digital;
import io.pathwise.pricing.product.DomesticProduct;
import io.pathwise.pricing.product.European;
import io.pathwise.pricing.product.Payments;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.product.Scripted;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds the ties of a product: a price without variance that is exactly at a strike or a barrier and, by
 * {@link BasketTies} and {@link AutocallableTies}, prices of two assets that are equal and stay so because they move
 * alike. Start at {@link #of}.
 */
final class Ties {

  private final CertainPrices prices;
  private final List<String> assets;
  private final List<Tie> found = new ArrayList<>();

  Ties(CertainPrices prices, List<String> assets) {
    this.prices = prices;
    this.assets = assets;
  }

  /** All of them. */
  static List<Tie> of(Product product, MarketData market) {
    CertainPrices prices = new CertainPrices(product, market);
    Ties ties = new Ties(prices, product.domestic().assets());
    ties.find(product.domestic());
    return List.copyOf(ties.found);
  }

  private void find(DomesticProduct product) {
    switch (product) {
      case European european ->
        atStrike(() -> price(european.expiry()), european.strike(), european.expiry());
      case Digital digital -> atStrike(() -> price(digital.expiry()), digital.strike(), digital.expiry());
      case Asian asian -> atStrike(() -> average(asian), asian.strike(), asian.fixings().getLast());
      case Barrier barrier -> barrier(barrier);
      case Basket basket -> new BasketTies(this, prices, basket).find();
      case Autocallable note -> new AutocallableTies(this, prices, note).find();
      case Scripted script -> new ScriptTies(this, prices, script).find();
      case Payments _ -> {
      }
    }
  }

  /** The forward price of the product's only asset. */
  private ForwardLevel price(double time) {
    return prices.price(assets.getFirst(), time);
  }

  private void atStrike(Supplier<ForwardLevel> level, double strike, double time) {
    if (prices.areCertain(assets, time)) {
      find("what is compared with the strike", level.get(), strike, time);
    }
  }

  private ForwardLevel average(Asian asian) {
    Stream<ForwardLevel> past = asian.pastFixings().stream().map(ForwardLevel::constant);
    List<ForwardLevel> all = Stream.concat(past, asian.fixings().stream().map(this::price)).toList();
    double weight = 1.0 / asian.count();
    return switch (asian.average()) {
      case ARITHMETIC -> ForwardLevel.sum(all).times(weight);
      case GEOMETRIC -> ForwardLevel.sum(all.stream().map(ForwardLevel::log).toList()).times(weight).exp();
    };
  }

  /** As long as the price is certain it is known whether the barrier is hit. */
  private void barrier(Barrier barrier) {
    boolean hit = false;
    for (int i = 0; i < barrier.monitoring().size() && !hit; i++) {
      double time = barrier.monitoring().get(i);
      if (!prices.areCertain(assets, time)) {
        return;
      }
      ForwardLevel price = price(time);
      if (find("the monitored price", price, barrier.barrier(), time)) {
        return;
      }
      hit = barrier.kind().isUp() ? price.value() > barrier.barrier() : price.value() < barrier.barrier();
    }
    if (hit != barrier.kind().isOut()) {
      atStrike(() -> price(barrier.expiry()), barrier.strike(), barrier.expiry());
    }
  }

  /**
   * Notes a tie, if it is one, of a certain number with a constant.
   *
   * @param what
   *          the number, for people
   * @param time
   *          up to which the prices in it are observed
   * @return whether it is one
   */
  boolean find(String what, ForwardLevel level, double constant, double time) {
    return find(what, level, ForwardLevel.constant(constant), time);
  }

  /** Notes a tie, if it is one, of two certain numbers; returns whether it is one. */
  boolean find(String what, ForwardLevel level, ForwardLevel other, double time) {
    if (level.isEqualTo(other)) {
      found.add(new Tie(
          what + " is certain to be exactly " + Require.plain(other.value()) + " at " + Require.plain(time),
          factor -> level.leaves(other, factor)
              || assets.stream().anyMatch(asset -> prices.spreads(factor, asset, time))));
      return true;
    }
    return false;
  }

  /** Whether two of the assets move alike up to a time. */
  boolean someMoveAlike(double time) {
    return IntStream.range(0, assets.size()).anyMatch(a -> IntStream.range(0, a)
        .anyMatch(b -> prices.moveAlike(assets.get(a), assets.get(b), time)));
  }

  /**
   * Notes the ties among assets of which a payoff takes the best or the worst.
   *
   * @param candidates
   *          places of the assets that may be taken
   * @param parts
   *          for every asset the numbers that are added up before the assets are compared
   * @param time
   *          up to which prices are observed
   */
  void findAmong(List<Integer> candidates, List<List<ForwardLevel>> parts, double time) {
    for (int a : candidates) {
      for (int b : candidates) {
        if (a < b && prices.moveAlike(assets.get(a), assets.get(b), time)
            && inPairs(parts.get(a), parts.get(b), ForwardLevel::isEqualTo).allMatch(equal -> equal)) {
          found.add(new Tie(
              "%s and %s move alike and are equal at %s where the payoff takes the one or the other".formatted(
                  assets.get(a), assets.get(b), Require.plain(time)),
              factor -> inPairs(parts.get(a), parts.get(b), (one, other) -> one.leaves(other, factor))
                  .anyMatch(leaves -> leaves) || prices.spreads(factor, assets.get(a), time)
                  || prices.spreads(factor, assets.get(b), time)));
        }
      }
    }
  }

  private static Stream<Boolean> inPairs(List<ForwardLevel> first, List<ForwardLevel> second,
      BiPredicate<ForwardLevel, ForwardLevel> relation) {
    return IntStream.range(0, first.size()).mapToObj(i -> relation.test(first.get(i), second.get(i)));
  }
}
