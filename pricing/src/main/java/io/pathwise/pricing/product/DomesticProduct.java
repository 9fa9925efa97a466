package io.pathwise.pricing.product;

import io.pathwise.pricing.script.Script;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A product that pays in the currency in which its assets are quoted; {@link CrossCurrency} converts one. */
public sealed interface DomesticProduct extends Uncollateralised permits Option, Autocallable, Payments, Scripted {

  @Override
  default DomesticProduct domestic() {
    return this;
  }

  @Override
  default Optional<CrossCurrency> crossCurrency() {
    return Optional.empty();
  }

  @Override
  default boolean isDeterministic() {
    return false;
  }

  @Override
  double expiry();

  @Override
  List<Double> observationTimes();

  @Override
  default boolean watchesPrices() {
    return false;
  }

  @Override
  int steps();

  /** What it pays, as a term of the payoff language. */
  Script script();

  /** The day from which the times of the script count; empty if that is today. */
  default Optional<LocalDate> origin() {
    return Optional.empty();
  }

  /** The years from today to a time of the script. */
  default double left(double time) {
    return time;
  }

  /** Whether a time of the script is still to come. */
  default boolean isToCome(double time) {
    return true;
  }

  /** When somebody may still end it, in years from today, in the order of the script. */
  default List<Double> exerciseTimesLeft() {
    return script().exerciseTimes().stream().filter(this::isToCome).map(this::left).distinct().toList();
  }

  /** What a state of the script is before the next event, by its place. */
  default double state(int place) {
    return script().states().get(place).initial();
  }

  /** What is still to be paid because of what has happened. */
  default List<KnownPayment> unpaid() {
    return List.of();
  }

  /** When it pays at the latest, in years from today. */
  default double lastPayment() {
    return expiry();
  }

  /** Whether what is paid later is worth less. */
  default boolean discounting() {
    return true;
  }

  @Override
  DomesticProduct renamed(UnaryOperator<String> names);
}
