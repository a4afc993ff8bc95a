package io.kalends.edge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.kalends.edge", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theEdgeKnowsNobodyWhoUsesIt =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "org.eclipse.jetty..",
              "ch.qos.logback..",
              "com.fasterxml.jackson..",
              "io.kalends.store..",
              "io.kalends.edge..");

  @ArchTest
  static final ArchRule nobodySeesTheHttpServerThroughThePublicTypes =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notHaveRawReturnType(DescribedPredicate.describe("Jetty's", ArchitectureTest::isJetty));

  @ArchTest
  static final ArchRule onlyThePinKnowsLogback =
      noClasses()
          .that()
          .doNotHaveSimpleName("LogbackPin")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ch.qos.logback..");

  private static boolean isJetty(JavaClass type) {
    return type.getPackageName().startsWith("org.eclipse.jetty");
  }
}
