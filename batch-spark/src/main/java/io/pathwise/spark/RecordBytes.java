package io.pathwise.spark;

import io.pathwise.engine.statistics.BlockMoments;
import io.pathwise.engine.statistics.ErrorProfile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Records as bytes, for travel between processes of one version of this program: records of numbers, texts, enums,
 * dates, optional values, statistics, lists, maps and other records. Reading calls the records' own constructors, which
 * check what they get. Start with {@link #toBytes} and {@link #fromBytes}.
 */
final class RecordBytes {
  private static final String OWN_CLASSES = "io.pathwise.";

  /** The order is part of the form. */
  private enum Tag {
    BOOLEAN, INT, LONG, DOUBLE, TEXT, BYTES, DATE, ENUM, LIST, MAP, EMPTY, PRESENT, EMPTY_DOUBLE, PRESENT_DOUBLE, RECORD, MOMENTS, ERRORS
  }

  private static final Tag[] TAGS = Tag.values();

  /** How records of a class are taken apart and made. */
  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {
    static Shape of(Class<?> type) {
      List<RecordComponent> components = List.of(type.getRecordComponents());
      try {
        Constructor<?> constructor = type.getDeclaredConstructor(
            components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new));
        constructor.setAccessible(true);
        for (RecordComponent component : components) {
          component.getAccessor().setAccessible(true);
        }
        return new Shape(components, constructor);
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException("every record has such a constructor", e);
      }
    }
  }

  private static final ClassValue<Shape> SHAPES = new ClassValue<>() {
    @Override
    protected Shape computeValue(Class<?> type) {
      return Shape.of(type);
    }
  };

  private RecordBytes() {}

  /**
   * The bytes of a record.
   *
   * @throws IllegalArgumentException
   *           when it holds anything that has no form here
   */
  static byte[] toBytes(Record value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      new Writer(out).write(value);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory", e);
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException
   *           for anything else
   */
  static <T extends Record> T fromBytes(byte[] bytes, Class<T> type) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return type.cast(new Reader(in).read());
    } catch (IOException | ReflectiveOperationException | ClassCastException | ArrayIndexOutOfBoundsException e) {
      throw new IllegalArgumentException("these bytes are no " + type.getSimpleName(), e);
    }
  }

  /** Names of classes are written once. */
  private static final class Writer {
    private final DataOutputStream out;
    private final Map<Class<?>, Integer> types = new HashMap<>();

    Writer(DataOutputStream out) {
      this.out = out;
    }

    void write(Object value) throws IOException {
      switch (value) {
        case Boolean truth -> tag(Tag.BOOLEAN).writeBoolean(truth);
        case Integer number -> tag(Tag.INT).writeInt(number);
        case Long number -> tag(Tag.LONG).writeLong(number);
        case Double number -> tag(Tag.DOUBLE).writeLong(Double.doubleToRawLongBits(number));
        case String text -> writeBytes(Tag.TEXT, text.getBytes(StandardCharsets.UTF_8));
        case byte[] bytes -> writeBytes(Tag.BYTES, bytes);
        case LocalDate date -> tag(Tag.DATE).writeLong(date.toEpochDay());
        case Enum<?> constant -> {
          tag(Tag.ENUM);
          type(constant.getDeclaringClass());
          out.writeUTF(constant.name());
        }
        case List<?> list -> {
          tag(Tag.LIST).writeInt(list.size());
          for (Object element : list) {
            write(element);
          }
        }
        case Map<?, ?> map -> {
          tag(Tag.MAP).writeInt(map.size());
          for (Map.Entry<?, ?> entry : map.entrySet()) {
            write(entry.getKey());
            write(entry.getValue());
          }
        }
        case Optional<?> optional -> {
          tag(optional.isPresent() ? Tag.PRESENT : Tag.EMPTY);
          if (optional.isPresent()) {
            write(optional.get());
          }
        }
        case OptionalDouble optional -> {
          tag(optional.isPresent() ? Tag.PRESENT_DOUBLE : Tag.EMPTY_DOUBLE);
          if (optional.isPresent()) {
            out.writeLong(Double.doubleToRawLongBits(optional.getAsDouble()));
          }
        }
        case BlockMoments moments -> writeBytes(Tag.MOMENTS, moments.toBytes());
        case ErrorProfile errors -> {
          tag(Tag.ERRORS).writeDouble(errors.size());
          out.writeInt(errors.batches());
          for (float share : errors.shares()) {
            out.writeFloat(share);
          }
        }
        case Record composite -> {
          tag(Tag.RECORD);
          type(composite.getClass());
          for (RecordComponent component : SHAPES.get(composite.getClass()).components()) {
            write(component(composite, component));
          }
        }
        default -> throw new IllegalArgumentException("a " + value.getClass().getName() + " has no form in bytes");
      }
    }

    private static Object component(Record composite, RecordComponent component) {
      try {
        Object value = component.getAccessor().invoke(composite);
        if (value == null) {
          throw new IllegalArgumentException("no " + component.getName() + " in " + composite);
        }
        return value;
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("accessors of records do not fail", e);
      }
    }

    @SuppressWarnings("EnumOrdinal") // read by the same version of this class only
    private DataOutputStream tag(Tag tag) throws IOException {
      out.writeByte(tag.ordinal());
      return out;
    }

    private void writeBytes(Tag tag, byte[] bytes) throws IOException {
      tag(tag).writeInt(bytes.length);
      out.write(bytes);
    }

    private void type(Class<?> type) throws IOException {
      Integer number = types.putIfAbsent(type, types.size());
      out.writeInt(number == null ? types.size() - 1 : number);
      if (number == null) {
        out.writeUTF(type.getName());
      }
    }
  }

  private static final class Reader {
    private final DataInputStream in;
    private final List<Class<?>> types = new ArrayList<>();

    Reader(DataInputStream in) {
      this.in = in;
    }

    Object read() throws IOException, ReflectiveOperationException {
      return switch (TAGS[in.readByte()]) {
        case BOOLEAN -> in.readBoolean();
        case INT -> in.readInt();
        case LONG -> in.readLong();
        case DOUBLE -> Double.longBitsToDouble(in.readLong());
        case TEXT -> new String(bytes(), StandardCharsets.UTF_8);
        case BYTES -> bytes();
        case DATE -> LocalDate.ofEpochDay(in.readLong());
        case ENUM -> constant(type());
        case LIST -> list();
        case MAP -> map();
        case EMPTY -> Optional.empty();
        case PRESENT -> Optional.of(read());
        case EMPTY_DOUBLE -> OptionalDouble.empty();
        case PRESENT_DOUBLE -> OptionalDouble.of(Double.longBitsToDouble(in.readLong()));
        case RECORD -> composite(type());
        case MOMENTS -> BlockMoments.fromBytes(bytes());
        case ERRORS -> errors();
      };
    }

    private byte[] bytes() throws IOException {
      int length = in.readInt();
      byte[] bytes = in.readNBytes(length);
      if (bytes.length < length) {
        throw new EOFException("the end comes too early");
      }
      return bytes;
    }

    private List<Object> list() throws IOException, ReflectiveOperationException {
      List<Object> list = new ArrayList<>();
      for (int left = in.readInt(); left > 0; left--) {
        list.add(read());
      }
      return Collections.unmodifiableList(list);
    }

    private Map<Object, Object> map() throws IOException, ReflectiveOperationException {
      Map<Object, Object> map = new LinkedHashMap<>();
      for (int left = in.readInt(); left > 0; left--) {
        map.put(read(), read());
      }
      return map;
    }

    private Object constant(Class<?> type) throws IOException {
      String name = in.readUTF();
      for (Object constant : type.getEnumConstants()) {
        if (((Enum<?>) constant).name().equals(name)) {
          return constant;
        }
      }
      throw new IOException(type.getSimpleName() + " has no " + name);
    }

    private ErrorProfile errors() throws IOException {
      double size = in.readDouble();
      float[] shares = new float[in.readInt()];
      for (int i = 0; i < shares.length; i++) {
        shares[i] = in.readFloat();
      }
      return ErrorProfile.of(size, shares);
    }

    private Object composite(Class<?> type) throws IOException, ReflectiveOperationException {
      Shape shape = SHAPES.get(type);
      Object[] values = new Object[shape.components().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = read();
      }
      try {
        return shape.constructor().newInstance(values);
      } catch (InvocationTargetException e) {
        throw new IllegalArgumentException("no " + type.getSimpleName() + " of " + Arrays.toString(values), e);
      }
    }

    private Class<?> type() throws IOException, ClassNotFoundException {
      int number = in.readInt();
      if (number < types.size()) {
        return types.get(number);
      }
      String name = in.readUTF();
      if (!name.startsWith(OWN_CLASSES)) {
        throw new ClassNotFoundException(name + " is none of this program's classes");
      }
      Class<?> type = Class.forName(name, false, RecordBytes.class.getClassLoader());
      types.add(type);
      return type;
    }
  }
}
