package io.pathwise.benchmarks;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What each module may know: the arrows engine &lt;- pricing &lt;- greeks &lt;- batch &lt;- benchmarks, and
 * cuda-kernels and llvm-kernels beside them on the engine alone. Start reading at the constants, the whole table. Maven
 * holds the arrows between the modules too; what it cannot hold are the libraries that come along transitively, and the
 * packages of the JDK.
 *
 * <p>
 * The test stands in benchmarks because only there all modules are on the class path.
 */
class ModuleArrowsTest {
  private static final JavaClasses ALL = new ClassFileImporter()
      .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages("io.pathwise");

  /** Words of finance, in the singular, as they would stand in the engine's names if it knew of them. */
  private static final Set<String> FINANCE = Set.of("asset", "bond", "coupon", "currency", "dividend", "equity",
      "expiry",
      "greek", "hedge", "market", "maturity", "payoff", "portfolio", "price", "pricing", "rho", "spot", "strike",
      "trade",
      "vanna", "vega", "volatility", "volga");

  private static final Module ENGINE = new Module("io.pathwise.engine", 20, "io.pathwise.engine..",
      "org.apache.commons.math3..", "org.jspecify..");

  private static final Module PRICING = new Module("io.pathwise.pricing", 10, "io.pathwise.pricing..",
      "io.pathwise.engine..", "org.apache.commons.math3..", "org.jspecify..");

  private static final Module GREEKS = new Module("io.pathwise.greeks", 1, "io.pathwise.greeks..",
      "io.pathwise.pricing..", "io.pathwise.engine..", "org.apache.commons.math3..", "org.jspecify..");

  private static final Module CUDA = new Module("io.pathwise.cuda", 20, "io.pathwise.cuda..", "io.pathwise.engine..",
      "jcuda..", "org.jspecify..");

  private static final Module LLVM = new Module("io.pathwise.llvm", 15, "io.pathwise.llvm..", "io.pathwise.engine..",
      "org.jspecify..");

  private static final Module BATCH = new Module("io.pathwise.batch", 4, "io.pathwise.batch..", "io.pathwise.greeks..",
      "io.pathwise.pricing..", "io.pathwise.engine..", "org.apache.commons.math3..", "net.openhft.chronicle..",
      "picocli..",
      "com.fasterxml.jackson..", "de.siegmar.fastcsv..", "com.opengamma.strata..", "com.google.common.collect..",
      "me.tongfei.progressbar..",
      "com.samskivert.mustache..", "org.apache.parquet..", "org.apache.hadoop.conf..", "io.micrometer..",
      "io.prometheus..", "com.sun.management..", "org.jspecify..");

  @SuppressWarnings("unused") // the parameterised tests name it
  private static final List<Module> MODULES = List.of(ENGINE, PRICING, GREEKS, CUDA, LLVM, BATCH);

  private static final ArchRule CIRCLES = SlicesRuleDefinition.slices().matching("io.pathwise.(**)").should()
      .beFreeOfCycles();

  /** From the top: what a pricing system imports, down to what is asked for and what comes back. */
  private static final List<String> LAYERS_OF_GREEKS = Stream
      .of("", ".hedging", ".calibration", ".spi", ".execution", ".sharing", ".plan", ".policy", ".simulation",
          ".degenerate",
          ".estimator",
          ".measure", ".cache")
      .map(layer -> GREEKS.root() + layer).toList();

  /** A module: its package, the fewest classes it can have, and the packages it may know, {@code java..} among them. */
  record Module(String root, int fewestClasses, List<String> known) {
    Module(String root, int fewestClasses, String... knownBesideJava) {
      this(root, fewestClasses, Stream.concat(Stream.of("java.."), Arrays.stream(knownBesideJava)).toList());
    }

    private JavaClasses classes() {
      return ALL.that(resideInAnyPackage(root + ".."));
    }

    private ArchRule knowsNothingElse() {
      return ArchRuleDefinition.classes()
          .should(onlyDependOnClassesThat(resideInAnyPackage(known.toArray(String[]::new))));
    }

