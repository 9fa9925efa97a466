package io.pathwise.batch.cache;

import io.pathwise.engine.run.Store;
import io.pathwise.greeks.GreeksEngine;
import io.pathwise.pricing.product.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A number for the code that results depend on: any change of a class of the modules engine, pricing or greeks gives
 * another, so that no result of older code is ever taken for one of newer code. Start with {@link #current}.
 */
final class CodeVersion {
  private static final List<Class<?>> MODULES = List.of(Store.class, Product.class, GreeksEngine.class);

  private CodeVersion() {}

  /** The version of the code that is running. */
  static long current() {
    Map<String, Long> classes = new TreeMap<>();
    try {
      for (Class<?> module : MODULES) {
        Path place = Path.of(module.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(place)) {
          addDirectory(place, classes);
        } else {
          addJar(place, classes);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own classes cannot be read", e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the program's own classes are at no usable place", e);
    }
    long version = 1;
    for (Map.Entry<String, Long> entry : classes.entrySet()) {
      version = (version * 0x9E37_79B9_7F4A_7C15L + entry.getKey().hashCode()) * 0xD6E8_FEB8_6659_FD93L
          + entry.getValue();
      version ^= version >>> 32;
    }
    return version;
  }

  /** The checksums stand in the jar's directory, so nothing has to be unpacked. */
  private static void addJar(Path jar, Map<String, Long> classes) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      zip.stream().filter(entry -> isCode(entry.getName()))
          .forEach((ZipEntry entry) -> classes.put(entry.getName(), entry.getCrc()));
    }
  }

  private static void addDirectory(Path directory, Map<String, Long> classes) throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      walk.filter(Files::isRegularFile).forEach(files::add);
    }
    for (Path file : files) {
      String name = directory.relativize(file).toString();
      if (isCode(name)) {
        CRC32C sum = new CRC32C();
        sum.update(Files.readAllBytes(file));
        classes.put(name, sum.getValue());
      }
    }
  }

  private static boolean isCode(String name) {
    return name.endsWith(".class");
  }
}
