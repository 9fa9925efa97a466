package io.pathwise.batch.command;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.hedging.HedgeMethod;
import io.pathwise.batch.log.LogFormat;
import io.pathwise.batch.output.Units;
import io.pathwise.engine.optimise.Method;
import io.pathwise.greeks.estimator.Estimator;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Policy;
import io.pathwise.pricing.Require;
import io.pathwise.pricing.calibration.ModelFamily;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How texts of the command line become values; every failure says what is allowed. */
final class Converters {
  private Converters() {}

  static CommandLine registerAll(CommandLine commandLine) {
    return commandLine.registerConverter(Measure.class, converter(Measure::of))
        .registerConverter(Estimator.class, converter(Estimator::of))
        .registerConverter(ModelFamily.class, converter(ModelFamily::of))
        .registerConverter(Method.class, converter(Method::of))
        .registerConverter(HedgeMethod.class, converter(HedgeMethod::of))
        .registerConverter(Policy.class, converter(Policy::of)).registerConverter(Units.class, converter(Units::of))
        .registerConverter(BackendChoice.class, converter(BackendChoice::of))
        .registerConverter(TargetError.class, converter(TargetError::of))
        .registerConverter(LogFormat.class,
            converter(text -> Require.oneOf("the format", text, LogFormat.values(), LogFormat::label)))
        .registerConverter(Count.class, converter(Count::of)).registerConverter(Minutes.class, converter(Minutes::of))
        .registerConverter(Switch.class, converter(Switch::of));
  }

  private static <T> ITypeConverter<T> converter(Function<String, T> of) {
    return text -> {
      try {
        return of.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }
}
