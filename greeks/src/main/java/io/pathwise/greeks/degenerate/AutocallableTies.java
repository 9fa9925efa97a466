package io.pathwise.greeks.degenerate;

import io.pathwise.pricing.product.Autocallable;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The ties of an autocallable: of the worst performance with a barrier while no price has variance, and among its
 * assets. Start at {@link #find}.
 */
final class AutocallableTies {

  private final Ties ties;
  private final CertainPrices prices;
  private final Autocallable note;

  AutocallableTies(Ties ties, CertainPrices prices, Autocallable note) {
    this.ties = ties;
    this.prices = prices;
    this.note = note;
  }

  /** As long as prices are certain it is known whether the note is redeemed. */
  void find() {
    for (double time : note.observationTimes()) {
      boolean isCertain = prices.areCertain(note.assets(), time);
      if (!isCertain && !ties.someMoveAlike(time)) {
        return;
      }
      List<ForwardLevel> performances = IntStream.range(0, note.assets().size())
          .mapToObj(a -> prices.price(note.assets().get(a), time).times(1 / note.initialFixings().get(a))).toList();
      List<List<ForwardLevel>> parts = performances.stream().map(List::of).toList();
      if (!isCertain) {
        ties.findAmong(IntStream.range(0, performances.size()).boxed().toList(), parts, time);
      } else if (endsAt(time, performances, parts)) {
        return;
      }
    }
  }

  /** Whether nothing behind a time matters: the note is redeemed then, or that is undecided. */
  private boolean endsAt(double time, List<ForwardLevel> performances, List<List<ForwardLevel>> parts) {
    double worst = performances.stream().mapToDouble(ForwardLevel::value).min().orElseThrow();
    List<Integer> worstOnes = IntStream.range(0, performances.size()).boxed()
        .filter(a -> performances.get(a).isEqualTo(ForwardLevel.constant(worst))).toList();
    boolean redeems = note.autocallTimes().contains(time);
    boolean undecided = false;
    for (int a : worstOnes) {
      ForwardLevel performance = performances.get(a);
      if (note.observations().contains(time) && note.coupon() > 0) {
        undecided |= ties.find("the worst performance", performance, note.couponBarrier(), time);
      }
      if (redeems) {
        undecided |= ties.find("the worst performance", performance, note.autocallBarrier(), time);
      }
      if (time == note.expiry()) {
        undecided |= ties.find("the worst performance", performance, note.protectionBarrier(), time);
      }
    }
    if (time == note.expiry() && worst < note.protectionBarrier() && !undecided) {
      ties.findAmong(worstOnes, parts, time);
    }
    return undecided || (redeems && worst >= note.autocallBarrier());
  }
}
