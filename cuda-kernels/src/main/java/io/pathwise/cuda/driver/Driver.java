package io.pathwise.cuda.driver;

import java.util.List;

/** The CUDA driver of this machine. Everything fails with {@link DriverException}. Thread-safe. */
public interface Driver {

  /** The newest CUDA version it supports: 1000 · major + 10 · minor. */
  int version();

  /** The devices, in the driver's order. */
  List<DeviceInfo> devices();

  /** Opens the device with that number. */
  DeviceSession open(int ordinal);
}
