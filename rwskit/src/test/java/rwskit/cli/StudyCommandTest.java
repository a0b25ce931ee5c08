package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import rwskit.corruption.Corruption;
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
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(NamedStudies.names().size());
    assertThat(lines[1]).startsWith("shapes ").contains(models(2), "vgg11/8", "2 seeds");
    assertThat(lines[2]).startsWith("textures ");
  }

  @Test
  void theScaleDecidesWhatIsListed() {
    assertThat(command.execute("list", "--scale", "default")).isZero();
    assertThat(out.toString().split("\\R")[1]).contains(models(3), "3 seeds");
  }

  /** θ₀, and for every seed θ_std and a θ_c for each corruption. */
  private static String models(int seeds) {
    return " %d models ".formatted(1 + seeds * (1 + Corruption.values().length));
  }

  @Test
  void anUnknownScaleIsRefused() {
    assertThat(command.execute("list", "--scale", "huge")).isEqualTo(77);
    assertRefused("scale \"huge\": expected quick or default");
  }

  @Test
  void anUnknownStudyIsRefusedBeforeAnythingIsTrained() {
    assertThat(command.execute("run", "shapes", "shades", "--scale", "quick")).isEqualTo(77);
    assertRefused("no study named shades; there are cifar10-vgg11-quarter, shapes, textures");
  }

  @Test
  void fewerWorkersThanOneAreRefused() {
    assertThat(command.execute("run", "shapes", "--workers", "0")).isEqualTo(77);
    assertRefused("--workers 0: at least 1 was expected");
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
