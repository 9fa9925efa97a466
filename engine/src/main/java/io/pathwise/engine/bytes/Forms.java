package io.pathwise.engine.bytes;

import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Derives the {@link Form} of a type from the type. Start at {@link #of(Class)}. */
final class Forms {

  private static final Map<Class<?>, Form<?>> SIMPLE = Map.ofEntries(
      Map.entry(Boolean.class, Form.oneOf("boolean", List.of(false, true))),
      Map.entry(Integer.class, Form.WHOLE.as("int", Integer::longValue, Math::toIntExact)),
      Map.entry(Long.class, Form.WHOLE),
      Map.entry(Double.class, Form.DOUBLE),
      Map.entry(byte[].class, Form.BYTES),
      Map.entry(float[].class, Form.FLOATS),
      Map.entry(double[].class, Form.DOUBLES),
      Map.entry(String.class,
          Form.BYTES.as("text", (String text) -> text.getBytes(StandardCharsets.UTF_8), Forms::text)),
      Map.entry(BigInteger.class, Form.BYTES.as("integer", BigInteger::toByteArray, BigInteger::new)),
      Map.entry(LocalDate.class, Form.WHOLE.as("date", LocalDate::toEpochDay, LocalDate::ofEpochDay)),
      Map.entry(OptionalDouble.class, optional(Form.DOUBLE).as("optional double", Forms::boxed,
          number -> number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty))));

  /** The classes whose forms are being derived, each a part of the one before. */
  private final Set<Class<?>> within = new HashSet<>();

  /**
   * The form of a class without type parameters.
   *
   * @throws IllegalArgumentException
   *           when it has none
   */
  Form<Object> of(Class<?> type) {
    Form<?> simple = SIMPLE.get(MethodType.methodType(type).wrap().returnType());
    if (simple != null) {
      return any(simple);
    }
    return type.isEnum() ? Form.oneOf(type.getName(), List.of(type.getEnumConstants())) : composed(type, List.of());
  }

  private Form<Object> of(Type type, Map<TypeVariable<?>, Form<Object>> parameters) {
    return switch (type) {
      case Class<?> plain -> of(plain);
      case ParameterizedType generic -> generic((Class<?>) generic.getRawType(),
          Stream.of(generic.getActualTypeArguments()).map(argument -> of(argument, parameters)).toList());
      case WildcardType wildcard -> of(wildcard.getUpperBounds()[0], parameters);
      case TypeVariable<?> variable when parameters.containsKey(variable) -> parameters.get(variable);
      default -> throw refusal(type);
    };
  }

  private Form<Object> generic(Class<?> type, List<Form<Object>> arguments) {
    if (type == List.class) {
      return any(arguments.getFirst().list());
    }
    if (type == Optional.class) {
      return any(optional(arguments.getFirst()));
    }
    return type == Map.class || type == SequencedMap.class
        ? any(arguments.getFirst().mapTo(arguments.getLast()))
        : composed(type, arguments);
  }

  private static IllegalArgumentException refusal(Type type) {
    return new IllegalArgumentException("a " + type.getTypeName() + " has no form in bytes");
  }

  private Form<Object> composed(Class<?> type, List<Form<Object>> arguments) {
    if (!type.isRecord() && !type.isSealed()) {
      throw refusal(type);
    }
    if (!within.add(type)) {
      throw new IllegalArgumentException("a " + type.getName() + " within itself has no form in bytes");
    }
    Form<Object> form = type.isRecord() ? composite(type, arguments) : choice(type);
    within.remove(type);
    return form;
  }

  /** The components of a record, one behind the other. */
  private Form<Object> composite(Class<?> type, List<Form<Object>> arguments) {
    Map<TypeVariable<?>, Form<Object>> parameters = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      parameters.put(type.getTypeParameters()[i], arguments.get(i));
    }
    RecordComponent[] components = type.getRecordComponents();
    Constructor<?> constructor = constructor(type, components);
    if (components.length == 0) {
      return Form.oneOf(type.getName(), List.of(make(constructor)));
    }
    List<Form<Object>> forms = Stream.of(components).map(component -> of(component.getGenericType(), parameters))
        .toList();
    List<String> names = IntStream.range(0, components.length)
        .mapToObj(i -> components[i].getName() + ": " + forms.get(i).description()).toList();
    Method[] accessors = Stream.of(components).map(RecordComponent::getAccessor).toArray(Method[]::new);
    AccessibleObject.setAccessible(accessors, true);
    return new Form<>(type.getName() + names, (value, out) -> {
      for (int i = 0; i < accessors.length; i++) {
        forms.get(i).writer().accept(component(value, accessors[i]), out);
      }
    }, (ByteBuffer in) -> {
      Object[] values = new Object[accessors.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = forms.get(i).reader().apply(in);
      }
      return make(constructor, values);
    });
  }

  private static Constructor<?> constructor(Class<?> type, RecordComponent[] components) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(
          Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("every record has such a constructor", e);
    }
  }

  private static Object component(Object composite, Method accessor) {
    try {
      Object value = accessor.invoke(composite);
      if (value == null) {
        throw new IllegalArgumentException("no " + accessor.getName() + " in " + composite);
      }
      return value;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("accessors of records do not fail", e);
    }
  }

  private static Object make(Constructor<?> constructor, Object... components) {
    try {
      return constructor.newInstance(components);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(String.valueOf(e.getCause()), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("records are not abstract", e);
    }
  }

  /** The number of a class among those that a sealed interface permits, and what it holds. */
  private Form<Object> choice(Class<?> type) {
    List<Class<?>> permitted = leaves(type).toList();
    List<Form<Object>> forms = permitted.stream().map(this::of).toList();
    return new Form<>("one of " + forms.stream().map(Form::description).toList(), (value, out) -> {
      int place = permitted.indexOf(value.getClass());
      out.whole(place);
      forms.get(place).writer().accept(value, out);
    }, in -> forms.get(Math.toIntExact(Form.whole(in))).reader().apply(in));
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed() ? Stream.of(type.getPermittedSubclasses()).flatMap(Forms::leaves) : Stream.of(type);
  }

  /** A list of one value at most. */
  private static <T> Form<Optional<T>> optional(Form<T> form) {
    return form.list().as("optional " + form.description(), value -> value.stream().toList(), (List<T> values) -> {
      if (values.size() > 1) {
        throw new IllegalArgumentException(values.size() + " optional values");
      }
      return values.stream().findFirst();
    });
  }

  private static Optional<Double> boxed(OptionalDouble number) {
    return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
  }

  /** Java replaces what is no text, so a text that holds the replacement must have been written with it. */
  private static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0 && !Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new IllegalArgumentException("no text");
    }
    return text;
  }

  /** Values are looked at by their own form only. */
  @SuppressWarnings("unchecked")
  private static Form<Object> any(Form<?> form) {
    return (Form<Object>) form;
  }
}
