package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;

class IdxImagesTest {
  private static final String IMAGES = "t10k-images-idx3-ubyte";
  private static final String LABELS = "t10k-labels-idx1-ubyte";

  @TempDir Path folder;

  /** A file's bytes: magic, dimensions, values. */
  private static byte[] idx(byte[] values, int... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * shape.length + values.length);
    bytes.putInt(0x800 | shape.length);
    Arrays.stream(shape).forEach(bytes::putInt);
    return bytes.put(values).array();
  }

  private static byte[] zipped(byte[] bytes) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
      out.write(bytes);
    }
    return zipped.toByteArray();
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.createDirectories(folder.resolve(name).getParent());
    Files.write(folder.resolve(name), bytes);
  }

  private void writeTwoImages() throws IOException {
    write(IMAGES, idx(new byte[] {1, 2, 3, 4, 5, -1}, 2, 1, 3));
    write(LABELS, idx(new byte[] {9, 0}, 2));
  }

  private void assertBad(String... parts) {
    assertThatThrownBy(() -> IdxImages.MNIST.read(folder, Split.TEST))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains(folder.toString())
        .contains(parts);
  }

  @Test
  void imagesAreGreyWithTheNamesOfTheirClasses() throws IOException {
    writeTwoImages();
    ImageSet images = IdxImages.FASHION_MNIST.read(folder, Split.TEST);
    assertThat(images.labels()).containsExactly(9, 0);
    assertThat(images.classNames()).startsWith("T-shirt/top").endsWith("Ankle boot").hasSize(10);
    assertThat(images.image(1)).containsExactly(4, 5, -1);
    assertThat(images.height()).isEqualTo(1);
    assertThat(images.width()).isEqualTo(3);
    assertThat(images.channels()).isEqualTo(1);
    assertThat(images.split()).isEqualTo(Split.TEST);
    assertThat(IdxImages.FASHION_MNIST.isPresent(folder, Split.TEST)).isTrue();
    assertThat(IdxImages.FASHION_MNIST.isPresent(folder, Split.TRAIN)).isFalse();
    assertThat(IdxImages.FASHION_MNIST.isPresent(folder, Split.VALIDATION)).isFalse();
  }

  @Test
  void trainingImagesHaveNamesOfTheirOwnAndAnyFileMayBeZipped() throws IOException {
    write("raw/train-images-idx3-ubyte.gz", zipped(idx(new byte[] {7, 8}, 2, 1, 1)));
    write("raw/train-labels-idx1-ubyte", idx(new byte[] {1, 2}, 2));
    ImageSet images = IdxImages.MNIST.read(folder, Split.TRAIN);
    assertThat(images.labels()).containsExactly(1, 2);
    assertThat(images.classNames()).startsWith("0", "1");
    assertThat(images.image(1)).containsExactly(8);
    // Some mirrors' files have kept the name of what was in them.
    write("raw/train-labels-idx1-ubyte", zipped(idx(new byte[] {1, 2}, 2)));
    assertThat(IdxImages.MNIST.read(folder, Split.TRAIN)).isEqualTo(images);
  }

  @Property(tries = 100)
  void valuesComeBackPlainAndZipped(
      @ForAll @IntRange(min = 1, max = 9) int count,
      @ForAll @IntRange(min = 1, max = 30) int height,
      @ForAll @IntRange(min = 1, max = 30) int width,
      @ForAll boolean gzip,
      @ForAll long seed)
      throws IOException {
    byte[] values = new byte[count * height * width];
    new Random(seed).nextBytes(values);
    byte[] bytes = idx(values, count, height, width);
    Path file = Files.createTempFile("rwskit", ".idx");
    try {
      Files.write(file, gzip ? zipped(bytes) : bytes);
      Idx read = Idx.read(file, 3);
      assertThat(read.shape()).containsExactly(count, height, width);
      assertThat(read.values()).isEqualTo(values);
      for (int cut : new int[] {0, 3, 9, bytes.length - 1}) {
        byte[] shorter = Arrays.copyOf(bytes, cut);
        Files.write(file, gzip ? zipped(shorter) : shorter);
        assertThatThrownBy(() -> Idx.read(file, 3)).isInstanceOf(BadInputException.class);
      }
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void damagedFilesAreNamedWithWhatIsWrong() throws IOException {
    writeTwoImages();
    byte[] whole = idx(new byte[] {1, 2, 3, 4, 5, 6}, 2, 1, 3);
    write(IMAGES, Arrays.copyOf(whole, whole.length - 1));
    assertBad(IMAGES, "fewer values than the 6 that its shape [2, 1, 3] needs");
    write(IMAGES, Arrays.copyOf(whole, whole.length + 1));
    assertBad(IMAGES, "more values than the 6");
    write(IMAGES, Arrays.copyOf(whole, 7));
    assertBad(IMAGES, "cut short");
    byte[] zipped = zipped(whole);
    write(IMAGES, Arrays.copyOf(zipped, zipped.length - 12));
    assertBad(IMAGES, "cut short");
    zipped[zipped.length - 8] ^= 1;
    write(IMAGES, zipped);
    assertBad(IMAGES, "Corrupt GZIP trailer");
    write(IMAGES, idx(new byte[] {1, 2}, 2));
    assertBad(IMAGES, "shape [2]: expected 3 dimensions");
    write(IMAGES, idx(new byte[0], 1 << 16, 1 << 15, 2));
    assertBad(IMAGES, "at most 2 GiB");
    write(IMAGES, idx(new byte[0], 2, 0, 3));
    assertBad(IMAGES, "at least one value");
    write(IMAGES, idx(new byte[0], -1, 1, 3));
    assertBad(IMAGES, "[-1, 1, 3]");
    whole[2] = 0x0D;
    write(IMAGES, whole);
    assertBad(IMAGES, "begins with 0x00000D03: expected 0x000008");
  }

  @Test
  void labelsAreCheckedAgainstImagesAndClasses() throws IOException {
    writeTwoImages();
    write(LABELS, idx(new byte[] {9, 0, 1}, 3));
    assertBad(IMAGES + " has 2 images", LABELS + " has 3 labels");
    write(LABELS, idx(new byte[] {9, 10}, 2));
    assertBad(LABELS + " has label 10 at place 1: expected 0 to 9");
    Files.delete(folder.resolve(LABELS));
    assertBad("no test images", "expected the file " + LABELS + ", plain or with .gz");
    assertThatThrownBy(() -> IdxImages.MNIST.read(folder, Split.VALIDATION))
        .hasMessageContaining("no validation images");
  }
}
