package io.pathwise.batch.input;

import io.pathwise.pricing.market.AssetModel;
import io.pathwise.pricing.market.ModelFields;
import io.pathwise.pricing.market.ModelFormat;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Reads the model of an asset in a market file: any {@link ModelFormat} there is; docs/formats.md describes them. Start
 * at {@link #model}.
 */
final class ModelReader {

  private static final String TYPE = "type";

  private ModelReader() {}

  static AssetModel model(String what, Json json) {
    ModelFormat format = fields(json, what, AssetModel.formats()).oneOf(TYPE, ModelFormat::of);
    return format.reader().apply(new JsonFields(fields(json, what, List.of(format))));
  }

  /** Those of an object that may have the fields of some formats. */
  private static Fields fields(Json json, String what, List<ModelFormat> formats) {
    return Fields.of(json, what, what + ".",
        Stream.concat(Stream.of(TYPE), formats.stream().flatMap(format -> format.fields().stream())).distinct()
            .toList());
  }

  private record JsonFields(Fields fields) implements ModelFields {

    @Override
    public double number(String name, NumberCheck check) {
      return fields.number(name, check::check);
    }

    @Override
    public OptionalDouble optionalNumber(String name, NumberCheck check) {
      return fields.has(name) ? OptionalDouble.of(number(name, check)) : OptionalDouble.empty();
    }

    @Override
    public List<Double> numbers(String name, NumberCheck check) {
      return fields.numbers(name, check::check);
    }

    @Override
    public int count(String name, int maximum, int missing) {
      return fields.count(name, maximum, missing);
    }

    @Override
    public <T> T oneOf(String name, Function<String, T> lookup, T missing) {
      return fields.has(name) ? fields.oneOf(name, lookup) : missing;
    }

    @Override
    public boolean isFirstOf(String first, List<String> others) {
      return fields.isFirstOf(first, others);
    }

    @Override
    public <T> T located(String field, Supplier<T> supplier) {
      return Fields.located(fields.location(field), supplier);
    }
  }
}
