package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.product.Basket;
import io.pathwise.pricing.product.OptionType;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ties of a basket option: of its level with the strike, and among its assets. Start at {@link #find}. */
final class BasketTies {

  private final Ties ties;
  private final CertainPrices prices;
  private final Basket basket;
  private final double last;
  private final boolean isCertain;

  BasketTies(Ties ties, CertainPrices prices, Basket basket) {
    this.ties = ties;
    this.prices = prices;
    this.basket = basket;
    this.last = basket.observationTimes().getLast();
    this.isCertain = prices.areCertain(basket.assets(), last);
  }

  void find() {
    if (isCertain || ties.someMoveAlike(last)) {
      List<List<ForwardLevel>> parts = places().map(this::parts).toList();
      switch (basket.aggregate()) {
        case WEIGHTED_SUM -> weightedSum(parts);
        case BEST_OF -> selection(parts, Math::max);
        case WORST_OF -> selection(parts, Math::min);
      }
    }
  }

  private Stream<Integer> places() {
    return IntStream.range(0, basket.assets().size()).boxed();
  }

  /** An asset's prices as the basket adds them up. */
  private List<ForwardLevel> parts(int asset) {
    Stream<ForwardLevel> past = basket.pastFixings().isEmpty()
        ? Stream.empty()
        : basket.pastFixings().get(asset).stream().map(ForwardLevel::constant);
    Stream<ForwardLevel> future = basket.observationTimes().stream()
        .map(time -> prices.price(basket.assets().get(asset), time));
    double weight = basket.weights().get(asset) / Math.max(1, basket.count());
    return Stream.concat(past, future).map(price -> price.times(weight)).toList();
  }

  /** A sum of prices that move alike stays 0 if it is 0 at every fixing. */
  private void weightedSum(List<List<ForwardLevel>> parts) {
    String first = basket.assets().getFirst();
    boolean staysZero = basket.assets().stream().allMatch(asset -> prices.moveAlike(first, asset, last))
        && IntStream.range(0, parts.getFirst().size()).mapToObj(fixing -> ForwardLevel
            .sum(parts.stream().map(own -> own.get(fixing)).toList()))
            .allMatch(sum -> sum.isEqualTo(ForwardLevel.constant(0)));
    if (isCertain || staysZero) {
      ties.find("the basket", ForwardLevel.sum(parts.stream().map(ForwardLevel::sum).toList()), basket.strike(), last);
    }
  }

  private void selection(List<List<ForwardLevel>> parts, DoubleBinaryOperator extreme) {
    if (isCertain) {
      certainSelection(parts, extreme);
    } else {
      ties.findAmong(places().toList(), parts, last);
    }
  }

  /** Only the assets that count matter, and only where something is paid. */
  private void certainSelection(List<List<ForwardLevel>> parts, DoubleBinaryOperator extreme) {
    List<ForwardLevel> sums = parts.stream().map(ForwardLevel::sum).toList();
    double level = sums.stream().mapToDouble(ForwardLevel::value).reduce(extreme).orElseThrow();
    List<Integer> chosen = places().filter(a -> sums.get(a).isEqualTo(ForwardLevel.constant(level))).toList();
    boolean isAtStrike = false;
    for (int a : chosen) {
      isAtStrike |= ties.find("the basket", sums.get(a), basket.strike(), last);
    }
    boolean pays = basket.option() == OptionType.CALL ? level > basket.strike() : level < basket.strike();
    if (!isAtStrike && pays) {
      ties.findAmong(chosen, sums.stream().map(List::of).toList(), last);
    }
  }
}
