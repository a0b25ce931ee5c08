package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class QuantizedFileTest {
  private static final String NAME = "features.3.weight";

  @TempDir Path folder;
  private Path file;
  private Signature signature;
  private StateDict stored;
  private Map<String, String> notes;

  @BeforeEach
  void writeAFileWithThreeBits() {
    file = folder.resolve("signature");
    signature =
        Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
            .quantized(Quantizer.LOG, 3);
    signature.write(file);
    stored = SafeTensors.read(file);
    notes = SafeTensors.readMetadata(file);
  }

  @Property(tries = 45)
  void filesGiveTheDequantizedWeightsAndTakeTheBytesThatTheCodesNeed(
      @ForAll @IntRange(min = 2, max = 16) int bits, @ForAll Quantizer quantizer)
      throws IOException {
    Path target = Files.createTempFile("signature", ".safetensors");
    try {
      Signature written =
          Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
              .firstLayers(2)
              .withProvenance(Provenance.unknown().withCorruption("fog"))
              .quantized(quantizer, bits);
      written.write(target);
      assertThat(written.bytes()).isEqualTo(Files.size(target));
      Signature read = Signature.read(target);
      assertThat(read).isEqualTo(written);
      assertThat(read.quantization()).isEqualTo(written.quantization());
      assertThat(read.provenance()).isEqualTo(written.provenance());
      assertThat(read.firstLayers(1)).isEqualTo(written.firstLayers(1));
      long codes = 0;
      for (int size : new int[] {4 * 27, 4, 8 * 36, 8}) {
        codes += (size * bits + 7) / 8;
      }
      long companions = 4 * 3 * Float.BYTES + (4 + 1 + 4 + 1) * Long.BYTES;
      ByteBuffer header = ByteBuffer.wrap(Files.readAllBytes(target));
      long length = header.order(ByteOrder.LITTLE_ENDIAN).getLong();
      assertThat(Files.size(target)).isEqualTo(8 + length + codes + companions);
    } finally {
      Files.delete(target);
    }
  }

  @Property(tries = 300)
  void damagedFilesAreReadAsFiniteNumbersOrRefused(
      @ForAll @IntRange(min = 2, max = 16) int bits,
      @ForAll Quantizer quantizer,
      @ForAll @IntRange(max = 4000) int at,
      @ForAll byte damage)
      throws IOException {
    Path target = Files.createTempFile("signature", ".safetensors");
    try {
      Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
          .firstLayers(2)
          .quantized(quantizer, bits)
          .write(target);
      byte[] bytes = Files.readAllBytes(target);
      bytes[at % bytes.length] = damage;
      Files.write(target, bytes);
      Signature read = Signature.read(target);
      for (Tensor tensor : read.weights().tensors().values()) {
        for (float value : tensor.toFloats()) {
          assertThat(value).isFinite();
        }
      }
    } catch (BadInputException refused) {
      assertThat(refused).hasMessageContaining(target.toString());
    } finally {
      Files.delete(target);
    }
  }

  @Test
  void theLayoutIsAsDocumented() {
    assertThat(notes)
        .containsEntry("rwskit.version", "2")
        .containsEntry("rwskit.quantizer", "log")
        .containsEntry("rwskit.bits", "3");
    Tensor codes = stored.get(NAME);
    assertThat(codes).hasToString("U8[108]");
    assertThat(stored.get(NAME + ".shape")).hasToString("I64[4]");
    float[] range = stored.get(NAME + ".range").toFloats();
    float[] weights = signature.weights().get(NAME).toFloats();
    for (int i = 0; i < weights.length; i++) {
      int code = 0;
      for (int bit = 0; bit < 3; bit++) {
        int at = 3 * i + bit;
        code |= (codes.bytes().get(at / 8) >> at % 8 & 1) << bit;
      }
      double exponent = (code & 3) / 3.0 * (range[1] - range[0]) + range[0];
      assertThat((double) weights[i])
          .isCloseTo(
              (code < 4 ? 1 : -1) * Math.pow(2, exponent),
              org.assertj.core.data.Percentage.withPercentage(1e-4));
    }
  }

  @Test
  void aPartOfAQuantizedSignatureStaysQuantized() {
    signature.firstLayers(1).write(file);
    assertThat(Signature.read(file).quantization()).isEqualTo(signature.quantization());
    assertThat(SafeTensors.read(file).names()).hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "rwskit.bits, 1",
    "rwskit.bits, 17",
    "rwskit.bits, -3",
    "rwskit.bits, 99999999999",
    "rwskit.bits, 4",
    "rwskit.quantizer, zip",
    "rwskit.quantizer, linear",
  })
  void notesThatDoNotFitAreRefused(String key, String value) {
    notes = new LinkedHashMap<>(notes);
    notes.put(key, value);
    assertRefused(stored, "");
  }

  @Test
  void tensorsThatDoNotFitAreRefusedByName() {
    assertRefused(stored.with(NAME, bytes(107)), NAME + ": its codes take 107 bytes");
    assertRefused(stored.with(NAME, bytes(109)), "take 108");
    assertRefused(without(NAME), NAME + ".range is neither codes");
    assertRefused(without(NAME + ".range"), NAME + ".range is missing");
    assertRefused(without(NAME + ".shape"), NAME + ".shape is missing");
    assertRefused(stored.with("more", Tensor.of(new float[1], 1)), "tensor more is neither codes");
    assertRefused(stored.with(NAME + ".shape", Tensor.of(new float[1], 1)), "list of type I64");
  }

  @Test
  void rangesThatAreNoneAreRefused() {
    float nan = Float.NaN;
    float infinity = Float.POSITIVE_INFINITY;
    for (float[] range :
        new float[][] {
          {nan, 1, 4},
          {0, nan, 4},
          {0, 1, nan},
          {-infinity, 0, 4},
          {0, infinity, 4},
          {0, 128, 4},
          {1, 0, 4},
          {0, 1, 2},
          {0, 1, 5},
          {0, 1, 3.5f},
          {0, 1, -4},
          {0, 1},
          {},
          {0, 1, 4, 4},
        }) {
      assertRefused(stored.with(NAME + ".range", Tensor.of(range, range.length)), NAME);
    }
  }

  @Test
  void shapesThatAreNoneAreRefused() {
    for (long[] shape :
        new long[][] {
          {-1, -288}, {1L << 62, 4}, {1L << 32, 1L << 32}, {Long.MAX_VALUE}, {280}, {}, {0, -1}
        }) {
      ByteBuffer extents = ByteBuffer.allocate(8 * shape.length).order(ByteOrder.LITTLE_ENDIAN);
      extents.asLongBuffer().put(shape);
      Tensor tensor = Tensor.of(DType.I64, new long[] {shape.length}, extents);
      assertRefused(stored.with(NAME + ".shape", tensor), "tensor " + NAME);
    }
  }

  @Test
  void namesThatCompanionsWouldTakeAreRefused() {
    Tensor tensor = Tensor.of(new float[] {1, 2}, 2);
    Signature odd =
        Signature.of(
            Provenance.unknown(),
            java.util.OptionalInt.empty(),
            StateDict.of(Map.of("a", tensor, "a.range", tensor)));
    assertThatThrownBy(() -> odd.quantized(Quantizer.LINEAR, 4).write(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a.range is the name of one of its tensors");
  }

  private static Tensor bytes(int count) {
    return Tensor.of(DType.U8, new long[] {count}, ByteBuffer.allocate(count));
  }

  private StateDict without(String name) {
    return stored.only(stored.names().stream().filter(other -> !other.equals(name)).toList());
  }

  private void assertRefused(StateDict tensors, String reason) {
    Path broken = folder.resolve("broken");
    SafeTensors.write(broken, tensors, notes);
    assertThatThrownBy(() -> Signature.read(broken))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(broken.toString())
        .hasMessageContaining(reason);
  }
}
