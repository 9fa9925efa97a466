package io.pathwise.spark;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.batch.evaluation.EngineEvaluator;
import io.pathwise.engine.cpu.CpuBackend;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.greeks.execution.EvaluationListener;
import io.pathwise.greeks.execution.Outcome;
import io.pathwise.greeks.execution.Progress;
import io.pathwise.greeks.measure.Greek;
import io.pathwise.greeks.measure.Greeks;
import io.pathwise.greeks.measure.MarketChange;
import io.pathwise.greeks.measure.Measure;
import io.pathwise.greeks.policy.Settings;
import io.pathwise.pricing.market.MarketData;
import io.pathwise.pricing.product.Product;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Divides trades into tasks for Spark. First all trades are brought forward in chunks, which is the end of it for most;
 * what is left are {@link LongTrades large simulations}, of which ranges of blocks become tasks. Exact accumulators
 * make the numbers independent of the division. A cache is looked at and filled on this side only, by an engine that
 * also does what is not part of a risk run. Start at {@link #evaluateAll}.
 */
final class SparkEvaluator extends EngineEvaluator {
  /** Trades with more blocks than this are divided. */
  static final long MOST_BLOCKS_OF_A_CHUNK = 1024;
  /** How many chunks there are for each task that can run at once, so that none waits long for the last. */
  private static final int CHUNKS_A_SLOT = 8;
  private static final int MOST_OF_A_CHUNK = 64;

  private final SparkContext context;
  private final Jobs jobs;
  private final BackendChoice backend;
  private final Store store;
  /** The choices of estimators among others', by product, for its scenarios. */
  private final Map<Product, Map<Store.Key, byte[]>> choices = Collections.synchronizedMap(new IdentityHashMap<>());

  SparkEvaluator(SparkContext context, String master, BackendChoice backend, Store store) {
    super(new GreeksEngine(new CpuBackend(), 1, store), backend.label() + " on Spark at " + master);
    this.context = context;
    this.jobs = new Jobs(context, master);
    this.backend = backend;
    this.store = store;
  }

  @Override
  public List<Outcome<Greeks>> evaluateAll(List<Product> products, MarketData market, Collection<Measure> measures,
      Settings settings, EvaluationListener listener) {
    Outcomes<Greeks> outcomes = new Outcomes<>(products.size(), listener::done);
    choices.clear();
    List<Integer> missing = outcomes.take(i -> engine().partialRuns().kept(products.get(i), market, measures, settings),
        store.keeps());
    Broadcast<Shared> shared = jobs.share(new Shared.Content(market, List.of(), List.copyOf(measures), settings,
        backend, store.keeps()));
    List<List<Integer>> chunks = chunks(missing, products::get);
    List<LongTrades.Trade> unfinished = new ArrayList<>();
    jobs.run(chunks.stream().map(chunk -> new Work.Forward(chunk.stream().map(products::get).toList(), Map.of(), 0,
        MOST_BLOCKS_OF_A_CHUNK)).toList(), Work.Advanced.class, shared, (piece, advanced) -> {
          Entries kept = Entries.of(advanced.kept());
          Map<Store.Key, byte[]> chosen = kept.all(Store.Kind.CHOICES);
          advanced.kept().forEach(store::keep);
          for (int k = 0; k < advanced.answers().size(); k++) {
            int i = chunks.get(piece).get(k);
            Work.Answer<Progress> answer = advanced.answers().get(k);
            choices.put(products.get(i), chosen);
            Optional<Progress> open = answer.result().filter(advance -> advance.greeks().isEmpty());
            if (open.isPresent()) {
              unfinished.add(new LongTrades.Trade(i, products.get(i), chosen, kept, open.get().blocks(),
                  open.get().nextBlocks()));
            } else {
              outcomes.set(i, greeks(answer));
            }
          }
        });
    new LongTrades(jobs, shared, store).finish(unfinished,
        (place, answer) -> outcomes.set(place, greeks(answer)));
    shared.destroy();
    return outcomes.list();
  }

  private static Outcome<Greeks> greeks(Work.Answer<Progress> answer) {
    return answer.result().flatMap(Progress::greeks).<Outcome<Greeks>>map(Outcome.Done::new)
        .orElseGet(() -> new Outcome.Refused<>(answer.failure()));
  }

  @Override
  public List<Outcome<Greek>> changeAll(List<MarketChange> changes, MarketData before, Collection<Measure> measures,
      Settings settings, IntConsumer done) {
    Outcomes<Greek> outcomes = new Outcomes<>(changes.size(), done);
    IdentityHashMap<MarketData, Integer> numbers = new IdentityHashMap<>();
    List<MarketData> scenarios = new ArrayList<>();
    for (MarketChange change : changes) {
      numbers.computeIfAbsent(change.after(), scenario -> {
        scenarios.add(scenario);
        return scenarios.size() - 1;
      });
    }
    List<Integer> missing = outcomes.take(
        i -> engine().partialRuns().keptChange(changes.get(i), before, measures, settings),
        store.keeps());
    Broadcast<Shared> shared = jobs.share(new Shared.Content(before, scenarios, List.copyOf(measures), settings,
        backend, store.keeps()));
    List<List<Integer>> chunks = chunks(missing, i -> changes.get(i).product());
    List<Work.Changes> work = chunks.stream().map(chunk -> {
      Entries known = new Entries(Store.NONE);
      chunk.forEach(i -> choices.getOrDefault(changes.get(i).product(), Map.of()).forEach(known::keep));
      return new Work.Changes(chunk.stream().map(changes::get).map(change -> new Work.Cell(change.product(),
          change.productAfter(), numbers.getOrDefault(change.after(), 0), change.paths())).toList(), known.all());
    }).toList();
    jobs.run(work, Work.Changed.class, shared, (piece, changed) -> {
      changed.kept().forEach(store::keep);
      for (int k = 0; k < changed.answers().size(); k++) {
        Work.Answer<Greek> answer = changed.answers().get(k);
        outcomes.set(chunks.get(piece).get(k), answer.result().<Outcome<Greek>>map(Outcome.Done::new)
            .orElseGet(() -> new Outcome.Refused<>(answer.failure())));
      }
    });
    shared.destroy();
    return outcomes.list();
  }

  /** Cuts places into chunks; equal assets and products come together, since they share paths and plans. */
  private List<List<Integer>> chunks(List<Integer> places, IntFunction<Product> product) {
    List<Integer> inOrder = places.stream().sorted(Comparator.comparing((Integer i) -> {
      Product one = product.apply(i);
      return one.assets() + " " + one.getClass().getName();
    })).toList();
    int size = Math.clamp(Math.ceilDiv(places.size(), CHUNKS_A_SLOT * jobs.slots()), 1, MOST_OF_A_CHUNK);
    return IntStream.range(0, Math.ceilDiv(places.size(), size))
        .mapToObj(chunk -> inOrder.subList(chunk * size, Math.min((chunk + 1) * size, inOrder.size()))).toList();
  }

  /** Outcomes by place; the one that comes first stays. */
  private static final class Outcomes<T> {
    private final List<Optional<Outcome<T>>> places;
    private final IntConsumer done;

    Outcomes(int count, IntConsumer done) {
      this.places = new ArrayList<>(Collections.nCopies(count, Optional.empty()));
      this.done = done;
    }

    /** Takes what is kept, and gives the places of which nothing is. */
    List<Integer> take(IntFunction<Optional<T>> kept, boolean keeps) {
      List<Integer> missing = new ArrayList<>();
      for (int i = 0; i < places.size(); i++) {
        int place = i;
        Outcome<Optional<T>> found = keeps
            ? Outcome.of(() -> kept.apply(place))
            : new Outcome.Done<>(Optional.empty());
        switch (found) {
          case Outcome.Done<Optional<T>>(Optional<T> result) -> result
              .ifPresentOrElse(value -> set(place, new Outcome.Done<>(value)), () -> missing.add(place));
          case Outcome.Refused<Optional<T>>(RuntimeException cause) -> set(place, new Outcome.Refused<>(cause));
        }
      }
      return missing;
    }

    synchronized void set(int place, Outcome<T> outcome) {
      if (places.get(place).isEmpty()) {
        places.set(place, Optional.of(outcome));
        done.accept(place);
      }
    }

    synchronized List<Outcome<T>> list() {
      return places.stream().map(Optional::orElseThrow).toList();
    }
  }

  @Override
  public void close() {
    context.stop();
    Worker.close();
    super.close();
  }
}
