package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import rwskit.file.BadInputException;
import rwskit.study.NamedStudies;

class StudyCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Exception> thrown = new ArrayList<>();
  private final CommandLine command =
      new CommandLine(new StudyCommand())
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err))
          .setExecutionExceptionHandler(
              (exception, line, result) -> {
                thrown.add(exception);
                return 77;
              });

  private void assertRefused(String message) {
    assertThat(thrown).singleElement().isInstanceOf(BadInputException.class);
    assertThat(thrown.get(0)).hasMessageContaining(message);
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void listsEveryStudyWithItsModels() {
    assertThat(command.execute("list", "--scale", "quick")).isZero();
    assertThat(out.toString().split("\\R")).hasSize(NamedStudies.names().size());
    assertThat(line("shapes ")).contains(models(2, 8), "vgg11/8", "2 seeds");
    assertThat(line("textures ")).contains(models(2, 8));
  }

  @Test
  void theScaleDecidesWhatIsListed() {
    assertThat(command.execute("list", "--scale", "default")).isZero();
    assertThat(line("shapes ")).contains(models(3, 19), "3 seeds");
  }

  /** The line of one study. */
  private String line(String start) {
    return out.toString().lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  /** θ₀, and for every seed θ_std and a θ_c for each corruption. */
  private static String models(int seeds, int corruptions) {
    return " %d models ".formatted(1 + seeds * (1 + corruptions));
  }

  @Test
  void anUnknownScaleIsRefused() {
    assertThat(command.execute("list", "--scale", "huge")).isEqualTo(77);
    assertRefused("scale \"huge\": expected quick or default");
  }

  @Test
  void anUnknownStudyIsRefusedBeforeAnythingIsTrained() {
    assertThat(command.execute("run", "shapes", "shades", "--scale", "quick")).isEqualTo(77);
    assertRefused(
        "no study named shades; there are cifar10-grey, cifar10-vgg16, cifar10-vgg16-quarter, ");
  }

  @Test
  void fewerWorkersThanOneAreRefused() {
    assertThat(command.execute("run", "shapes", "--workers", "0")).isEqualTo(77);
    assertRefused("--workers 0: at least 1 was expected");
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "NaN", "61"})
  void aMeasurementTakesSomeTimeAndNoMoreThanAnHour(String minutes) {
    assertThat(command.execute("plan", "shapes", "--minutes", minutes)).isEqualTo(77);
    assertRefused("more than 0 and at most 60 were expected");
  }

  @Test
  void aPlanNeedsNeitherImagesNorCheckpoint(@TempDir Path folder) throws IOException {
    Path csv = folder.resolve("plan.csv");
    assertThat(
            command.execute(
                "plan", "shapes", "--minutes", "0.01", "--scale", "quick", "--csv", csv.toString()))
        .isZero();
    assertThat(out.toString())
        .startsWith("shapes: drawn shapes")
        .contains("19 models: θ₀ (trained for 8 epochs), 2 θ_std, 16 θ_c")
        .contains("images of noise of 32×32 in batches of 128");
    assertThat(Files.readAllLines(csv).get(0)).startsWith("workers,models,epochs");
  }

  @Test
  void anUnknownStudyIsNotTriedEither() {
    assertThat(command.execute("run", "shades", "--dry-run")).isEqualTo(77);
    assertRefused("no study named shades");
  }

  @Test
  void anUnknownCorruptionIsRefusedBeforeAnythingIsTrained() {
    assertThat(command.execute("run", "shapes", "--corruption", "fog,mist")).isEqualTo(77);
    assertRefused("mist");
  }

  @Test
  void optionsOfAClusterAndOfThisMachineDoNotMix() {
    assertThat(command.execute("run", "shapes", "--conf", "spark.cores.max=2")).isEqualTo(77);
    assertRefused("--conf is for a Spark cluster: --spark MASTER is missing");
    thrown.clear();
    assertThat(command.execute("run", "shapes", "--spark", "local", "--workers", "2"))
        .isEqualTo(77);
    assertRefused("--workers is for this machine, on Spark say --conf spark.cores.max=2");
  }

  @Test
  void anUnknownStudyCannotBePatched() {
    assertThat(command.execute("patch", "shades", "--scale", "quick")).isEqualTo(77);
    assertRefused("no study named shades");
  }

  @ParameterizedTest
  @CsvSource({
    "--layers, '4,0', --layers 0: the network of shapes has layers 1 to 8",
    "--layers, 9, --layers 9: the network of shapes has layers 1 to 8",
    "--alpha, '1,NaN', --alpha NaN: a finite number was expected",
    "--alpha, 1e99, --alpha 1.0E99: a finite number was expected",
  })
  void whatCannotBePatchedIsRefusedBeforeAnythingIsTrained(
      String option, String value, String reason) {
    assertThat(command.execute("patch", "shapes", "--scale", "quick", option, value)).isEqualTo(77);
    assertRefused(reason);
  }

  @Test
  void whatCannotBeUnderstoodIsAMatterOfUsage() {
    int usage = CommandLine.ExitCode.USAGE;
    assertThat(command.execute()).isEqualTo(usage);
    assertThat(command.execute("run")).isEqualTo(usage);
    assertThat(command.execute("patch", "shapes", "--layers", "two")).isEqualTo(usage);
    assertThat(command.execute("patch", "shapes", "--alpha", "half")).isEqualTo(usage);
    assertThat(thrown).isEmpty();
    assertThat(err.toString()).contains("--layers", "--alpha");
  }
}
