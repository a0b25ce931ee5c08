package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import rwskit.file.BadInputException;
import rwskit.weights.Tensor;

/** Whatever happens to a file, its reader says so in a sentence or reads a valid file. */
class CheckpointMutationTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "weights");
  private static final Path PROGRAM = Path.of("../src/test/resources/fixtures/torchscript/odd.pt");

  @Property(tries = 3000)
  void aDamagedFileGivesNothingButBadInput(
      @ForAll("files") Path original,
      @ForAll @IntRange(min = 1, max = 8) int changes,
      @ForAll Random random)
      throws IOException {
    byte[] bytes = Files.readAllBytes(original);
    for (int i = 0; i < changes; i++) {
      bytes = changed(bytes, random);
    }
    Path file = Files.createTempFile("mutant", ".pth");
    try {
      Files.write(file, bytes);
      long start = System.nanoTime();
      try {
        Checkpoint.read(file).tensors().values().forEach(Tensor::bytes);
        Checkpoint.readMetadata(file);
      } catch (BadInputException e) {
        assertThat(e).hasMessageContaining(file.toString());
      }
      // For a hang, not for a busy machine.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> weights =
          Stream.concat(
                  files.filter(file -> !file.toString().endsWith(".json")).sorted(),
                  Stream.of(PROGRAM))
              .toList();
      return Arbitraries.of(weights);
    }
  }

  /** Another byte, other sizes, a piece less, a piece twice or the end gone. */
  private static byte[] changed(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return bytes;
    }
    byte[] copy = bytes.clone();
    int at = random.nextInt(bytes.length);
    int length = random.nextInt(Math.min(64, bytes.length - at));
    switch (random.nextInt(6)) {
      case 0 -> copy[at] = (byte) random.nextInt();
      case 1 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 2 -> Arrays.fill(copy, at, at + Math.min(length, 8), (byte) -random.nextInt(2));
      case 3 -> {
        System.arraycopy(bytes, at + length, copy, at, bytes.length - at - length);
        copy = Arrays.copyOf(copy, bytes.length - length);
      }
      case 4 -> {
        copy = Arrays.copyOf(bytes, bytes.length + length);
        System.arraycopy(bytes, at, copy, at + length, bytes.length - at);
      }
      default -> copy = random.nextInt(4) == 0 ? Arrays.copyOf(bytes, at) : copy;
    }
    return copy;
  }
}
