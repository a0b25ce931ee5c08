package rwskit.study;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models that were trained with an earlier version are found again: the keys are those that it
 * computed. Where a change of the training code gives other weights, and the keys change for that
 * reason, the file has to be written anew.
 */
class GoldenKeysTest {
  private static List<String> golden() throws IOException {
    try (InputStream file = GoldenKeysTest.class.getResourceAsStream("/keys/golden.tsv")) {
      return new String(file.readAllBytes(), UTF_8).lines().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"fa-IR", "ar-EG-u-nu-arab", "tr-TR"})
  void modelsOfAnEarlierVersionAreFoundInEveryLanguage(String language) throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(language));
      List<String> keys = GoldenKeys.ofDrawnImages();
      assertThat(keys).isEqualTo(golden().subList(0, keys.size()));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void thoseOnImagesFromTheDiskToo(@TempDir Path data) throws Exception {
    writeClothes(data.resolve("fashion-mnist"));
    ProcessBuilder command =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Duser.language=fa",
            "-Duser.country=IR",
            "-cp",
            System.getProperty("java.class.path"),
            GoldenKeys.class.getName());
    command.environment().put("RWSKIT_DATA", data.toString());
    command.redirectError(ProcessBuilder.Redirect.INHERIT);
    Process process = command.start();
    String keys = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(keys.lines().toList()).isEqualTo(golden());
  }

  /** Fashion-MNIST's files, all black. */
  private static void writeClothes(Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String split : new String[] {"train", "t10k"}) {
      int count = split.equals("train") ? 60_000 : 10_000;
      write(
          folder.resolve(split + "-images-idx3-ubyte.gz"),
          new byte[count * 28 * 28],
          count,
          28,
          28);
      byte[] labels = new byte[count];
      for (int i = 0; i < count; i++) {
        labels[i] = (byte) (i % 10);
      }
      write(folder.resolve(split + "-labels-idx1-ubyte.gz"), labels, count);
    }
  }

  private static void write(Path file, byte[] values, int... shape) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new GZIPOutputStream(Files.newOutputStream(file)))) {
      out.writeInt(8 << 8 | shape.length);
      for (int extent : shape) {
        out.writeInt(extent);
      }
      out.write(values);
    }
  }
}
