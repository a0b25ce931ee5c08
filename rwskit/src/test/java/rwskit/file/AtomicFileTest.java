package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;

  private List<Path> present() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void textIsWrittenAsUtf8IntoNewFolders() throws IOException {
    Path file = folder.resolve("a/b/θ.txt");
    AtomicFile.write(file, "θ₀ ‖·‖\n");
    assertThat(Files.readString(file)).isEqualTo("θ₀ ‖·‖\n");
  }

  @Test
  void theNewContentReplacesTheOldAsAWhole() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "a long text that was there before");
    AtomicFile.write(file, new byte[] {1, 2, 3});
    assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    assertThat(present()).containsExactly(file);
  }

  @Test
  void aReaderSeesTheOldFileUntilTheNewOneIsWhole() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    AtomicFile.write(
        file,
        channel -> {
          channel.write(ByteBuffer.wrap(new byte[] {'n'}));
          assertThat(Files.readString(file)).isEqualTo("old");
          channel.write(ByteBuffer.wrap(new byte[] {'e', 'w'}));
        });
    assertThat(Files.readString(file)).isEqualTo("new");
  }

  @Test
  void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      channel.write(ByteBuffer.wrap(new byte[100]));
                      throw new IOException("no space left on device");
                    }))
        .isInstanceOf(BadInputException.class)
        .hasMessage("cannot write " + file + ": no space left on device");
    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      throw new IllegalStateException("a defect");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(Files.readString(file)).isEqualTo("old");
    assertThat(present()).containsExactly(file);
  }

  @Test
  void aFileInThePlaceOfTheFolderIsReported() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "");
    Path below = file.resolve("below");
    assertThatThrownBy(() -> AtomicFile.write(below, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot write " + below);
  }

  @Test
  void aFolderIsNotReplaced() throws IOException {
    Path taken = Files.createDirectory(folder.resolve("taken"));
    assertThatThrownBy(() -> AtomicFile.write(taken, "text"))
        .isInstanceOf(BadInputException.class)
        .hasMessage("cannot write " + taken + ": it is a folder");
    assertThat(present()).containsExactly(taken);
  }

  @Test
  void whatAKilledWriterLeftIsRemovedAndNothingElse() throws IOException {
    Path file = folder.resolve("file");
    Path other = folder.resolve("other");
    AtomicFile.write(
        file,
        channel -> {
          Path half = present().get(0);
          Files.copy(half, half.resolveSibling(half.getFileName().toString().replace("-", "0")));
        });
    AtomicFile.write(other, "");
    assertThat(present()).hasSize(3);
    AtomicFile.removeLeftOvers(other);
    assertThat(present()).hasSize(3);
    AtomicFile.removeLeftOvers(file);
    assertThat(present()).containsExactlyInAnyOrder(file, other);
    AtomicFile.removeLeftOvers(folder.resolve("nowhere/file"));
  }
}
