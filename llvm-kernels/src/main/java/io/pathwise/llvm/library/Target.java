package io.pathwise.llvm.library;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A platform that code can be made for: the only place that names instruction sets and systems.
 *
 * @param platform
 *          as in the names of the library's packages
 * @param library
 *          the file name of the library
 * @param codeGenerator
 *          LLVM's name of its code generator
 * @param fusedMultiplyAdd
 *          the CPU feature without which a fused multiply-add would be emulated; empty if every CPU has it
 */
record Target(String platform, String library, String codeGenerator, String fusedMultiplyAdd) {

  /** Else LLVM keeps to half of the widest vectors that the CPU has. */
  private static final String WIDEST_VECTORS = " \"prefer-vector-width\"=\"512\"";
  private static final Map<String, String> GENERATORS = Map.of("x86_64", "X86", "arm64", "AArch64");

  /** What a function needs to say beside its CPU; empty if nothing. */
  String attributes() {
    return codeGenerator.equals("X86") ? WIDEST_VECTORS : "";
  }

  /** That of this machine, if it is known. */
  static Optional<Target> ofThisMachine() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Optional<Target> of(String systemName, String architectureName) {
    String system = systemName.toLowerCase(Locale.ROOT);
    String architecture = switch (architectureName) {
      case "amd64", "x86_64" -> "x86_64";
      case "aarch64", "arm64" -> "arm64";
      default -> architectureName;
    };
    String generator = GENERATORS.get(architecture);
    if (generator == null) {
      return Optional.empty();
    }
    String feature = architecture.equals("x86_64") ? "fma" : "";
    if (system.startsWith("linux")) {
      return Optional.of(new Target("linux-" + architecture, "libLLVM.so", generator, feature));
    }
    if (system.startsWith("mac")) {
      return Optional.of(new Target("macosx-" + architecture, "libLLVM.dylib", generator, feature));
    }
    if (system.startsWith("windows") && architecture.equals("x86_64")) {
      return Optional.of(new Target("windows-x86_64", "LLVM.dll", generator, feature));
    }
    return Optional.empty();
  }
}
