package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.detect.Detector;

class DetectorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... more) {
    return Main.run(
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        Stream.concat(Stream.of("detector", "train"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aDetectorIsTrainedAndWrittenForAutopatch(@TempDir Path folder) {
    Path signatures = folder.resolve("signatures");
    int status =
        run(
            "--study",
            "shapes",
            "--scale",
            "quick",
            "--corruption",
            "contrast,gaussian_noise",
            "--images",
            "40",
            "--false-alarms",
            "0.05",
            "--out",
            signatures.toString());
    assertThat(status).as(err.toString()).isZero();
    Detector detector = Detector.read(signatures);
    assertThat(detector.corruptions())
        .containsExactly(Corruption.GAUSSIAN_NOISE, Corruption.CONTRAST);
    assertThat(detector.notes())
        .containsEntry("images", "40")
        .containsEntry("false-alarms", "0.05");
    assertThat(out.toString()).contains("detector of 2 corruptions", "images: 40");
  }

  @Test
  void whatIsWrongIsNamedAndNothingIsWritten(@TempDir Path folder) {
    Path signatures = folder.resolve("signatures");
    assertThat(run("--study", "forms", "--out", signatures.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("no study named forms");
    assertThat(run("--study", "shapes", "--corruption", "mist", "--out", signatures.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--corruption: ").contains("mist");
    assertThat(run("--study", "shapes", "--images", "3", "--out", signatures.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--images: ").contains("16 images at least");
    assertThat(run("--study", "shapes", "--false-alarms", "1", "--out", signatures.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--false-alarms: ").contains("a rate between 0 and 1");
    assertThat(Files.exists(signatures)).isFalse();
  }
}
