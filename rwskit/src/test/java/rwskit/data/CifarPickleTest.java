package rwskit.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;

/** Files that {@code data/make.py} wrote, as Python 2, NumPy 2 and Python 3 save them. */
class CifarPickleTest {
  private static final Path DATA = Path.of("src/test/resources/data");
  private static final Path TEN = DATA.resolve("cifar-10-batches-py");

  @TempDir Path folder;

  @Test
  void readsTheFiveBatchesInTheirOrderHoweverTheyWereSaved() {
    ImageSet images = CifarPickle.CIFAR_10.read(TEN, Split.TRAIN);
    assertThat(images.classNames()).containsExactly("airplane", "ship", "truck");
    assertThat(images.labels()).containsExactly(2, 0, 1, 2, 0, 1);
    assertThat(images.split()).isEqualTo(Split.TRAIN);
    for (int i = 0; i < images.size(); i++) {
      assertThat(images.image(i)).as("image %d", i).isEqualTo(expected(i));
    }
  }

  @Test
  void readsTheArchivesFolderToo() {
    assertThat(CifarPickle.CIFAR_10.isPresent(DATA, Split.TEST)).isTrue();
    ImageSet images = CifarPickle.CIFAR_10.read(DATA, Split.TEST);
    assertThat(images).isEqualTo(CifarPickle.CIFAR_10.read(TEN, Split.TEST));
    assertThat(images.labels()).containsExactly(1, 0);
    assertThat(images.image(1)).isEqualTo(expected(7));
  }

  @Test
  void readsTheFineLabelsOfCifar100() {
    ImageSet train = CifarPickle.CIFAR_100.read(DATA, Split.TRAIN);
    assertThat(train.classNames()).containsExactly("apple", "baby", "bear");
    assertThat(train.labels()).containsExactly(2, 0);
    assertThat(train.image(1)).isEqualTo(expected(1));
    assertThat(CifarPickle.CIFAR_100.read(DATA, Split.TEST).labels()).containsExactly(1);
    assertThat(CifarPickle.CIFAR_100.isPresent(folder, Split.TRAIN)).isFalse();
  }

  /** The formula of {@code make.py}. */
  private static byte[] expected(int image) {
    byte[] pixels = new byte[3072];
    for (int i = 0; i < 1024; i++) {
      for (int c = 0; c < 3; c++) {
        pixels[3 * i + c] = (byte) (image * 31 + c * 97 + i / 32 * 5 + i % 32);
      }
    }
    return pixels;
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsFileAndRecord() throws IOException {
    copy("batches.meta", "test_batch");
    change("test_batch", "(K\1K\0e", "(K\1K\3e");
    assertBad("test_batch has label 3 in record 1: expected 0 to 2, as batches.meta lists");
  }

  @Test
  void labelsAreAsManyAsImages() throws IOException {
    copy("batches.meta", "test_batch");
    change("test_batch", "(K\1K\0e", "(K\1e");
    assertBad("test_batch has 2 images, but 1 labels: expected one label an image");
  }

  @Test
  void imagesOfAnotherShapeOrCutShortAreRefused() throws IOException {
    copy("batches.meta", "test_batch");
    change("test_batch", "K\2M\0\14", "M\0\14K\2");
    assertBad("test_batch has data of type U8 and shape [3072, 2]: expected uint8, N×3072");
    change("test_batch", "M\0\14K\2", "K\3M\0\14");
    assertBad("shape [3, 3072] has 6,144 bytes; 9,216 were expected");
    byte[] bytes = Files.readAllBytes(TEN.resolve("test_batch"));
    Files.write(folder.resolve("test_batch"), Arrays.copyOf(bytes, 5000));
    assertBad("test_batch: the pickle in it is truncated or damaged");
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    assertBad("batches.meta");
    copy("batches.meta");
    assertBad("test_batch");
    Files.copy(TEN.resolve("batches.meta"), folder.resolve("test_batch"));
    assertBad("test_batch has no data: found num_cases_per_batch, label_names");
    assertThatThrownBy(() -> CifarPickle.CIFAR_10.read(folder, Split.VALIDATION))
        .hasMessageContaining("no validation images");
  }

  @Test
  void aPickleThatWouldRunSomethingIsRefusedByName() throws IOException {
    copy("batches.meta", "test_batch");
    change("test_batch", "cnumpy\ndtype", "cposix\nsystem");
    assertBad("test_batch: the pickle in it names posix.system");
  }

  private void assertBad(String reason) {
    assertThatThrownBy(() -> CifarPickle.CIFAR_10.read(folder, Split.TEST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining(reason);
  }

  private void copy(String... names) throws IOException {
    for (String name : names) {
      Files.copy(TEN.resolve(name), folder.resolve(name));
    }
  }

  private void change(String name, String from, String to) throws IOException {
    Path file = folder.resolve(name);
    String before = Files.readString(file, ISO_8859_1);
    assertThat(before).contains(from);
    Files.writeString(file, before.replace(from, to), ISO_8859_1);
  }
}
