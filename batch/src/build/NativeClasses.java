import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import net.openhft.chronicle.hash.VanillaGlobalMutableState;
import net.openhft.chronicle.values.ValueModel;

/**
 * A step of the build: writes the class that Chronicle Map would generate and compile whenever a cache is opened, which
 * takes it more than a second. It looks for a class of that name first, and finds this one in the module's jar.
 *
 * <p>
 * Its generator is not public, so that it is called by reflection; {@code CacheTest} notices when Chronicle needs another
 * class than this.
 */
final class NativeClasses {
  private NativeClasses() {
  }

  /**
   * @param arguments
   *          the directory of the module's classes
   */
  public static void main(String... arguments) throws ReflectiveOperationException, IOException {
    write(VanillaGlobalMutableState.class, Path.of(arguments[0]));
  }

  private static void write(Class<?> values, Path classes) throws ReflectiveOperationException, IOException {
    String name = values.getSimpleName() + "$$Native";
    var generator = Class.forName("net.openhft.chronicle.values.Generators")
        .getDeclaredMethod("generateNativeClass", ValueModel.class, String.class);
    generator.setAccessible(true);
    Path sources = Files.createTempDirectory("pathwise-build");
    Path source = sources.resolve(name + ".java");
    try {
      Files.writeString(source, (String) generator.invoke(null, ValueModel.acquire(values), name));
      int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-nowarn", "-proc:none", "-g:none",
          "-cp", System.getProperty("java.class.path"), "-d", classes.toString(), source.toString());
      if (failed != 0) {
        throw new IllegalStateException("the class " + name + " that Chronicle generates does not compile");
      }
    } finally {
      Files.deleteIfExists(source);
      Files.delete(sources);
    }
  }
}
