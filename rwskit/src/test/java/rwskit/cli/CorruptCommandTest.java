package rwskit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.corrupted.CorruptedFiles;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.JpegFile;
import rwskit.data.Npy;
import rwskit.data.Split;
import rwskit.dataset.DataRecipe;

class CorruptCommandTest {
  private static final ImageSet DRAWN = DrawnSet.SHAPES.draw(12, 3, Split.TEST);

  @TempDir Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int corrupt(String in, String... more) {
    String[] first = {"corrupt", "--in", in, "--out", folder.resolve("out").toString()};
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private String array() {
    Path file = folder.resolve("images.npy");
    Npy.write(file, sink -> Npy.writeImages(DRAWN, sink), 12, 32, 32, 3);
    Npy.writeLabels(folder.resolve("labels.npy"), DRAWN.labels());
    return file.toString();
  }

  private void assertRefused(int status, String... parts) {
    assertThat(status).isEqualTo(2);
    assertThat(err.toString()).startsWith("rwskit: ").contains(parts).hasLineCount(1);
    err.getBuffer().setLength(0);
  }

  @Test
  void anArrayIsCorruptedAtAllSeveritiesOfTheNearestVariant() {
    assertThat(corrupt(array(), "--corruption", "contrast,gaussian_noise", "--seed", "5")).isZero();
    assertThat(out.toString()).contains("2 corruptions", "variant cifar: 2 made, 0 there already");
    CorruptedFiles files = CorruptedFiles.open(folder.resolve("out"), Split.TEST);
    for (int severity = 1; severity <= 5; severity++) {
      ImageSet expected =
          Corruption.GAUSSIAN_NOISE.apply(DRAWN, Setting.of(Variant.CIFAR, severity), 5);
      ImageSet read =
          files.withClassNames(DRAWN.classNames()).read(Corruption.GAUSSIAN_NOISE, severity);
      assertThat(read).isEqualTo(expected);
    }
    assertThat(corrupt(array(), "--corruption", "contrast", "--seed", "5")).isZero();
    assertThat(out.toString()).endsWith("0 made, 1 there already" + System.lineSeparator());
  }

  @Test
  void aDataSetIsCorruptedIntoFoldersOfJpegs() {
    assertThat(
            corrupt(
                "shapes",
                "--corruption",
                "contrast",
                "--severity",
                "5",
                "--variant",
                "tiny",
                "--layout",
                "folders",
                "--split",
                "validation"))
        .as(err.toString())
        .isZero();
    CorruptedFiles files = CorruptedFiles.open(folder.resolve("out"), Split.VALIDATION);
    assertThat(files.severities()).containsExactly(5);
    assertThat(files.read(Corruption.CONTRAST, 5).size())
        .isEqualTo(DataRecipe.named("shapes").images().get(Split.VALIDATION));
  }

  @Test
  void everyCorruptionIsMadeUnlessSomeAreNamed() {
    assertThat(corrupt(array(), "--severity", "1")).as(err.toString()).isZero();
    assertThat(CorruptedFiles.open(folder.resolve("out"), Split.TEST).corruptions())
        .containsExactly(Corruption.values());
  }

  @Test
  void bothSplitsOfAnImageFolderAreCorruptedForTraining() throws IOException {
    for (String split : new String[] {"train", "test"}) {
      for (int i = 0; i < DRAWN.size(); i++) {
        Path file =
            folder.resolve(
                "in/%s/%s/%d.jpg".formatted(split, DRAWN.classNames().get(DRAWN.label(i)), i));
        Files.createDirectories(file.getParent());
        Files.write(file, JpegFile.encode(DRAWN, i, 95));
      }
    }
    Files.writeString(folder.resolve("in/test/disc/more.webp"), "");
    assertThat(
            corrupt(
                folder.resolve("in").toString(),
                "--corruption",
                "contrast",
                "--layout",
                "train-test"))
        .as(err.toString())
        .isZero();
    assertThat(out.toString())
        .contains("in, test: passed over: files with .webp: 1")
        .doesNotContain("train: passed over");
    ImageSet train =
        CorruptedFiles.open(folder.resolve("out"), Split.TRAIN).read(Corruption.CONTRAST, 2);
    assertThat(train.size()).isEqualTo(12);
    assertThat(train.classNames()).contains("disc");
    assertThat(folder.resolve("out/test/labels.npy")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--corruption; fogg; no corruption is named \"fogg\"",
        "--severity; 6; --severity 6: expected 1 to 5, or all",
        "--severity; 1.5; --severity 1.5: expected 1 to 5, or all",
        "--variant; mnist; no variant is named \"mnist\"",
        "--layout; tar; no layout is named \"tar\"",
        "--labels; missing.npy; there is no missing.npy",
        "--split; half; --split"
      })
  void badArgumentsAreRefusedInOneLine(String option, String value, String reason) {
    assertRefused(corrupt(array(), option, value), reason);
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void badInputsAreRefusedInOneLine() throws IOException {
    assertRefused(corrupt("nowhere"), "no data set is named \"nowhere\"");
    assertRefused(corrupt(folder.toString()), "no folder");
    String array = array();
    Npy.writeLabels(folder.resolve("labels.npy"), 1, 2, 3);
    assertRefused(corrupt(array), "labels.npy has 3 labels", "12 images");
    Files.writeString(Path.of(array), "not an array");
    assertRefused(corrupt(array), "magic");
  }

  @Test
  void otherOptionsNeedForce() {
    String array = array();
    assertThat(corrupt(array, "--corruption", "contrast")).isZero();
    assertRefused(
        corrupt(array, "--corruption", "contrast", "--seed", "1"),
        "seed 0 in place of 1",
        "--force");
    assertThat(corrupt(array, "--corruption", "contrast", "--seed", "1", "--force")).isZero();
  }

  @Test
  void theInputsFolderIsNotWrittenTo() throws IOException {
    String array = array();
    Path out = Files.createSymbolicLink(folder.resolve("out"), folder);
    assertRefused(corrupt(array, "--force", "--corruption", "contrast"), "is an input of this");
    assertThat(Npy.open(out.resolve("labels.npy")).rows()).isEqualTo(12);
  }
}
