package io.kalends.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.kalends.host", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.kalends.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule adaptersAreFoundAndNeverNamed =
      noClasses().should().dependOnClassesThat().resideInAPackage("io.kalends.adapters..");

  @ArchTest
  static final ArchRule onlyTheEdgeKnowsTheHttpServer =
      noClasses().should().dependOnClassesThat().resideInAPackage("org.eclipse.jetty..");
}
