package rwskit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;

@AnalyzeClasses(packages = "rwskit", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  /** What a study is, its models and their keys need each other: the longest there is. */
  private static final int LONGEST_CYCLE = 9;

  /** The way that data takes; each package may use those before it. */
  private static final List<String> ORDER =
      List.of(
          "file",
          "json",
          "progress",
          "weights",
          "checkpoint",
          "signature",
          "random",
          "method",
          "data",
          "corruption",
          "corrupted",
          "model",
          "training",
          "evaluation",
          "analysis",
          "drawing",
          "figure",
          "dataset",
          "store",
          "study.data",
          "study",
          "zoo",
          "worker",
          "detect",
          "experiment",
          "widget",
          "live",
          "notebook",
          "cli");

  /** The packages of rwskit-core. */
  private static final List<String> CORE = ORDER.subList(0, ORDER.indexOf("data"));

  /** Where sources stand, seen from this module. */
  private static final List<Path> SOURCES =
      List.of(Path.of("core/src/main/java"), Path.of("src/main/java"));

  @ArchTest
  static void packagesUseOnlyThoseBeforeThemInTheDataFlow(JavaClasses classes) {
    for (int i = 0; i < ORDER.size() - 1; i++) {
      String[] later =
          ORDER.subList(i + 1, ORDER.size()).stream()
              .map(ArchitectureTest::pattern)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(pattern(ORDER.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(later)
          .check(classes);
    }
  }

  /**
   * Classes that need each other are one thing; more than a few are a tangle. The list of the
   * nineteen corruptions names all that stand in it, and is left out.
   */
  @ArchTest
  static void noRoomHasALongCycleOfClasses(JavaClasses classes) {
    Map<String, Set<String>> uses = new TreeMap<>();
    for (JavaClass type : classes) {
      if (type.isEquivalentTo(Corruption.class)) {
        continue;
      }
      Set<String> others = uses.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass())
          .filter(target -> target.getPackageName().equals(type.getPackageName()))
          .map(ArchitectureTest::topLevel)
          .forEach(others::add);
    }
    Map<String, Set<String>> reached = new TreeMap<>();
    uses.keySet().forEach(name -> reached.put(name, reachedFrom(name, uses)));
    for (String name : uses.keySet()) {
      assertThat(reached.get(name))
          .filteredOn(other -> reached.getOrDefault(other, Set.of()).contains(name))
          .as("classes that %s needs and that need it", name)
          .hasSizeLessThanOrEqualTo(LONGEST_CYCLE);
    }
  }

  private static Set<String> reachedFrom(String start, Map<String, Set<String>> uses) {
    Set<String> seen = new TreeSet<>();
    Deque<String> open = new ArrayDeque<>(uses.get(start));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (seen.add(next)) {
        open.addAll(uses.getOrDefault(next, Set.of()));
      }
    }
    return seen;
  }

  private static String topLevel(JavaClass type) {
    return type.getName().replaceFirst("\\$.*", "");
  }

  @ArchTest
  static void everyPackageHasItsPlaceInTheDataFlow(JavaClasses classes) {
    assertThat(packages(classes))
        .containsExactlyInAnyOrderElementsOf(ORDER.stream().map(name -> "rwskit." + name).toList());
  }

  @ArchTest
  static void onlyTheRoomsForNotebooksKnowTheKernels(JavaClasses classes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(pattern("notebook"), pattern("widget"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.dflib.jjava..", "io.github.spencerpark..")
        .check(classes);
  }

  @ArchTest
  static void onlyWhatRunsInSparksProcessesKnowsSpark(JavaClasses classes) {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("rwskit.worker.SparkDriver")
        .and()
        .doNotHaveFullyQualifiedName("rwskit.worker.SparkTraining")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "scala..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("rwskit\\.worker\\.SparkTraining")
        .check(classes);
  }

  @ArchTest
  static void onlyModelAndTrainingKnowTheEngineAndTheStoreItsVersion(JavaClasses classes) {
    noClasses()
        .that(
            DescribedPredicate.not(
                resideInAnyPackage(pattern("model"), pattern("training"))
                    .or(HasName.Predicates.name("rwskit.study.ModelKeys"))))
        .should()
        .dependOnClassesThat(resideInAPackage("ai.djl.."))
        .check(classes);
    noClasses()
        .that(HasName.Predicates.name("rwskit.study.ModelKeys"))
        .should()
        .dependOnClassesThat(
            resideInAPackage("ai.djl..")
                .and(
                    DescribedPredicate.not(
                        JavaClass.Predicates.equivalentTo(ai.djl.engine.Engine.class))))
        .check(classes);
  }

  /** What stands in rwskit-core has to be of use to a program that has Gson and EJML only. */
  @ArchTest
  static void theCoreKnowsWeightsButNoNetworksImagesOrTables(JavaClasses classes) {
    classes()
        .that()
        .resideInAnyPackage(CORE.stream().map(ArchitectureTest::pattern).toArray(String[]::new))
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage("java..", "com.google.gson..", "org.ejml..")
                .or(
                    resideInAnyPackage(
                        CORE.stream().map(ArchitectureTest::pattern).toArray(String[]::new))))
        .check(classes);
  }

  @ArchTest
  static void noPackageIsADrawerForOddments(JavaClasses classes) {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..common..")
        .check(classes);
  }

  @ArchTest
  static void noPublicCallTakesABoolean(JavaClasses classes) {
    List<String> found =
        classes.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> type.getCodeUnits().stream())
            .filter(ArchitectureTest::isPublicCall)
            .filter(unit -> unit.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isFlag))
            .filter(unit -> !overridesForeignMethod(unit))
            .map(JavaCodeUnit::getFullName)
            .toList();
    assertThat(found).isEmpty();
  }

  @ArchTest
  static void everyPackageIsDescribed(JavaClasses classes) {
    assertThat(packages(classes))
        .allSatisfy(
            name ->
                assertThat(SOURCES)
                    .as("package-info.java of " + name)
                    .anyMatch(root -> Files.isRegularFile(packageInfo(root, name))));
  }

  private static Path packageInfo(Path root, String name) {
    return root.resolve(name.replace('.', '/')).resolve("package-info.java");
  }

  /** In some locales %d writes digits that are none to whoever reads a name or a key. */
  @ArchTest
  static void nothingDependsOnTheLocale(JavaClasses classes) {
    noClasses()
        .should()
        .callMethod(String.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintStream.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "printf", String.class, Object[].class)
        .orShould()
        .callMethod(PrintWriter.class, "format", String.class, Object[].class)
        .orShould()
        .callMethod(String.class, "toLowerCase")
        .orShould()
        .callMethod(String.class, "toUpperCase")
        .orShould()
        .callMethod(DateTimeFormatter.class, "ofPattern", String.class)
        .orShould()
        .callConstructor(DecimalFormat.class, String.class)
        .orShould()
        .callMethod(NumberFormat.class, "getInstance")
        .orShould()
        .callMethod(Locale.class, "getDefault")
        .check(classes);
  }

  /** What has no locale writes texts alone: %s of a number has the same digits everywhere. */
  @Test
  void whatIsFormattedWithoutALocaleHoldsNoNumberFormats() throws IOException {
    String literal = "\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*\"";
    Pattern formatted =
        Pattern.compile("((?:(?:" + literal + ")\\s*(?:\\+\\s*)?)*)\\)?\\s*\\.formatted\\(");
    Pattern harmless = Pattern.compile("(?:[^%]|%-?\\d*(?:\\.\\d+)?[sn]|%%)+");
    List<String> wrong = new ArrayList<>();
    for (Path root : SOURCES) {
      try (Stream<Path> files = Files.walk(root)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          Matcher each = formatted.matcher(Files.readString(file));
          while (each.find()) {
            if (!harmless.matcher(each.group(1)).matches()) {
              wrong.add(file + ": " + each.group());
            }
          }
        }
      }
    }
    assertThat(wrong).as("to be written with String.format(Locale.ROOT, …)").isEmpty();
  }

  private static String pattern(String name) {
    return "rwskit." + name;
  }

  private static Set<String> packages(JavaClasses classes) {
    return classes.stream()
        .map(JavaClass::getPackageName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isPublicCall(JavaCodeUnit unit) {
    Set<JavaModifier> modifiers = unit.getModifiers();
    return !modifiers.contains(JavaModifier.SYNTHETIC)
        && (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED));
  }

  private static boolean isFlag(JavaClass type) {
    return type.isEquivalentTo(boolean.class) || type.isEquivalentTo(Boolean.class);
  }

  private static boolean overridesForeignMethod(JavaCodeUnit unit) {
    JavaClass owner = unit.getOwner();
    return Stream.concat(
            owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
        .filter(type -> !type.getPackageName().startsWith("rwskit"))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            method ->
                method.getName().equals(unit.getName())
                    && method.getRawParameterTypes().equals(unit.getRawParameterTypes()));
  }
}