    @Override
    public String toString() {
      return root;
    }
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void moduleIsOnTheClassPath(Module module) {
    assertThat(module.classes()).hasSizeGreaterThanOrEqualTo(module.fewestClasses);
  }

  @ParameterizedTest
  @FieldSource("MODULES")
  void moduleKnowsOnlyWhatItMay(Module module) {
    module.knowsNothingElse().check(module.classes());
  }

  /** Negative control: batch knows libraries that no other module may know. */
  @Test
  void batchWouldNotPassAsTheEngine() {
    assertThat(ENGINE.knowsNothingElse().evaluate(BATCH.classes()).hasViolation()).isTrue();
  }

  @Test
  void noPackagesDependOnEachOtherInCircles() {
    CIRCLES.check(ALL);
  }

  /** Negative control: collections make streams, and streams make lists. */
  @Test
  void circlesAreFound() {
    JavaClasses circle = new ClassFileImporter().importClasses(Collection.class, List.class, BaseStream.class,
        Stream.class);
    assertThat(SlicesRuleDefinition.slices().matching("java.(**)").should().beFreeOfCycles().evaluate(circle)
        .hasViolation()).isTrue();
  }

  @Test
  void packagesOfGreeksUseThoseBelowThem() {
    for (ArchRule rule : onlyDown(LAYERS_OF_GREEKS)) {
      rule.check(GREEKS.classes());
    }
  }

  /** Negative control: from the top each package is used by the one above. */
  @Test
  void packagesOfGreeksWouldNotPassUpsideDown() {
    assertThat(onlyDown(LAYERS_OF_GREEKS.reversed()))
        .anyMatch(rule -> rule.evaluate(GREEKS.classes()).hasViolation());
  }

  /** The table is whole: a package that is not in it would not be held to anything. */
  @Test
  void everyPackageOfGreeksIsALayer() {
    assertThat(GREEKS.classes()).extracting(JavaClass::getPackageName).isSubsetOf(LAYERS_OF_GREEKS)
        .containsAll(LAYERS_OF_GREEKS);
  }

  private static List<ArchRule> onlyDown(List<String> layers) {
    return IntStream.range(1, layers.size())
        .<ArchRule>mapToObj(i -> noClasses().that().resideInAPackage(layers.get(i)).should().dependOnClassesThat()
            .resideInAnyPackage(layers.subList(0, i).toArray(String[]::new)))
        .toList();
  }

  @Test
  void pricingKnowsNoBackendAndNoRun() {
    noClasses().should().dependOnClassesThat()
        .resideInAnyPackage("io.pathwise.engine.cpu..", "io.pathwise.engine.run..")
        .allowEmptyShould(false).check(PRICING.classes());
  }

  @Test
  void greeksKnowNoFiles() {
    noClasses().should().dependOnClassesThat().resideInAnyPackage("java.nio.file..", "java.nio.channels..").orShould()
        .dependOnClassesThat().haveNameMatching("java\\.io\\.(File|RandomAccessFile).*").check(GREEKS.classes());
  }

  @Test
  void engineHasNoWordOfFinance() {
    assertThat(financeIn(ENGINE.classes())).isEmpty();
  }

  /** Negative control: the command line speaks of trades. */
  @Test
  void wordsOfFinanceAreFoundWhereTheyAre() {
    assertThat(financeIn(BATCH.classes())).anyMatch(name -> name.contains("TRADES"));
  }

  /** The names of classes, methods and fields that hold a word of finance, in singular or plural. */
  private static Set<String> financeIn(JavaClasses classes) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      Stream.concat(Stream.of(type.getSimpleName()), type.getMembers().stream().map(JavaMember::getName))
          .filter(ModuleArrowsTest::hasWordOfFinance).forEach(name -> found.add(type.getName() + ": " + name));
    }
    return found;
  }

  private static boolean hasWordOfFinance(String name) {
    return Arrays.stream(name.split("_|(?<=[a-z0-9])(?=[A-Z])", -1)).map(word -> word.toLowerCase(Locale.ROOT))
        .anyMatch(word -> FINANCE.contains(word) || FINANCE.contains(word.replaceFirst("s$", "")));
  }
}
