package io.pathwise.batch.output;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code results.parquet}: the rows and columns of {@code results.csv} with types, strings by dictionary. Memory
 * holds one group of rows. Nothing is compressed, as that would take native libraries. Start at {@link #row}.
 *
 * <p>
 * The library names Hadoop's classes in its signatures; parquet-floor stands in for them, so that Hadoop is not needed.
 */
public final class ResultsParquet {
  private static final long ROW_GROUP_BYTES = 8L << 20;
  private static final MessageType SCHEMA = Types.buildMessage().addFields(text("tradeId"), text("measure"),
      text("factor"), optionalNumber("value"), optionalNumber("standardError"), text("estimator"),
      Types.required(PrimitiveTypeName.INT64).named("paths"), text("status"), text("message")).named("results");

  private final ParquetWriter<ResultRow> writer;

  /** Begins a file; the stream is not closed, call {@link #finish} at the end. */
  public ResultsParquet(OutputStream out) throws IOException {
    this(out, ROW_GROUP_BYTES);
  }

  ResultsParquet(OutputStream out, long rowGroupBytes) throws IOException {
    writer = new Builder(new ParquetStream(out)).withConf(new PlainParquetConfiguration())
        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED).withRowGroupSize(rowGroupBytes).build();
  }

  private static Type text(String name) {
    return Types.required(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType()).named(name);
  }

  private static Type optionalNumber(String name) {
    return Types.optional(PrimitiveTypeName.DOUBLE).named(name);
  }

  /**
   * Writes a row.
   *
   * @throws UncheckedIOException
   *           when the stream fails
   */
  public void row(ResultRow row) {
    try {
      writer.write(row);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes what is left and the file's end; without it the file is none. */
  public void finish() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<ResultRow, Builder> {
    Builder(ParquetStream file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    protected WriteSupport<ResultRow> getWriteSupport(Configuration configuration) {
      return new Rows();
    }

    @Override
    protected WriteSupport<ResultRow> getWriteSupport(ParquetConfiguration configuration) {
      return new Rows();
    }
  }

  /** Takes a row apart, column by column in the order of the schema. */
  private static final class Rows extends WriteSupport<ResultRow> {
    private @Nullable RecordConsumer columns;
    private int column;

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public WriteContext init(Configuration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(SCHEMA, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      columns = consumer;
    }

    @Override
    public void write(ResultRow row) {
      RecordConsumer to = Objects.requireNonNull(columns);
      column = 0;
      to.startMessage();
      text(to, row.tradeId());
      text(to, row.measure());
      text(to, row.factor());
      optionalNumber(to, row.hasNumber(), row.value());
      optionalNumber(to, row.hasError(), row.standardError());
      text(to, row.estimator());
      field(to, () -> to.addLong(row.paths()));
      text(to, row.status());
      text(to, row.message());
      to.endMessage();
    }

    private void text(RecordConsumer to, String text) {
      field(to, () -> to.addBinary(Binary.fromString(text)));
    }

    private void optionalNumber(RecordConsumer to, boolean present, double number) {
      if (present) {
        field(to, () -> to.addDouble(number));
      } else {
        column++;
      }
    }

    private void field(RecordConsumer to, Runnable value) {
      String name = SCHEMA.getFieldName(column);
      to.startField(name, column);
      value.run();
      to.endField(name, column);
      column++;
    }
  }
}
