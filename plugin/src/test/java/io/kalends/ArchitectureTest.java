package io.kalends;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.conditions.ArchConditions;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;

@AnalyzeClasses(packages = "io.kalends", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.kalends.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule nothingDependsOnTheRootPackage =
      noClasses()
          .that(resideOutsideOfPackage("io.kalends"))
          .should()
          .dependOnClassesThat(resideInAPackage("io.kalends"));

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .should()
          .haveNameMatching(".*(Manager|Utils?|Helper|Impl|Service)(\\$.*)?")
          .orShould()
          .haveNameMatching(".*\\.Abstract[^.]*");

  @ArchTest
  static final ArchRule nothingHereSpeaksHttpOrKnowsAnAdapter =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.kalends.adapters..",
              "io.kalends.issuer..",
              "io.kalends.host..",
              "org.apache.hc..",
              "java.net.http..");

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

  @ArchTest
  static void publicTypesStayFew(JavaClasses all) {
    Map<String, Long> publicTypes =
        all.stream()
            .filter(c -> c.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(c -> c.isTopLevelClass())
            .filter(c -> !c.getSimpleName().equals("package-info"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
    assertThat(publicTypes).isNotEmpty();
    assertThat(publicTypes)
        .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(10));
  }
}
