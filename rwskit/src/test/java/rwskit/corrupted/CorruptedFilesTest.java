package rwskit.corrupted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.corruption.Corruption.CONTRAST;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.JpegFile;
import rwskit.data.Npy;
import rwskit.data.Split;
import rwskit.data.TinyImageNet;
import rwskit.file.BadInputException;

/** Files as the published archives unpack, without a record of this kit's. */
class CorruptedFilesTest {
  private static final int EACH = 6;

  @TempDir Path folder;

  /** Every value of an image is ten times its severity plus its index. */
  private void save(String name, int images, int... labels) {
    byte[] pixels = new byte[images * 12];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (10 * (i / 12 / EACH + 1) + i / 12 % EACH);
    }
    Npy.write(folder.resolve(name), sink -> sink.write(ByteBuffer.wrap(pixels)), images, 2, 2, 3);
    Npy.writeLabels(folder.resolve(name).resolveSibling("labels.npy"), labels);
  }

  private static int[] repeated(int times) {
    return IntStream.range(0, times * EACH).map(i -> i % EACH % 4).toArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5})
  void severitiesFollowEachOther(int timesTheLabelsStand) {
    save("contrast.npy", 5 * EACH, repeated(timesTheLabelsStand));
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThat(files.corruptions()).containsExactly(CONTRAST);
    ImageSet images = files.read(CONTRAST, 3);
    assertThat(images.size()).isEqualTo(EACH);
    assertThat(images.labels()).containsExactly(0, 1, 2, 3, 0, 1);
    assertThat(images.classNames()).containsExactly("0", "1", "2", "3");
    assertThat(images.split()).isEqualTo(Split.TEST);
    for (int i = 0; i < EACH; i++) {
      assertThat(images.image(i)).containsOnly(30 + i);
    }
  }

  @Test
  void classesCanBeNamed() {
    save("contrast.npy", 5 * EACH, repeated(5));
    List<String> names = List.of("a", "b", "c", "d", "e");
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST).withClassNames(names);
    assertThat(files.read(CONTRAST, 1).classNames()).isEqualTo(names);
    assertThatThrownBy(() -> files.withClassNames(List.of("a")).read(CONTRAST, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("image 1 has label 1");
  }

  @Test
  void trainingAndTestImagesAreToldApart() {
    save("train/contrast.npy", 5 * EACH, repeated(5));
    assertThat(CorruptedFiles.open(folder, Split.TRAIN).read(CONTRAST, 5).split())
        .isEqualTo(Split.TRAIN);
    assertThatThrownBy(() -> CorruptedFiles.open(folder, Split.TEST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no corrupted images in " + folder);
  }

  @Test
  void foldersAreReadWithTheirClassesSorted() throws IOException {
    ImageSet drawn = DrawnSet.SHAPES.draw(3, 0, Split.TEST);
    for (String name : List.of("n02/val_7", "n01/val_9", "n02/val_3")) {
      Path file = folder.resolve("contrast/2/" + name + ".JPEG");
      Files.createDirectories(file.getParent());
      Files.write(file, JpegFile.encode(drawn, name.charAt(8) % 3, 85));
    }
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThat(files.layout()).isEqualTo(CorruptedLayout.FOLDERS);
    ImageSet images = files.read(CONTRAST, 2);
    assertThat(images.classNames()).containsExactly("n01", "n02");
    assertThat(images.labels()).containsExactly(0, 1, 1);
    assertThatThrownBy(() -> files.read(CONTRAST, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("contrast/1");
  }

  /** The public code goes through the clean images by class and name, and keeps their names. */
  @Test
  void tinyImageNetCHasTheOrderOfTheCleanImages() throws IOException {
    ImageSet drawn = DrawnSet.SHAPES.draw(3, 0, Split.TEST);
    List<String> names = List.of("n02/val_0", "n01/val_2", "n01/val_10");
    StringBuilder annotations = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      byte[] jpeg = JpegFile.encode(drawn, i, 85);
      String name = names.get(i) + ".JPEG";
      write("tiny/val/images/" + name.substring(4), jpeg);
      write("tiny/train/" + name.substring(0, 3) + "/images/x.JPEG", jpeg);
      write("Tiny-ImageNet-C/contrast/5/" + name, jpeg);
      annotations.append(name.substring(4)).append('\t').append(name, 0, 3).append("\t0\n");
    }
    write("tiny/val/val_annotations.txt", annotations.toString().getBytes(UTF_8));
    ImageSet clean = TinyImageNet.read(folder.resolve("tiny"), Split.TEST);
    CorruptedFiles files =
        CorruptedFiles.open(folder, Split.TEST).withClassNames(clean.classNames());
    assertThat(files.read(CONTRAST, 5)).isEqualTo(clean);
    assertThat(clean.labels()).containsExactly(0, 0, 1);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), bytes);
  }

  @Test
  void labelsThatAreNotAsManyAsTheImagesAreNamed() {
    save("contrast.npy", 5 * EACH, repeated(4));
    assertBad("labels.npy has 24 labels", "30 images, 6 of each severity");
  }

  @Test
  void labelsThatDifferBetweenSeveritiesAreNamed() {
    int[] labels = repeated(5);
    labels[8] = 3;
    save("contrast.npy", 5 * EACH, labels);
    assertBad("has label 3 at place 8, but 2 at 2");
  }

  @Test
  void aNumberOfImagesThatIsNoMultipleOfFiveIsNamed() {
    save("contrast.npy", 29, repeated(5));
    assertBad("29 images: expected as many of each of the 5 severities");
  }

  @Test
  void missingLabelsAreNamed() throws IOException {
    save("contrast.npy", 5 * EACH, repeated(5));
    Files.delete(folder.resolve("labels.npy"));
    assertBad("labels.npy");
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    save("contrast.npy", 5 * EACH, repeated(5));
    Path file = folder.resolve("contrast.npy");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 100));
    assertBad("contrast.npy holds 260 bytes of values", "needs 360", "cut short");
  }

  private void assertBad(String... parts) {
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThatThrownBy(() -> files.read(CONTRAST, 1))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains(parts);
  }
}
