package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of the block that runs: registers, memory, and who executes what when. */
final class Machine {

  /** The bits that an arithmetic instruction gives for NaN; the ISA does not say which they are. */
  final long nan;
  /** The values of all threads, by slot. */
  final long[][] values;
  /** The set of threads that have a value, by slot. */
  final long[][] defined;

  private final List<Registers.Slot> slots;
  private final int threads;
  private final byte[] arguments;
  private final AddressSpace global;
  private final AddressSpace shared = new AddressSpace("shared");
  private final List<AddressSpace> local = new ArrayList<>();
  private final boolean races;
  private int block;
  private int epoch;

  Machine(Launch launch, Registers registers, List<Variable> variables, byte[] arguments, AddressSpace global) {
    this.nan = launch.nan();
    this.races = launch.races();
    this.threads = launch.threads();
    this.arguments = arguments;
    this.global = global;
    this.slots = registers.slots();
    this.values = new long[slots.size()][threads];
    this.defined = new long[slots.size()][(threads + 63) >> 6];
    for (int i = 0; i < threads; i++) {
      local.add(new AddressSpace("local"));
    }
    for (Variable variable : variables) {
      if (variable.space() == Space.SHARED) {
        shared.add(new Region(variable.name(), variable.offset(), variable.bytes()));
      } else if (variable.space() == Space.LOCAL) {
        local.forEach(space -> space.add(new Region(variable.name(), variable.offset(), variable.bytes())));
      }
    }
    for (Region region : global.regions()) {
      region.check(races);
    }
  }

  /** Makes everything that belongs to a block undefined again and gives the special registers their values. */
  void start(int newBlock, int blocks) {
    block = newBlock;
    epoch = 0;
    for (int slot = 0; slot < values.length; slot++) {
      Registers.Slot content = slots.get(slot);
      boolean register = content.name() != null;
      Arrays.fill(defined[slot], register ? 0 : -1);
      if (!register) {
        Arrays.setAll(values[slot], thread -> fixed(content, thread, blocks));
      }
    }
    for (Region region : shared.regions()) {
      region.forget();
      region.check(races);
    }
    for (AddressSpace space : local) {
      space.regions().forEach(Region::forget);
    }
  }

  /** The value of a constant or of a component of a special register. */
  private long fixed(Registers.Slot content, int thread, int blocks) {
    Registers.Special special = content.special();
    if (special == null) {
      return content.value();
    }
    boolean first = content.value() == 0;
    return switch (special) {
      case TID -> first ? thread : 0;
      case CTAID -> first ? block : 0;
      case NTID -> first ? threads : 1;
      case NCTAID -> first ? blocks : 1;
    };
  }

  int threads() {
    return threads;
  }

  int block() {
    return block;
  }

  /** All threads have passed a barrier. */
  void passBarrier() {
    epoch++;
  }

  byte[] arguments() {
    return arguments;
  }

  /** The bits of the result of an arithmetic instruction. */
  long bits(double result) {
    return Double.isNaN(result) ? nan : Double.doubleToRawLongBits(result);
  }

  private AddressSpace space(Space space, int thread) {
    return switch (space) {
      case GLOBAL -> global;
      case SHARED -> shared;
      case LOCAL -> local.get(thread);
      case PARAM -> throw new IllegalStateException("parameters have no addresses here");
    };
  }

  /** Refuses what {@link AddressSpace#find} refuses, undefined contents and races. */
  long load(Space space, long address, int size, int alignment, boolean constant, int thread, int line) {
    Region region = find(space, address, size, alignment, thread, line);
    int offset = (int) (address - region.base());
    if (!region.isWritten(offset, size)) {
      throw new PtxException(line, "thread %d of block %d reads byte %d of %s, which was never written"
          .formatted(thread, block, offset, region.name()));
    }
    AccessHistory history = region.history();
    if (history != null) {
      check(history.read(offset, size, AccessHistory.moment(block, epoch, thread), constant), "reads", offset, region,
          thread, line);
    }
    return region.get(offset, size);
  }

  /** Refuses what {@link AddressSpace#find} refuses, and races. */
  void store(Space space, long address, int size, int alignment, long value, int thread, int line) {
    Region region = find(space, address, size, alignment, thread, line);
    int offset = (int) (address - region.base());
    AccessHistory history = region.history();
    if (history != null) {
      check(history.write(offset, size, AccessHistory.moment(block, epoch, thread)), "writes", offset, region, thread,
          line);
    }
    region.put(offset, size, value);
  }

  private Region find(Space space, long address, int size, int alignment, int thread, int line) {
    if (address % alignment != 0) {
      throw new PtxException(line, "misaligned access: %d bytes at %s address 0x%x".formatted(alignment,
          space.name().toLowerCase(Locale.ROOT), address));
    }
    return space(space, thread).find(address, size, line);
  }

  private void check(@Nullable String conflict, String verb, int offset, Region region, int thread, int line) {
    if (conflict != null) {
      throw new PtxException(line, "race: thread %d of block %d %s byte %d of %s, which %s with no barrier between"
          .formatted(thread, block, verb, offset, region.name(), conflict));
    }
  }
}
