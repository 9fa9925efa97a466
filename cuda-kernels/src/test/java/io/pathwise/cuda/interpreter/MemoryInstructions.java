package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * ld and st (ISA section "Data Movement and Conversion Instructions"), with cache operators, which change nothing, and
 * vectors of two or four. Registers may be wider than the type: loads extend, stores chop. Generic addresses are not
 * known.
 */
final class MemoryInstructions {

  private static final Set<String> LOAD_CACHES = Set.of(".ca", ".cg", ".cs", ".lu", ".cv");
  private static final Set<String> STORE_CACHES = Set.of(".wb", ".cg", ".cs", ".wt");

  /** Where an instruction reads or writes: a register (or constant) and an offset. */
  private record Place(int base, long offset) {}

  private MemoryInstructions() {}

  static Action decode(Decoding d) {
    boolean load = d.statement().opcode().equals("ld");
    d.take(".weak");
    Space space = space(d, load);
    boolean memory = space != Space.PARAM;
    String cache = d.peek();
    if (memory && cache != null && (load ? LOAD_CACHES : STORE_CACHES).contains(cache)) {
      d.take();
    }
    boolean constant = load && space == Space.GLOBAL && d.take(".nc");
    int elements = d.take(".v2") ? 2 : d.take(".v4") ? 4 : 1;
    PtxType type = d.type();
    if (type == PtxType.PRED) {
      throw d.refuse("unknown with type .pred");
    }
    d.finish(2);
    if (elements * type.bytes() > 16) {
      throw d.refuse("a vector has at most 16 bytes");
    }
    Operand data = d.operand(load ? 0 : 1);
    List<Operand> parts = data instanceof Operand.Vector(List<Operand> vector) ? vector : List.of(data);
    if (parts.size() != elements || elements > 1 != data instanceof Operand.Vector) {
      throw d.refuse("needs " + elements + " data operands");
    }
    if (!(d.operand(load ? 1 : 0) instanceof Operand.Address address)) {
      throw d.refuse("needs an address in brackets");
    }
    if (!load) {
      int[] sources = new int[elements];
      for (int i = 0; i < elements; i++) {
        sources[i] = d.source(parts.get(i), type, true);
      }
      return store(d, space, type, sources, place(d, space, address));
    }
    int[] targets = new int[elements];
    List<PtxType> registers = new ArrayList<>();
    for (int i = 0; i < elements; i++) {
      targets[i] = d.target(parts.get(i), type, true);
      registers.add(d.register(((Operand.Name) parts.get(i)).name()).type());
    }
    return memory
        ? load(d, space, type, constant, targets, registers, place(d, space, address))
        : parameter(d, type, targets, registers, address);
  }

  private static Space space(Decoding d, boolean load) {
    String name = d.take();
    return switch (name) {
      case ".global" -> Space.GLOBAL;
      case ".shared", ".shared::cta" -> Space.SHARED;
      case ".local" -> Space.LOCAL;
      case ".param" -> {
        if (!load) {
          throw d.refuse("parameters are read-only");
        }
        yield Space.PARAM;
      }
      default -> throw d.refuse("unknown state space or modifier " + name);
    };
  }

  private static Place place(Decoding d, Space space, Operand.Address address) {
    @Nullable
    Variable variable = d.variable(address.base());
    if (variable == null) {
      return new Place(d.address(address.base()), address.offset());
    }
    if (variable.space() != space) {
      throw d.refuse(address.base() + " lies in another state space");
    }
    return new Place(d.constant(variable.offset()), address.offset());
  }

  private static Action parameter(Decoding d, PtxType type, int[] targets, List<PtxType> registers,
      Operand.Address address) {
    Variable variable = d.variable(address.base());
    if (variable == null || variable.space() != Space.PARAM) {
      throw d.refuse(address.base() + " is no parameter");
    }
    int size = type.bytes();
    if (address.offset() < 0 || address.offset() + (long) size * targets.length > variable.bytes()) {
      throw d.refuse("access out of bounds of " + variable.name());
    }
    int offset = (int) (variable.offset() + address.offset());
    if (offset % (size * targets.length) != 0) {
      throw d.refuse("misaligned access");
    }
    return (machine, lanes) -> {
      for (int e = 0; e < targets.length; e++) {
        long bits = 0;
        for (int i = size - 1; i >= 0; i--) {
          bits = (bits << 8) | (machine.arguments()[offset + e * size + i] & 0xFF);
        }
        long value = registers.get(e).chop(type.number(bits));
        for (int k = 0; k < lanes.count; k++) {
          machine.values[targets[e]][lanes.index[k]] = value;
        }
      }
    };
  }

  private static Action load(Decoding d, Space space, PtxType type, boolean constant, int[] targets,
      List<PtxType> registers, Place place) {
    int size = type.bytes();
    int line = d.statement().line();
    return (machine, lanes) -> {
      long[] base = machine.values[place.base()];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        long address = base[i] + place.offset();
        for (int e = 0; e < targets.length; e++) {
          long bits = machine.load(space, address + (long) e * size, size, e == 0 ? size * targets.length : size,
              constant, i, line);
          machine.values[targets[e]][i] = registers.get(e).chop(type.number(bits));
        }
      }
    };
  }

  private static Action store(Decoding d, Space space, PtxType type, int[] sources, Place place) {
    int size = type.bytes();
    int line = d.statement().line();
    return (machine, lanes) -> {
      long[] base = machine.values[place.base()];
      for (int k = 0; k < lanes.count; k++) {
        int i = lanes.index[k];
        long address = base[i] + place.offset();
        for (int e = 0; e < sources.length; e++) {
          machine.store(space, address + (long) e * size, size, e == 0 ? size * sources.length : size,
              machine.values[sources[e]][i], i, line);
        }
      }
    };
  }
}
