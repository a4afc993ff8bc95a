package io.kalends.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import org.jspecify.annotations.NullMarked;

/** The arrows between the modules, seen from where all of them are on the class path. */
@AnalyzeClasses(packages = "io.kalends", importOptions = ImportOption.DoNotIncludeTests.class)
class WholeHouseTest {

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.kalends.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nobodyNamesAnAdapter =
      noClasses()
          .that(resideOutsideOfPackages("io.kalends.adapters.."))
          .should()
          .dependOnClassesThat(resideInAPackage("io.kalends.adapters.."));

  @ArchTest
  static final ArchRule adaptersDoNotKnowEachOther =
      slices()
          .matching("io.kalends.adapters.(*)..")
          .should()
          .notDependOnEachOther()
          // Rooms that belong to no outside system.
          .ignoreDependency(
              DescribedPredicate.alwaysTrue(),
              resideInAnyPackage(
                  "io.kalends.adapters.http..",
                  "io.kalends.adapters.caldav..",
                  "io.kalends.adapters.forms.."))
          // The issuer serves Feishu's contract, and the folder is one output of the generic way
          // in.
          .ignoreDependency(
              resideInAPackage("io.kalends.adapters.issuer.."),
              resideInAPackage("io.kalends.adapters.feishu.."))
          .ignoreDependency(
              resideInAPackage("io.kalends.adapters.generic.."),
              resideInAPackage("io.kalends.adapters.folder.."));

  @ArchTest
  static final ArchRule onlyCommandLineAndServiceTellTheStory =
      noClasses()
          .that(
              resideOutsideOfPackages(
                  "io.kalends",
                  "io.kalends.cli..",
                  "io.kalends.host..",
                  "io.kalends.testkit.crash.."))
          .should()
          .dependOnClassesThat(resideInAPackage("io.kalends"));

  @ArchTest
  static final ArchRule theIssuerKnowsNothingOfMdm =
      classes()
          .that(resideInAPackage("io.kalends.issuer.."))
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackages("io.kalends..")
                  .or(resideInAPackage("io.kalends.issuer.."))
                  .or(resideInAPackage("io.kalends.store.."))
                  .or(resideInAPackage("io.kalends.edge.."))
                  .or(resideInAPackage("io.kalends.wire..")));

  @ArchTest
  static final ArchRule theStoreKnowsNobody =
      classes()
          .that(resideInAPackage("io.kalends.store.."))
          .should()
          .onlyDependOnClassesThat(
              resideOutsideOfPackages("io.kalends..").or(resideInAPackage("io.kalends.store..")));

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .that(
              DescribedPredicate.describe(
                  "are not package-info",
                  (JavaClass c) -> !c.getSimpleName().equals("package-info")))
          .should(
              ArchConditions.be(
                  DescribedPredicate.describe(
                      "in a @NullMarked package",
                      (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class))));
}
