package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class TorchWriterTest {
  private static final Path FIXTURES = Path.of(System.getProperty("rwskit.fixtures"), "weights");

  @TempDir Path folder;

  /** Byte for byte what torch.load(weights_only=True) of PyTorch 2.7.1 was seen to read. */
  @Test
  void thePickleIsTheOneThatPyTorchReads() {
    StateDict weights = StateDict.of(Map.of("a.b", Tensor.of(new float[600], 2, 300)));
    String tensor =
        "ctorch._utils\n_rebuild_tensor_v2\n("
            + "(X\u0007\0\0\0storagectorch\nFloatStorage\nX\u0001\0\0\u00000X\u0003\0\0\0cpu"
            + "JX\u0002\0\0tQ"
            + "K\0(K\u0002J,\u0001\0\0t(J,\u0001\0\0K\u0001t"
            + "\u0089ccollections\nOrderedDict\n)RtR";
    assertThat(ISO_8859_1.decode(StateDictPickle.encode(weights)).toString())
        .isEqualTo("\u0080\u0002ccollections\nOrderedDict\n)R(X\u0003\0\0\0a.b" + tensor + "u.");
  }

  @Test
  void theArchiveIsStoredAlignedAndLaidOutAsPyTorchs() throws IOException {
    Path file = folder.resolve("weights.pth");
    StateDict weights = Checkpoint.read(FIXTURES.resolve("views-zip.pth"));
    Checkpoint.write(file, weights, Map.of("note", "value"));
    byte[] bytes = Files.readAllBytes(file);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      List<? extends ZipEntry> entries = Collections.list(zip.entries());
      assertThat(entries.stream().map(ZipEntry::getName))
          .startsWith("archive/data.pkl", "archive/byteorder", "archive/data/0", "archive/data/1")
          .endsWith("archive/data/11", "archive/version", "archive/rwskit.json");
      assertThat(entries).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      // Java checks the sums as it reads.
      assertThat(zip.getInputStream(zip.getEntry("archive/byteorder")).readAllBytes())
          .isEqualTo("little".getBytes(US_ASCII));
      assertThat(zip.getInputStream(zip.getEntry("archive/version")).readAllBytes())
          .isEqualTo("3\n".getBytes(US_ASCII));
      int key = 0;
      for (Tensor tensor : weights.tensors().values()) {
        byte[] storage = zip.getInputStream(zip.getEntry("archive/data/" + key++)).readAllBytes();
        assertThat(ByteBuffer.wrap(storage)).isEqualTo(tensor.bytes());
      }
    }
    assertThat(starts(bytes)).hasSize(16).allMatch(start -> start % 64 == 0);
  }

  @ParameterizedTest
  @EnumSource
  void tensorsOfEveryTypeAndShapeAreReadBackBitForBit(DType dtype) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Random random = new Random(1);
    for (long[] shape : new long[][] {{}, {0}, {3, 0}, {1}, {255}, {256}, {70_000}, {2, 3, 4, 5}}) {
      byte[] bytes = new byte[Tensor.byteCount(dtype, shape)];
      random.nextBytes(bytes);
      tensors.put("θ." + Arrays.toString(shape), Tensor.of(dtype, shape, ByteBuffer.wrap(bytes)));
    }
    StateDict weights = StateDict.of(tensors);
    Path file = folder.resolve("weights.pt");
    Map<String, String> notes = Map.of("rwskit.kind", "patched", "α", "0.5 \"\n");
    Checkpoint.write(file, weights, notes);
    assertThat(Checkpoint.read(file)).isEqualTo(weights);
    assertThat(Checkpoint.readMetadata(file)).isEqualTo(notes);
  }

  @Test
  void aFileMayBeReplacedByItsOwnContent() {
    Path file = folder.resolve("weights.pth");
    StateDict weights = StateDict.of(Map.of("a", Tensor.of(new float[] {1, 2}, 2)));
    Checkpoint.write(file, weights, Map.of());
    Checkpoint.write(file, Checkpoint.read(file), Map.of());
    assertThat(Checkpoint.read(file)).isEqualTo(weights);
    assertThat(Checkpoint.readMetadata(file)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.pt", "a.pth", "a.pth.tar", "a.bin", "a.ckpt", "A.PTH"})
  void theNameSaysThatAFileIsPyTorchs(String name) throws IOException {
    assertThat(first(name)).isEqualTo((byte) 'P');
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.safetensors", "a", "pt"})
  void anyOtherNameIsSafetensors(String name) throws IOException {
    assertThat(first(name)).isNotEqualTo((byte) 'P');
  }

  private byte first(String name) throws IOException {
    Path file = folder.resolve(name);
    Checkpoint.write(file, StateDict.of(Map.of("a", Tensor.of(new float[1], 1))), Map.of());
    return Files.readAllBytes(file)[0];
  }

  /** Where the entries' bytes begin, found by their local headers. */
  private static List<Integer> starts(byte[] zip) {
    String text = new String(zip, ISO_8859_1);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    return IntStream.iterate(
            text.indexOf("PK\u0003\u0004"), i -> i >= 0, i -> text.indexOf("PK\u0003\u0004", i + 1))
        .mapToObj(i -> i + 30 + bytes.getShort(i + 26) + bytes.getShort(i + 28))
        .toList();
  }
}
