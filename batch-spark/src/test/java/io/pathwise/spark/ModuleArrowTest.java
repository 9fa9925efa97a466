package io.pathwise.spark;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

/**
 * What this module may know; the other modules' test (ModuleArrowsTest in benchmarks) holds that none knows this one.
 */
class ModuleArrowTest {

  @Test
  void sparkStandsOnTopOfBatch() {
    ArchRuleDefinition.classes()
        .should(onlyDependOnClassesThat(resideInAnyPackage("java..", "io.pathwise.spark..",
            "io.pathwise.batch.evaluation..", "io.pathwise.batch.risk..",
            "io.pathwise.greeks..", "io.pathwise.pricing..", "io.pathwise.engine..", "org.apache.spark..", "scala..",
            "org.jspecify..")))
        .check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.pathwise.spark"));
  }
}
