package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;

class CifarBinaryTest {
  @TempDir Path folder;

  @Test
  void readsTheFiveBatchesInTheirOrderWithChannelsInterleaved() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nship\n\n");
    for (int batch = 1; batch <= 5; batch++) {
      write("data_batch_" + batch + ".bin", record(10 * batch, 1), record(10 * batch + 1, 0));
    }
    ImageSet images = CifarBinary.CIFAR_10.read(folder, Split.TRAIN);
    assertThat(images.classNames()).containsExactly("airplane", "ship");
    assertThat(images.labels()).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1, 0);
    assertThat(Arrays.copyOf(images.image(3), 6))
        .isEqualTo(new byte[] {21, 121, (byte) 221, 22, 122, (byte) 222});
    assertThat(images.split()).isEqualTo(Split.TRAIN);
  }

  @Test
  void readsTheFineLabelsOfCifar100() throws IOException {
    Files.writeString(folder.resolve("fine_label_names.txt"), "apple\nbaby\nbear\n");
    write("test.bin", record(5, 19, 2), record(6, 0, 1));
    ImageSet images = CifarBinary.CIFAR_100.read(folder, Split.TEST);
    assertThat(images.labels()).containsExactly(2, 1);
    assertThat(Arrays.copyOf(images.image(1), 3)).isEqualTo(new byte[] {6, 106, (byte) 206});
  }

  @Test
  void aBatchThatIsCutShortIsNamedWithTheRecord() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nship\n");
    write("test_batch.bin", record(5, 1), record(5, 1), Arrays.copyOf(record(5, 1), 3000));
    assertBad(Split.TEST, "test_batch.bin", "ends within record 2 (3000 of its 3073 bytes)");
  }

  @Test
  void aLabelOutOfRangeIsNamedWithItsFileAndRecord() throws IOException {
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nship\n");
    write("test_batch.bin", record(5, 1), record(5, 2));
    assertBad(Split.TEST, "test_batch.bin", "label 2 in record 1: expected 0 to 1");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    assertBad(Split.TEST, "batches.meta.txt");
    Files.writeString(folder.resolve("batches.meta.txt"), "airplane\nship\n");
    write("data_batch_1.bin", record(5, 1));
    assertBad(Split.TRAIN, "data_batch_2.bin");
    assertBad(Split.VALIDATION, "no validation images");
    assertThat(CifarBinary.CIFAR_10.isPresent(folder, Split.TRAIN)).isTrue();
    assertThat(CifarBinary.CIFAR_10.isPresent(folder, Split.TEST)).isFalse();
    assertThat(CifarBinary.CIFAR_10.isPresent(folder, Split.VALIDATION)).isFalse();
  }

  private void assertBad(Split split, String... parts) {
    assertThatThrownBy(() -> CifarBinary.CIFAR_10.read(folder, split))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains(parts);
  }

  private void write(String name, byte[]... records) throws IOException {
    int length = Arrays.stream(records).mapToInt(bytes -> bytes.length).sum();
    byte[] file = new byte[length];
    int at = 0;
    for (byte[] bytes : records) {
      System.arraycopy(bytes, 0, file, at, bytes.length);
      at += bytes.length;
    }
    Files.write(folder.resolve(name), file);
  }

  /** Planes that begin with first, first + 100 and first + 200 and count up. */
  private static byte[] record(int first, int... labels) {
    byte[] bytes = new byte[labels.length + 3072];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    for (int i = 0; i < 3072; i++) {
      bytes[labels.length + i] = (byte) (first + 100 * (i / 1024) + i % 1024);
    }
    return bytes;
  }
}
