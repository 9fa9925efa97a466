package io.pathwise.greeks.execution;

import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.statistics.ErrorProfile;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.measure.Target;
import io.pathwise.greeks.measure.Targets;
import io.pathwise.greeks.policy.PinnedEstimators;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The numbers of a trade as a {@link Store} keeps them. Their key is made of the product and the quotes that it depends
 * on, so that a change of any other quote leaves them valid, and nothing has to be built to find them. Start with
 * {@link #find}.
 */
final class KeptNumbers {

  private final Store store;
  private final Store.Key key;
  private final Map<String, Target> targets = new HashMap<>();

  /**
   * Those of a trade.
   *
   * @param context
   *          what else they depend on
   */
  KeptNumbers(Store store, Product product, MarketData market, Collection<Measure> measures,
      Settings settings, PinnedEstimators pinned, List<?> context) {
    this.store = store;
    Fingerprint.Builder builder = Fingerprint.builder().addValue(description(product, market)).addValue(settings)
        .addValue(pinned).addValue(context);
    List<Target> all = new ArrayList<>(Targets.of(product, market, measures));
    measures.forEach(measure -> all.add(new Target(measure, List.of())));
    for (Target target : all) {
      builder.add(text(target));
      targets.put(text(target), target);
    }
    this.key = new Store.Key(Store.Kind.NUMBERS, builder.build());
  }

  /** Everything that a trade's program and data are made of. */
  static List<Object> description(Product product, MarketData market) {
    List<String> assets = market.assets().keySet().stream().filter(product.assets()::contains).toList();
    return List.of(product, market.valuationDate(), assets.stream().map(market::asset).toList(),
        market.curvesOf(assets).stream().map(market::curve).toList(),
        market.correlations().matrix(assets));
  }

  private static String text(Target target) {
    return target.measure().label() + target.factors();
  }

  /** What is kept, if anything is. */
  Optional<List<Greek>> find() {
    return store.find(key).flatMap(this::fromBytes);
  }

  private Optional<List<Greek>> fromBytes(byte[] bytes) {
    List<Greek> numbers = new ArrayList<>();
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        Target target = targets.get(in.readUTF());
        if (target == null) {
          return Optional.empty();
        }
        numbers.add(new Greek(target.measure(), target.factors(), in.readDouble(), in.readDouble(), in.readUTF(),
            in.readUTF(), in.readLong(), Greek.Status.valueOf(in.readUTF()), in.readUTF(), readErrors(in)));
      }
    } catch (IOException | IllegalArgumentException damaged) {
      return Optional.empty();
    }
    return Optional.of(numbers);
  }

  /** Keeps the numbers. */
  void keep(List<Greek> numbers) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(numbers.size());
      for (Greek number : numbers) {
        out.writeUTF(text(new Target(number.measure(), number.factors())));
        out.writeDouble(number.value());
        out.writeDouble(number.standardError());
        out.writeUTF(number.estimator());
        out.writeUTF(number.reason());
        out.writeLong(number.paths());
        out.writeUTF(number.status().name());
        out.writeUTF(number.message());
        write(number.errors(), out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    store.keep(key, bytes.toByteArray());
  }

  private static void write(ErrorProfile errors, DataOutputStream out) throws IOException {
    out.writeInt(errors.batches());
    out.writeDouble(errors.size());
    for (float share : errors.shares()) {
      out.writeFloat(share);
    }
  }

  private static ErrorProfile readErrors(DataInputStream in) throws IOException {
    int batches = in.readInt();
    if (batches < 0 || batches > in.available() / Float.BYTES) {
      throw new IOException("an error profile of " + batches + " batches");
    }
    double size = in.readDouble();
    byte[] bytes = new byte[batches * Float.BYTES];
    in.readFully(bytes);
    float[] shares = new float[batches];
    ByteBuffer.wrap(bytes).asFloatBuffer().get(shares);
    return ErrorProfile.of(size, shares);
  }
}
