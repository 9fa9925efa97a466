package io.pathwise.pricing.market;

import io.pathwise.pricing.Require;
import java.util.List;
import java.util.function.Function;

/**
 * What a model looks like in a file: the spelling of its type, and its fields. {@link AssetModel#formats} lists them;
 * start at {@link #of}.
 *
 * @param label
 *          the spelling of the type
 * @param fields
 *          the names of all its fields
 * @param reader
 *          makes the model of their values
 */
public record ModelFormat(String label, List<String> fields, Function<ModelFields, AssetModel> reader) {

  public ModelFormat {
    Require.given("label", label);
    fields = Require.elements("fields", fields);
    Require.given("reader", reader);
  }

  /**
   * The format with a label.
   *
   * @throws IllegalArgumentException
   *           when there is none; the message lists them
   */
  public static ModelFormat of(String label) {
    return Require.oneOf("type", label, AssetModel.formats().toArray(ModelFormat[]::new), ModelFormat::label);
  }
}
