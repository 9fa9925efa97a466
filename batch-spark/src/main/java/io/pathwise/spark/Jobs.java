package io.pathwise.spark;

import io.pathwise.batch.evaluation.BackendMissingException;
import io.pathwise.engine.bytes.RecordCodec;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs work on a cluster, each piece as a task of its own. Start at {@link #run}. */
final class Jobs {
  private static final ClassTag<byte[]> BYTES = ClassTag$.MODULE$.apply(byte[].class);

  private final SparkContext context;
  private final String master;

  Jobs(SparkContext context, String master) {
    this.context = context;
    this.master = master;
  }

  /** Takes results. */
  interface Results<R> {

    /** Called once for each piece of work, one at a time, as they are done. */
    void accept(int piece, R result);
  }

  /** How many tasks can run at once. */
  int slots() {
    return Math.max(1, context.defaultParallelism());
  }

  /** Sends to the cluster what several jobs share. */
  Broadcast<Shared> share(Shared.Content content) {
    return new JavaSparkContext(context).broadcast(new Shared(content));
  }

  /**
   * Runs pieces of work. A task that fails or whose machine is lost is run again elsewhere; of each piece one result is
   * taken.
   *
   * @throws BackendMissingException
   *           when the cluster gives up
   */
  <R extends Record> void run(List<? extends Work> work, Class<R> type, Broadcast<Shared> shared, Results<R> results) {
    if (work.isEmpty()) {
      return;
    }
    RecordCodec<R> codec = RecordCodec.of(type);
    RDD<byte[]> pieces = new JavaSparkContext(context)
        .parallelize(work.stream().map(piece -> Worker.Envelope.CODEC.toBytes(new Worker.Envelope(piece))).toList(),
            work.size())
        .rdd();
    try {
      context.runJob(pieces, new Worker(shared), new AbstractFunction2<Object, byte[], BoxedUnit>() {
        @Override
        public BoxedUnit apply(Object piece, byte[] bytes) {
          results.accept((Integer) piece, codec.fromBytes(bytes));
          return BoxedUnit.UNIT;
        }
      }, BYTES);
    } catch (Exception e) { // Scala throws checked exceptions without saying so
      throw new BackendMissingException(
          "Spark at '" + master + "' gave up: " + firstLine(String.valueOf(e.getMessage()))
              + "; with --cache the same command goes on from what was done");
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
