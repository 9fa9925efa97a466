package io.pathwise.cuda.interpreter;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Regions at ascending addresses with gaps between them, so that running over the end of one is noticed. */
final class AddressSpace {

  private final String name;
  private final List<Region> regions = new ArrayList<>();
  private @Nullable Region last;

  AddressSpace(String name) {
    this.name = name;
  }

  void add(Region region) {
    regions.add(region);
  }

  List<Region> regions() {
    return regions;
  }

  /** The first address that the next region may have. */
  long end() {
    return regions.isEmpty() ? 0 : regions.getLast().base() + regions.getLast().size();
  }

  /**
   * The region with all of those bytes.
   *
   * @throws PtxException
   *           if there is none or if the address is not a multiple of the size
   */
  Region find(long address, int size, int line) {
    if (address % size != 0) {
      throw new PtxException(line,
          "misaligned access: %d bytes at %s address 0x%x".formatted(size, name, address));
    }
    Region recent = last;
    if (recent != null && recent.contains(address, size)) {
      return recent;
    }
    for (Region region : regions) {
      if (region.contains(address, size)) {
        last = region;
        return region;
      }
    }
    throw new PtxException(line, "access out of bounds: %d bytes at %s address 0x%x%s".formatted(size, name, address,
        nearest(address)));
  }

  private String nearest(long address) {
    for (Region region : regions.reversed()) {
      if (region.base() <= address) {
        return ", %d bytes after the start of %s, which has %d".formatted(address - region.base(), region.name(),
            region.size());
      }
    }
    return "";
  }
}
