package rwskit.json;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.Executable;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kernel's own class path comes before the jar's, and IJava 1.3.0 has Gson 2.8.5 on it. */
class OldGsonTest {
  private static final Path OLD = Path.of(System.getProperty("rwskit.oldest.gson"));
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("rwskit");

  @Test
  void everyStoredFormIsWrittenAndReadWithIt(@TempDir Path folder) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            // Digits that its worker processes do not have: both must come to the same keys.
            "-Duser.language=fa",
            "-Duser.country=IR",
            "-cp",
            OLD + File.pathSeparator + System.getProperty("java.class.path"),
            OldGson.class.getName(),
            folder.toString());
    command.redirectErrorStream(true);
    Process process = command.start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said.lines().findFirst())
        .as("the Gson that was used")
        .hasValue(OLD.toUri().toURL().toString());
  }

  @Test
  void nothingIsCalledThatItLacks() throws IOException, ClassNotFoundException {
    TreeSet<String> lacking = new TreeSet<>();
    int calls = 0;
    try (URLClassLoader old =
        new URLClassLoader(new URL[] {OLD.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
      for (JavaClass type : CLASSES) {
        for (JavaAccess<?> access : type.getAccessesFromSelf()) {
          if (access.getTargetOwner().getPackageName().startsWith("com.google.gson")) {
            calls++;
            if (!has(old, access)) {
              lacking.add(access.getDescription());
            }
          }
        }
      }
    }
    assertThat(lacking).isEmpty();
    assertThat(calls).isPositive();
  }

  private static boolean has(ClassLoader old, JavaAccess<?> access) {
    Class<?> owner;
    try {
      owner = Class.forName(access.getTargetOwner().getName(), false, old);
    } catch (ClassNotFoundException e) {
      return false;
    }
    if (!(access instanceof JavaCodeUnitAccess<?> call)) {
      return Arrays.stream(owner.getFields())
          .anyMatch(field -> field.getName().equals(access.getName()));
    }
    List<String> parameters =
        call.getTarget().getRawParameterTypes().stream().map(JavaClass::getName).toList();
    Stream<? extends Executable> candidates =
        access.getName().equals("<init>")
            ? Arrays.stream(owner.getDeclaredConstructors())
            : Arrays.stream(owner.getMethods())
                .filter(method -> method.getName().equals(access.getName()));
    return candidates.anyMatch(
        one ->
            Arrays.stream(one.getParameterTypes()).map(Class::getName).toList().equals(parameters));
  }

  /** It would write and read by the names of components, and cannot make records. */
  @Test
  void gsonIsGivenNoClassesOfTheKits() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Json.class.getName())
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Gson.class, GsonBuilder.class)
        .check(CLASSES);
  }
}
