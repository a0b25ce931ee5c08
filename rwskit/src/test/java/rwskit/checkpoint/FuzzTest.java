package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import rwskit.data.ImageFileFuzzer;

/**
 * Runs Jazzer on the readers, a few seconds each: in a machine of its own, as it rewrites classes
 * and ends the machine that it finds a fault in. {@code -Drwskit.fuzz.seconds=600} runs it for ten
 * minutes each. The corpus begins with the reference files.
 */
@DisabledOnOs(
    value = OS.LINUX,
    architectures = "aarch64",
    disabledReason = "Jazzer has no library for it")
class FuzzTest {
  private static final Path FIXTURES = Path.of(System.getProperty("rwskit.fixtures"), "weights");
  private static final Path STRANGE = FIXTURES.resolveSibling("strange");
  private static final Path CIFAR = Path.of("src/test/resources/data/cifar-10-batches-py");
  private static final int SECONDS = Integer.getInteger("rwskit.fuzz.seconds", 3);
  private static final Pattern EXECUTIONS =
      Pattern.compile("stat::number_of_executed_units: (\\d+)");

  @TempDir Path folder;

  @Test
  void pyTorchFilesAreReadOrRefused() throws Exception {
    fuzz("PyTorch files", CheckpointFuzzer.class, seeds(".pth", ".tar"));
  }

  @Test
  void safetensorsFilesAreReadOrRefused() throws Exception {
    fuzz("safetensors", CheckpointFuzzer.class, seeds(".safetensors"));
  }

  @Test
  void picklesAreReadOrRefused() throws Exception {
    Path pickles = Files.createDirectory(folder.resolve("pickles"));
    try (Stream<Path> archives = Files.list(seeds("-zip.pth", "-zip.pth.tar"))) {
      for (Path archive : archives.toList()) {
        Files.write(pickles.resolve(archive.getFileName()), pickle(archive));
      }
    }
    for (String batch : List.of("batches.meta", "data_batch_3", "data_batch_4", "data_batch_5")) {
      Files.copy(CIFAR.resolve(batch), pickles.resolve(batch));
    }
    fuzz("pickles", UnpicklerFuzzer.class, pickles);
  }

  @Test
  void indexesOfShardsAreReadOrRefused() throws Exception {
    Path indexes = Files.createDirectory(folder.resolve("indexes"));
    String text = "{\"metadata\":{\"total_size\":9},\"weight_map\":{\"a\":\"FILE\",\"b\":\"c\"}}";
    for (String file : List.of("1.bin", "2.safetensors", "../1.bin", "m.index.json", "/etc")) {
      Files.writeString(
          indexes.resolve(file.replace('/', '_')),
          text.replace("FILE", file).replace(",\"b\":\"c\"", file.length() > 6 ? ",\"b\":7" : ""));
    }
    fuzz("indexes", ShardIndexFuzzer.class, indexes);
  }

  @Test
  void picturesAreReadOrRefused() throws Exception {
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    for (int type :
        List.of(
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_INT_ARGB)) {
      BufferedImage image = new BufferedImage(9, 7, type);
      ImageIO.write(image, "png", pictures.resolve(type + ".png").toFile());
      ImageIO.write(image, "jpeg", pictures.resolve(type + ".jpg").toFile());
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream inks =
        ImageIO.createImageOutputStream(pictures.resolve("inks.jpg").toFile())) {
      writer.setOutput(inks);
      Raster four = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 9, 7, 4, null);
      writer.write(null, new IIOImage(four, null, null), null);
    } finally {
      writer.dispose();
    }
    fuzz("pictures", ImageFileFuzzer.class, pictures);
  }

  private void fuzz(String what, Class<?> target, Path seeds) throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            "com.code_intelligence.jazzer.Jazzer",
            "--target_class=" + target.getName(),
            "--instrumentation_includes=" + target.getPackageName() + ".**",
            "--reproducer_path=" + folder,
            "-artifact_prefix=" + folder + "/",
            "-max_total_time=" + SECONDS,
            "-timeout=60",
            "-rss_limit_mb=0",
            "-max_len=32768",
            "-print_final_stats=1",
            corpus.toString(),
            seeds.toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    Matcher executions = EXECUTIONS.matcher(said);
    assertThat(executions.find()).as(said).isTrue();
    System.out.printf(
        "%s on %s: %s executions%n", target.getSimpleName(), what, executions.group(1));
    // How many more than the seeds is the machine's affair.
    try (Stream<Path> files = Files.list(seeds)) {
      assertThat(Long.parseLong(executions.group(1))).isGreaterThanOrEqualTo(files.count());
    }
  }

  private Path seeds(String... endings) throws IOException {
    Path seeds = Files.createDirectory(folder.resolve("seeds"));
    for (Path fixtures : List.of(FIXTURES, STRANGE)) {
      try (Stream<Path> files = Files.list(fixtures)) {
        for (Path file : files.toList()) {
          if (Stream.of(endings).anyMatch(file.toString()::endsWith)) {
            Files.copy(file, seeds.resolve(file.getFileName()));
          }
        }
      }
    }
    if (List.of(endings).contains(".safetensors")) {
      Files.writeString(
          seeds.resolve("index.json"),
          "{\"metadata\":{\"total_size\":9},\"weight_map\":{\"a\":\"b\",\"c\":\"../d\"}}");
    }
    return seeds;
  }

  private static byte[] pickle(Path archive) {
    ByteBuffer bytes =
        MappedFile.open(
            archive,
            mapped -> {
              ZipDirectory zip = ZipDirectory.read(mapped);
              return zip.bytes(
                  zip.names().stream().filter(n -> n.endsWith("data.pkl")).findFirst().get());
            });
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return copy;
  }
}
