package io.pathwise.engine.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The form in bytes of the records of one class, for what is kept and for travel between processes. It follows from the
 * types of the components alone, so there is nothing else to be written when a record changes. Start with {@link #of}.
 *
 * <p>
 * A component is a boolean, int, long or double, an array of bytes, floats or doubles, a text, a big integer, a date,
 * an enum, an optional value, a list or map, a record, one of the records of a sealed interface; or a type parameter
 * that stands for one of these. It is not null, and no record holds one of its own class. Records are made by their own
 * constructors, which check what they get.
 *
 * <p>
 * Layout: the CRC-32C of what follows, exclusive or that of the names and types of all components (int), then the
 * components in order. So bytes that were written for another class, or for the class as it was before a change, are
 * found out as damage is. Floating-point numbers are big-endian. Whole numbers and lengths take a byte for every seven
 * bits, the least ones first, with the sign in the lowest.
 *
 * @param <T>
 *          the class
 */
public final class RecordCodec<T extends Record> {

  private static final ClassValue<RecordCodec<?>> CODECS = new ClassValue<>() {
    @Override
    protected RecordCodec<?> computeValue(Class<?> type) {
      return new RecordCodec<>(type.asSubclass(Record.class));
    }
  };

  private final Class<T> type;
  private final Form<Object> form;
  private final int checksumOfForm;

  private RecordCodec(Class<T> type) {
    this.type = type;
    this.form = new Forms().of(type);
    this.checksumOfForm = checksum(ByteBuffer.wrap(form.description().getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * That of the records of a class.
   *
   * @throws IllegalArgumentException
   *           when a component has no form in bytes
   */
  @SuppressWarnings("unchecked") // computed of that class
  public static <T extends Record> RecordCodec<T> of(Class<T> type) {
    return (RecordCodec<T>) CODECS.get(type);
  }

  /**
   * The bytes of a record, which are the same for equal records whose maps are in the same order.
   *
   * @throws IllegalArgumentException
   *           when a component is null
   */
  public byte[] toBytes(T value) {
    Output out = new Output();
    out.room(Integer.BYTES).putInt(0);
    form.writer().accept(value, out);
    ByteBuffer bytes = ByteBuffer.wrap(out.toBytes());
    bytes.putInt(0, checksum(bytes.position(Integer.BYTES)) ^ checksumOfForm);
    return bytes.array();
  }

  /**
   * The record that {@link #toBytes} wrote. Whatever the bytes are, this takes no more memory than is in proportion to
   * their number.
   *
   * @throws IllegalArgumentException
   *           when they are anything else
   */
  public T fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    try {
      if (in.getInt() != (checksum(in.slice()) ^ checksumOfForm)) {
        throw new IllegalArgumentException("the checksum is another");
      }
      T value = type.cast(form.reader().apply(in));
      if (in.hasRemaining()) {
        throw new IllegalArgumentException(in.remaining() + " bytes too many");
      }
      return value;
    } catch (RuntimeException e) { // what constructors throw at numbers that they were not made for
      throw new IllegalArgumentException("these bytes are no " + type.getSimpleName() + ": " + e.getMessage(), e);
    }
  }

  private static int checksum(ByteBuffer bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
