package io.pathwise.engine.bytes;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToIntFunction;

/**
 * How the values of a type are written and read. Every value takes a byte at least, so that a damaged length is known
 * by the number of bytes that are left.
 *
 * @param description
 *          equal for equal forms only
 * @param writer
 *          writes a value
 * @param reader
 *          reads one; throws any {@link RuntimeException} when there is none
 */
record Form<T>(String description, BiConsumer<T, Output> writer, Function<ByteBuffer, T> reader) {

  static final Form<Long> WHOLE = new Form<>("long", (value, out) -> out.whole(value), Form::whole);

  static final Form<Double> DOUBLE = new Form<>("double", (value, out) -> out.room(Double.BYTES).putDouble(value),
      ByteBuffer::getDouble);

  static final Form<byte[]> BYTES = array("bytes", Byte.BYTES, bytes -> bytes.length, byte[]::new, ByteBuffer::put,
      ByteBuffer::get);

  static final Form<float[]> FLOATS = array("floats", Float.BYTES, numbers -> numbers.length, float[]::new,
      (out, numbers) -> out.asFloatBuffer().put(numbers), (in, numbers) -> in.asFloatBuffer().get(numbers));

  static final Form<double[]> DOUBLES = array("doubles", Double.BYTES, numbers -> numbers.length, double[]::new,
      (out, numbers) -> out.asDoubleBuffer().put(numbers), (in, numbers) -> in.asDoubleBuffer().get(numbers));

  /** Arrays, whose elements are put and taken all at once. */
  private static <A> Form<A> array(String name, int bytesEach, ToIntFunction<A> length, IntFunction<A> ofLength,
      BiConsumer<ByteBuffer, A> put, BiConsumer<ByteBuffer, A> take) {
    return new Form<>(name, (array, out) -> {
      int bytes = Math.multiplyExact(length.applyAsInt(array), bytesEach);
      out.whole(length.applyAsInt(array));
      ByteBuffer room = out.room(bytes);
      put.accept(room.slice(room.position(), bytes), array);
      room.position(room.position() + bytes);
    }, (ByteBuffer in) -> {
      A array = ofLength.apply(count(in, bytesEach));
      int bytes = length.applyAsInt(array) * bytesEach;
      take.accept(in.slice(in.position(), bytes), array);
      in.position(in.position() + bytes);
      return array;
    });
  }

  /** The values of another type, each of which stands for one of these. */
  <U> Form<U> as(String name, Function<? super U, ? extends T> to, Function<? super T, ? extends U> from) {
    return new Form<>(name, (value, out) -> writer.accept(to.apply(value), out), in -> from.apply(reader.apply(in)));
  }

  /** One of these constants, by its place. */
  static Form<Object> oneOf(String name, List<?> constants) {
    return WHOLE.as(name + constants, value -> (long) constants.indexOf(value),
        place -> constants.get(Math.toIntExact(place)));
  }

  /** Lists of these values. */
  Form<List<T>> list() {
    return new Form<>("list of " + description, (list, out) -> {
      out.whole(list.size());
      list.forEach(element -> writer.accept(element, out));
    }, (ByteBuffer in) -> {
      int count = count(in, 1);
      List<T> list = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        list.add(reader.apply(in));
      }
      return List.copyOf(list);
    });
  }

  /** Maps from these values, which keep their order. */
  <V> Form<Map<T, V>> mapTo(Form<V> values) {
    return new Form<>("map from " + description + " to " + values.description, (map, out) -> {
      out.whole(map.size());
      map.forEach((key, value) -> {
        writer.accept(key, out);
        values.writer.accept(value, out);
      });
    }, (ByteBuffer in) -> {
      int count = count(in, 2);
      Map<T, V> map = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        map.put(reader.apply(in), values.reader.apply(in));
      }
      return map;
    });
  }

  /** Reads a whole number. */
  static long whole(ByteBuffer in) {
    long bits = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      bits |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return bits >>> 1 ^ -(bits & 1);
      }
    }
    throw new IllegalArgumentException("a whole number without an end");
  }

  /** Reads a number of things, of which each takes so many bytes at least. */
  private static int count(ByteBuffer in, int bytesEach) {
    long count = whole(in);
    if (count < 0 || count > in.remaining() / bytesEach) {
      throw new IllegalArgumentException("a length of " + count + " with " + in.remaining() + " bytes left");
    }
    return (int) count;
  }
}
