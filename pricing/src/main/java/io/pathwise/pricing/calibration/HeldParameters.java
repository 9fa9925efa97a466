package io.pathwise.pricing.calibration;

import io.pathwise.pricing.market.AssetModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * The parameters of a model that the fit left at a limit. They stay there when quotes move a little, since the fit
 * would have them beyond; where a limit depends on other parameters, they follow those. Start at {@link #of}.
 *
 * @param limits
 *          where each of these parameters is held, in the order in which their limits are known
 */
record HeldParameters(SequencedMap<String, Limit> limits) {

  /** Where a parameter is held, given the other parameters. */
  @FunctionalInterface
  interface Limit {
    double value(Map<String, Double> others);
  }

  /** Those of a model whose law is known; none of other models. */
  static HeldParameters of(AssetModel model, List<VolSurface.Expiry> expiries) {
    SequencedMap<String, Limit> limits = new LinkedHashMap<>();
    LawFamily.of(model).ifPresent(family -> {
      LawFamily.Setting setting = LawFamily.Setting.of(model, expiries);
      for (String name : family.parameters()) {
        double value = Objects.requireNonNull(model.parameters().get(name));
        ParameterRange range = family.range(name, model.parameters(), setting);
        if (range.isEndedAt(value)) {
          limits.put(name, others -> family.range(name, others, setting).at(range.share(value)));
        }
      }
    });
    return new HeldParameters(limits);
  }

  boolean contains(String parameter) {
    return limits.containsKey(parameter);
  }

  /** A model with another value of a parameter, and these at their limits. */
  AssetModel moved(AssetModel model, String parameter, double value) {
    if (limits.isEmpty()) {
      return model.with(parameter, value);
    }
    SequencedMap<String, Double> values = new LinkedHashMap<>(model.parameters());
    values.put(parameter, value);
    limits.forEach((name, limit) -> values.put(name, limit.value(values)));
    return LawFamily.of(model).orElseThrow().model(values, model);
  }
}
