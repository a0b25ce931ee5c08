package rwskit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
  void aLinkIsFollowedAndTheModeKept() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path folderOfLinks = Files.createDirectory(folder.resolve("links"));
    Path link = Files.createSymbolicLink(folderOfLinks.resolve("link"), Path.of("../file"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), link);
    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("new"));
    AtomicFile.write(second, "new");
    AtomicFile.write(dangling, "made");
    assertThat(second).isSymbolicLink();
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-r-----"));
    assertThat(Files.readString(folder.resolve("new"))).isEqualTo("made");
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> AtomicFile.write(loop, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("links lead in a circle");
  }

  @Test
  void aPrivateFileIsPrivateWhileItIsWritten() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    var secret = PosixFilePermissions.fromString("rw-------");
    Files.setPosixFilePermissions(file, secret);
    AtomicFile.write(
        file,
        channel -> {
          for (Path part : present()) {
            assertThat(Files.getPosixFilePermissions(part)).isEqualTo(secret);
          }
        });
  }

  @Test
  void specialBitsOfTheModeAreKept() throws IOException {
    Path file = folder.resolve("file");
    for (int mode : new int[] {02640, 01600, 04755}) {
      AtomicFile.write(file, "old");
      Files.setAttribute(file, "unix:mode", mode);
      AtomicFile.write(file, "new");
      assertThat((int) Files.getAttribute(file, "unix:mode") & 07777).isEqualTo(mode);
    }
  }

  @Test
  void aWriteProtectedFileStays() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    if (Files.isWritable(file)) { // the superuser may write anything
      AtomicFile.write(file, "new");
      assertThat(file).hasContent("new");
    } else {
      assertThatThrownBy(() -> AtomicFile.write(file, "new"))
          .hasMessage("cannot write " + file + ": it is write-protected; name another file");
      assertThat(file).hasContent("old");
    }
    assertThat(present()).containsExactly(file);
  }

  @Test
  void devicesAndPipesAreRefused() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path other : List.of(pipe, Path.of("/dev/null"))) {
      assertThatThrownBy(() -> AtomicFile.write(other, "text"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("cannot write " + other + ": it is a device or a pipe");
    }
    assertThat(present()).containsExactly(pipe);
  }

  @Test
  void namesMayBeAsLongAsTheSystemAllows() throws IOException {
    Path file = folder.resolve("ü".repeat(120) + "n".repeat(15));
    AtomicFile.write(file, "text");
    assertThat(Files.readString(file)).isEqualTo("text");
  }

  @Test
  void theNextWriterOfAFileRemovesWhatAKilledOneLeft() throws IOException {
    Path file = folder.resolve("file");
    AtomicFile.write(file, channel -> copyOfThePart());
    assertThat(present()).hasSize(2);
    AtomicFile.write(folder.resolve("other"), "");
    assertThat(present()).hasSize(3);
    AtomicFile.write(
        file,
        outer -> {
          AtomicFile.write(file, "meanwhile");
          assertThat(present()).as("the part that is being written stays").hasSize(3);
        });
    assertThat(present()).containsExactlyInAnyOrder(file, folder.resolve("other"));
  }

  private void copyOfThePart() throws IOException {
    Path part =
        present().stream()
            .filter(path -> path.toString().endsWith(".part"))
            .findFirst()
            .orElseThrow();
    Files.copy(part, part.resolveSibling(part.getFileName().toString().replace("-", "0")));
  }

  @Test
  void aProcessThatIsToldToEndLeavesNoPart() throws Exception {
    Path file = folder.resolve("file");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                EndlessWriter.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    try {
      while (present().isEmpty() && process.isAlive()) {
        Thread.sleep(20);
      }
      assertThat(present()).hasSize(1);
      process.destroy();
      process.waitFor();
      assertThat(present()).isEmpty();
    } finally {
      process.destroyForcibly();
    }
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
