package io.pathwise.greeks.execution;

import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.program.Inputs;
import io.pathwise.engine.run.Backend;
import io.pathwise.engine.run.Fingerprint;
import io.pathwise.engine.run.Simulation;
import io.pathwise.engine.run.Store;
import io.pathwise.engine.training.PolicyTraining;
import io.pathwise.greeks.cache.RecentlyUsed;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.greeks.simulation.KernelCache;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import io.pathwise.pricing.program.PricingProgram;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Learns when products are exercised, on paths of their own, and remembers it: what is learnt follows from the program,
 * its data and the settings, so that it is the same whoever learns it. Start at {@link #fitted}.
 */
final class ExercisePolicies {

  private static final int REMEMBERED = 256;
  private static final RecordCodec<Policy> CODEC = RecordCodec.of(Policy.class);

  private final KernelCache kernels;
  private final Simulation simulation;
  private final Store store;
  private final Map<Fingerprint, Policy> policies = new RecentlyUsed<>(REMEMBERED);

  /**
   * What was learnt.
   *
   * @param learnt
   *          per-step values by name
   * @param ofHalves
   *          the same from balanced halves of the paths
   * @param note
   *          what is to be said of them
   */
  private record Policy(Map<String, List<Double>> learnt, List<Map<String, List<Double>>> ofHalves, String note) {}

  ExercisePolicies(KernelCache kernels, Simulation simulation, Store store) {
    this.kernels = kernels;
    this.simulation = simulation;
    this.store = store;
  }

  /** A program whose decisions are fitted; itself if it has none. */
  PricingProgram fitted(PricingProgram pricing, Product product, MarketData market, Settings settings) {
    if (pricing.decisions().isEmpty()) {
      return pricing;
    }
    Policy policy = policy(pricing, product, market, settings);
    Inputs inputs = pricing.inputs();
    return pricing.fitted(with(inputs, policy.learnt()),
        policy.ofHalves().stream().map(part -> with(inputs, part)).toList(), policy.note());
  }

  private static Inputs with(Inputs inputs, Map<String, List<Double>> learnt) {
    Map<String, double[]> values = new HashMap<>(inputs.stepValues());
    learnt.forEach((name, numbers) -> values.put(name, numbers.stream().mapToDouble(x -> x).toArray()));
    return new Inputs(inputs.steps(), inputs.parameters(), values, inputs.schedules());
  }

  private Policy policy(PricingProgram pricing, Product product, MarketData market, Settings settings) {
    Fingerprint fingerprint = Fingerprint.builder().add(pricing.program().toString()).add(pricing.inputs())
        .add(settings.seed()).add(settings.trainingPaths()).build();
    synchronized (policies) {
      Policy known = policies.get(fingerprint);
      if (known != null) {
        return known;
      }
    }
    Store.Key key = new Store.Key(Store.Kind.TRAINING, fingerprint);
    Policy policy = store.find(key).flatMap(ExercisePolicies::fromBytes).orElseGet(() -> {
      Policy learnt = learn(product, market, settings);
      store.keep(key, CODEC.toBytes(learnt));
      return learnt;
    });
    synchronized (policies) {
      policies.put(fingerprint, policy);
    }
    return policy;
  }

  private static Optional<Policy> fromBytes(byte[] bytes) {
    try {
      return Optional.of(CODEC.fromBytes(bytes));
    } catch (IllegalArgumentException damaged) {
      return Optional.empty();
    }
  }

  /** On a program of its own, so that what is kept and what is learnt anew leave the trade's program the same. */
  private Policy learn(Product product, MarketData market, Settings settings) {
    PricingProgram pricing = PricingProgram.of(product, market);
    PolicyTraining training = new PolicyTraining(pricing.program(), PricingProgram.VALUE, pricing.decisions(),
        pricing.inputs());
    long blocks = blocks(settings);
    PolicyTraining.Trained trained = training.train(kernels::get, simulation, settings.seed(), blocks);
    return new Policy(learnt(pricing, trained.inputs()),
        trained.ofHalves().stream().map(part -> learnt(pricing, part)).toList(), note(trained, blocks * Backend.BLOCK));
  }

  private static Map<String, List<Double>> learnt(PricingProgram pricing, Inputs trained) {
    Map<String, List<Double>> learnt = new HashMap<>();
    pricing.decisions().forEach(decision -> decision.learnt()
        .forEach(name -> learnt.put(name, DoubleStream.of(trained.stepValue(name)).boxed().toList())));
    return learnt;
  }

  /** On how many blocks something is learnt. */
  static long blocks(Settings settings) {
    return Math.ceilDiv(settings.trainingPaths(), Backend.BLOCK);
  }

  private static String note(PolicyTraining.Trained trained, long paths) {
    StringBuilder note = new StringBuilder("exercised as learnt from %s other paths".formatted(paths));
    if (trained.leftOut() > 0) {
      note.append(", on which up to %s directions of basis functions were not told apart".formatted(trained.leftOut()));
    }
    if (trained.heldBack() > 0) {
      note.append(", which have too little to exercise at %s times".formatted(trained.heldBack()));
    }
    return note.toString();
  }
}
