package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class SafeTensorsRoundTripTest {
  @Property(tries = 200)
  void whatIsWrittenIsReadBack(
      @ForAll("stateDicts") StateDict weights, @ForAll("notes") Map<String, String> notes) {
    inFile(
        file -> {
          SafeTensors.write(file, weights, notes);
          assertThat(SafeTensors.read(file)).isEqualTo(weights);
          assertThat(SafeTensors.readMetadata(file)).isEqualTo(notes);
          assertThat(SafeTensors.size(weights, notes)).isEqualTo(Files.size(file));
        });
  }

  @Test
  @EnabledOnOs(OS.LINUX) // whose /proc tells
  void aFileOfManyTensorsIsMappedOnce() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 100; i++) {
      tensors.put("t" + i, Tensor.of(new float[2000], 2000));
    }
    inFile(
        file -> {
          SafeTensors.write(file, StateDict.of(tensors), Map.of());
          StateDict read = SafeTensors.read(file);
          List<String> maps = Files.readAllLines(Path.of("/proc/self/maps"));
          assertThat(maps).filteredOn(map -> map.endsWith(file.toString())).hasSize(1);
          assertThat(read).isEqualTo(StateDict.of(tensors));
        });
  }

  @Property(tries = 200)
  void everyTensorLiesAtAMultipleOfItsElementSize(@ForAll("stateDicts") StateDict weights) {
    List<SafeTensorsHeader.Entry> entries = SafeTensorsHeader.layOut(weights);
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.begin() % entry.type().bytes()).isZero());
    inFile(
        file -> {
          SafeTensors.write(file, weights, Map.of());
          ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file));
          assertThat(Long.reverseBytes(bytes.getLong()) % 8).isZero();
        });
  }

  /** Whatever happens to a file, its reader is told so in a sentence or reads a valid file. */
  @Property(tries = 400)
  void aDamagedHeaderGivesNothingButBadInput(
      @ForAll("stateDicts") StateDict weights,
      @ForAll @IntRange(min = 1, max = 4) int changes,
      @ForAll Random random) {
    inFile(
        file -> {
          SafeTensors.write(file, weights, Map.of("note", "value"));
          byte[] bytes = Files.readAllBytes(file);
          int header =
              (int) Math.min(bytes.length, 8 + Long.reverseBytes(ByteBuffer.wrap(bytes).getLong()));
          String alphabet = "0123456789{}[]\",:-.eF \\\u0000";
          for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(header)] =
                (byte) alphabet.charAt(random.nextInt(alphabet.length()));
          }
          int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length + 1) : bytes.length;
          Files.write(file, java.util.Arrays.copyOf(bytes, length));
          try {
            SafeTensors.read(file).tensors().values().forEach(Tensor::bytes);
          } catch (BadInputException e) {
            assertThat(e).hasMessageContaining(file.toString());
          }
        });
  }

  @Provide
  Arbitrary<StateDict> stateDicts() {
    Arbitrary<Tensor> tensors =
        Combinators.combine(
                Arbitraries.of(DType.values()),
                Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(3),
                Arbitraries.randoms())
            .as(SafeTensorsRoundTripTest::tensor);
    return Arbitraries.maps(names(), tensors)
        .ofMaxSize(6)
        .map(LinkedHashMap::new)
        .map(StateDict::of);
  }

  @Provide
  Arbitrary<Map<String, String>> notes() {
    return Arbitraries.maps(names(), Arbitraries.strings().ascii().ofMaxLength(10)).ofMaxSize(3);
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withChars("ab.0_\"\\\n é\u03b8").ofMinLength(1).ofMaxLength(6);
  }

  private static Tensor tensor(DType dtype, long[] shape, Random random) {
    byte[] bytes = new byte[Tensor.byteCount(dtype, shape)];
    random.nextBytes(bytes);
    return Tensor.of(dtype, shape, ByteBuffer.wrap(bytes));
  }

  private interface Check {
    void on(Path file) throws IOException;
  }

  private static void inFile(Check check) {
    try {
      Path file = Files.createTempFile("weights", ".safetensors");
      try {
        check.on(file);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
