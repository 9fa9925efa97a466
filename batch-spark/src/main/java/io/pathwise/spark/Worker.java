package io.pathwise.spark;

import io.pathwise.batch.evaluation.BackendChoice;
import io.pathwise.engine.bytes.RecordCodec;
import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * Runs {@link Work} in the processes of a cluster. Each process has one engine, whose plans and kernels serve all of
 * its tasks; a task works on its own thread only, because Spark lets as many tasks run at once as there are cores.
 */
final class Worker extends AbstractFunction2<TaskContext, Iterator<byte[]>, byte[]> implements java.io.Serializable {
  private static final long serialVersionUID = 1;

  private static final Map<BackendChoice, GreeksEngine> ENGINES = new HashMap<>();
  private static final ThreadLocal<Entries> OF_TASK = ThreadLocal.withInitial(() -> new Entries(Store.NONE));

  /** The store of every engine: that of the task whose thread asks. */
  private static final Store STORE = new Store() {
    @Override
    public Optional<byte[]> find(Key key) {
      return OF_TASK.get().find(key);
    }

    @Override
    public void keep(Key key, byte[] value) {
      OF_TASK.get().keep(key, value);
    }
  };

  private final Broadcast<Shared> shared;

  Worker(Broadcast<Shared> shared) {
    this.shared = shared;
  }

  /** The result of a partition, which holds one piece of work. */
  @Override
  public byte[] apply(TaskContext context, Iterator<byte[]> partition) {
    Envelope envelope = Envelope.CODEC.fromBytes(partition.next());
    return bytes(perform(envelope.work(), shared.value().content()));
  }

  /** Any work, so that its bytes say which. */
  record Envelope(Work work) {
    static final RecordCodec<Envelope> CODEC = RecordCodec.of(Envelope.class);
  }

  @SuppressWarnings("unchecked") // its own class
  private static <T extends Record> byte[] bytes(T result) {
    return RecordCodec.of((Class<T>) result.getClass()).toBytes(result);
  }

  static Record perform(Work work, Shared.Content shared) {
    GreeksEngine engine = engine(shared.backend());
    Entries known = Entries.of(work.known());
    Entries store = new Entries(known);
    OF_TASK.set(store);
    try {
      return work.perform(engine, store, shared);
    } finally {
      OF_TASK.remove();
    }
  }

  private static GreeksEngine engine(BackendChoice backend) {
    synchronized (ENGINES) {
      return ENGINES.computeIfAbsent(backend, choice -> new GreeksEngine(choice.find(), 1, STORE));
    }
  }

  /** Releases the engines of this process. */
  static void close() {
    synchronized (ENGINES) {
      ENGINES.values().forEach(GreeksEngine::close);
      ENGINES.clear();
    }
  }
}
