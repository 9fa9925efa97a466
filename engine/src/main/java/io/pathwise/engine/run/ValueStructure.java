package io.pathwise.engine.run;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What values are made of, for {@link Fingerprint}s: equal values are taken in alike, and whatever tells two values
 * apart is taken in. Records give their type and every component, so that a new one counts by itself; arrays and lists
 * their elements, sets and maps theirs in an order of their own. What has no such parts, as a lambda, is refused rather
 * than known by its name. Start at {@link #take}.
 */
final class ValueStructure {

  /** The components of a record type. */
  private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
    @Override
    protected RecordComponent[] computeValue(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Stream.of(components).forEach(component -> component.getAccessor().setAccessible(true));
      return components;
    }
  };

  private ValueStructure() {}

  /**
   * Takes a value into a fingerprint.
   *
   * @throws IllegalArgumentException
   *           when it is, or holds, something that cannot be told from others by its parts
   */
  static void take(@Nullable Object value, Fingerprint.Builder builder) {
    switch (value) {
      case null -> builder.add("null");
      case String text -> builder.add("text").add(text);
      case Boolean flag -> builder.add("boolean").add(flag ? 1 : 0);
      case Double number -> builder.add("double").add(number.doubleValue());
      case Float number -> builder.add("float").add(Float.floatToIntBits(number));
      case Long number -> builder.add("long").add(number.longValue());
      case Integer number -> builder.add("int").add(number.longValue());
      case Enum<?> constant -> builder.add(constant.getDeclaringClass().getName()).add(constant.name());
      case LocalDate date -> builder.add("date").add(date.toEpochDay());
      case Optional<?> optional -> takeOptional(optional.orElse(null), builder);
      case OptionalDouble optional -> takeOptional(optional.isPresent() ? optional.getAsDouble() : null, builder);
      case OptionalInt optional -> takeOptional(optional.isPresent() ? optional.getAsInt() : null, builder);
      case OptionalLong optional -> takeOptional(optional.isPresent() ? optional.getAsLong() : null, builder);
      case BitSet bits -> takeArray(bits.toLongArray(), builder.add("bits"));
      case Record composed -> takeRecord(composed, builder);
      case List<?> list -> takeAll("list", list, builder);
      case Set<?> set -> takeAll("set", inOrder(set), builder);
      case Map<?, ?> map -> takeMap(map, builder);
      case Object array when array.getClass().isArray() -> takeArray(array, builder);
      case Object other -> throw new IllegalArgumentException(
          "a " + other.getClass().getName() + " cannot be known by its parts: use a record");
    }
  }

  private static void takeOptional(@Nullable Object value, Fingerprint.Builder builder) {
    builder.add("optional");
    take(value, builder);
  }

  private static void takeRecord(Record composed, Fingerprint.Builder builder) {
    RecordComponent[] components = COMPONENTS.get(composed.getClass());
    builder.add(composed.getClass().getName()).add(components.length);
    for (RecordComponent component : components) {
      builder.add(component.getName());
      take(part(composed, component), builder);
    }
  }

  private static @Nullable Object part(Record composed, RecordComponent component) {
    try {
      return component.getAccessor().invoke(composed);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(composed.getClass().getName() + " does not give its " + component.getName(), e);
    }
  }

  private static void takeAll(String kind, Collection<?> elements, Fingerprint.Builder builder) {
    builder.add(kind).add(elements.size());
    elements.forEach(element -> take(element, builder));
  }

  private static void takeMap(Map<?, ?> map, Fingerprint.Builder builder) {
    builder.add("map").add(map.size());
    for (Object key : inOrder(map.keySet())) {
      take(key, builder);
      take(map.get(key), builder);
    }
  }

  private static void takeArray(Object array, Fingerprint.Builder builder) {
    int length = Array.getLength(array);
    builder.add("array of " + array.getClass().getComponentType().getName()).add(length);
    for (int i = 0; i < length; i++) {
      take(Array.get(array, i), builder);
    }
  }

  /** The elements in an order that does not depend on that of the set. */
  private static Collection<?> inOrder(Set<?> set) {
    Map<String, Object> byFingerprint = new TreeMap<>();
    set.forEach(element -> byFingerprint.put(Fingerprint.builder().addValue(element).build().sha256(), element));
    return byFingerprint.values();
  }
}
