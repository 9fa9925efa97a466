package io.pathwise.pricing.market;

import java.util.List;

/** Takes the values of a model's fields in files, as {@link AssetModel#write} tells them. Start at {@link #number}. */
public interface ModelFieldValues {

  /** A field that is a number. */
  void number(String name, double value);

  /** A field that is a list of numbers. */
  void numbers(String name, List<Double> values);
}
