package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Programs that PyTorch wrote, and what PyTorch says is in them; see torchscript_fixtures.py. */
class TorchScriptTest {
  private static final Path FOLDER = Path.of("../src/test/resources/fixtures/torchscript");
  private static final Path ODD = FOLDER.resolve("odd.pt");

  @TempDir Path folder;

  private static JsonObject expected(String network) throws IOException {
    return JsonParser.parseString(Files.readString(FOLDER.resolve("expected.json")))
        .getAsJsonObject()
        .getAsJsonObject("models")
        .getAsJsonObject(network);
  }

  @ParameterizedTest
  @ValueSource(strings = {"odd", "vgg"})
  void theStateDictIsPyTorchs(String network) throws IOException {
    Map<String, JsonElement> tensors = expected(network).getAsJsonObject("tensors").asMap();
    StateDict weights = Checkpoint.read(FOLDER.resolve(network + ".pt"));
    assertThat(weights.names()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach(
        (name, value) -> {
          JsonObject described = value.getAsJsonObject();
          Tensor tensor = weights.get(name);
          assertThat(Arrays.stream(tensor.shape()).boxed())
              .as(name)
              .containsExactlyElementsOf(
                  described.getAsJsonArray("shape").asList().stream()
                      .map(JsonElement::getAsLong)
                      .toList());
          assertThat(tensor.dtype())
              .as(name)
              .isEqualTo(
                  described.get("dtype").getAsString().equals("int64") ? DType.I64 : DType.F32);
          assertThat(sha256(tensor)).as(name).isEqualTo(described.get("sha256").getAsString());
        });
  }

  private static String sha256(Tensor tensor) {
    byte[] bytes = new byte[tensor.byteCount()];
    tensor.bytes().get(bytes);
    return new Sha256().add(bytes).hex();
  }

  @Test
  void buffersAndSharedTensorsAreTold() {
    TorchScript program = TorchScript.open(ODD);
    assertThat(program.buffers())
        .contains("mean", "order", "branches.1.bn.running_var", "branches.2.bn.running_mean")
        .doesNotContain("left", "branches.1.bn.weight", "constant");
    assertThat(program.aliases())
        .contains("branches.2.conv.weight", "branches.2.bn.num_batches_tracked")
        .allMatch(name -> name.startsWith("branches.2."));
  }

  @Test
  void otherWeightsTakeTheirPlacesAndNothingElseChanges() throws IOException {
    StateDict other = other();
    TorchScript program = TorchScript.open(ODD);
    assertThat(other).isNotEqualTo(program.weights());
    Path out = folder.resolve("other.pt");
    program.write(out, other, Map.of("α", "0.5"));
    assertThat(Checkpoint.read(out)).isEqualTo(other);
    assertThat(Checkpoint.readMetadata(out)).containsExactly(Map.entry("α", "0.5"));
    Map<String, String> before = entries(ODD);
    Map<String, String> after = entries(out);
    assertThat(after.remove("odd/rwskit.json")).isEqualTo("{\"α\":\"0.5\"}");
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.keySet().removeIf(name -> name.contains("/data/"));
    assertThat(after).containsAllEntriesOf(before);

    // And back again, over the file itself.
    TorchScript.open(out).write(out, program.weights(), Map.of());
    assertThat(entries(out)).isEqualTo(entries(ODD));
  }

  /** What the module had when PyTorch computed the logits that BlockNetworkTest compares. */
  private static StateDict other() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    StateDict own = Checkpoint.read(ODD);
    expected("odd")
        .getAsJsonObject("other")
        .asMap()
        .forEach(
            (name, values) -> {
              List<JsonElement> list = values.getAsJsonArray().asList();
              float[] floats = new float[list.size()];
              for (int i = 0; i < floats.length; i++) {
                floats[i] = list.get(i).getAsFloat();
              }
              boolean isFloat = own.get(name).dtype() == DType.F32;
              tensors.put(name, isFloat ? Tensor.of(floats, own.get(name).shape()) : own.get(name));
            });
    return StateDict.of(tensors);
  }

  /** Java's own reader, which compares checksums. */
  private static Map<String, String> entries(Path file) throws IOException {
    Map<String, String> entries = new TreeMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        try (InputStream in = zip.getInputStream(entry)) {
          byte[] bytes = in.readAllBytes();
          entries.put(
              entry.getName(),
              entry.getName().endsWith(".json")
                  ? new String(bytes, UTF_8)
                  : new Sha256().add(bytes).hex());
        }
      }
    }
    return entries;
  }

  @Test
  void buffersDeclaredAsParametersAreStillTheSameStateDictInAnotherOrder() throws IOException {
    TorchScript program = TorchScript.open(ODD);
    Path redeclared = folder.resolve("redeclared.pt");
    Files.write(
        redeclared, program.encode(StateDict.of(Map.of()), name -> name.startsWith("running")));
    TorchScript read = TorchScript.open(redeclared);
    assertThat(read.weights().tensors()).isEqualTo(program.weights().tensors());
    assertThat(read.buffers())
        .contains("mean", "branches.0.bn.num_batches_tracked")
        .noneMatch(name -> name.contains("running"));
  }

  @Test
  void whatTheProgramCannotTakeIsRefusedAndNothingIsWritten() {
    TorchScript program = TorchScript.open(ODD);
    assertRefused(
        program,
        Map.of("head.bias", Tensor.of(new float[4], 4)),
        "its program cannot take the tensor head.bias, F32[4]: expected F32[3]");
    assertRefused(
        program,
        Map.of("head.scale", Tensor.of(new float[4], 4)),
        "head.scale, F32[4]: expected one of its parameters and buffers");
    ByteBuffer counter = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    assertRefused(
        program,
        Map.of(
            "branches.0.bn.num_batches_tracked",
            Tensor.of(DType.I32, new long[0], counter.clear())),
        "I32[]: expected I64[]");
    assertRefused(
        program,
        Map.of(
            "branches.0.bn.bias", Tensor.of(new float[] {1, 2, 3, 4}, 4),
            "branches.2.bn.bias", Tensor.of(new float[] {1, 2, 3, 5}, 4)),
        "shares memory with another one of [branches.");
  }

  private void assertRefused(TorchScript program, Map<String, Tensor> changed, String said) {
    Path out = folder.resolve("refused.pt");
    assertThatThrownBy(() -> program.write(out, StateDict.of(changed), Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(ODD.toString())
        .hasMessageContaining(said);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void contentsAreWrittenAsTheProgramUnlessTheNameIsOfBareWeights() {
    CheckpointContents contents = Checkpoint.open(ODD, StateDictChoice.only());
    StateDict changed = StateDict.of(Map.of("head.bias", Tensor.of(new float[] {7, 8, 9}, 3)));
    contents.write(folder.resolve("a.pt"), changed, Map.of());
    contents.write(folder.resolve("a.safetensors"), changed, Map.of());
    assertThat(Checkpoint.open(folder.resolve("a.pt"), StateDictChoice.only()).program())
        .isPresent();
    CheckpointContents bare =
        Checkpoint.open(folder.resolve("a.safetensors"), StateDictChoice.only());
    assertThat(bare.program()).isEmpty();
    assertThat(bare.weights()).isEqualTo(Checkpoint.read(folder.resolve("a.pt")));
    assertThat(bare.weights().get("head.bias").toFloats()).containsExactly(7, 8, 9);
  }

  @Test
  void whatHasNoWeightsOfItsOwnIsRefusedWithWhatToDo() throws IOException {
    assertThatThrownBy(() -> Checkpoint.read(FOLDER.resolve("frozen.pt")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("torch.jit.freeze makes them part of the program");
    assertThatThrownBy(() -> Checkpoint.read(ODD, "state_dict"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a TorchScript file, which has no key state_dict; leave the key");
    Path weights = folder.resolve("weights.pth");
    Checkpoint.write(weights, Checkpoint.read(ODD), Map.of());
    assertThatThrownBy(() -> TorchScript.open(weights))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is no TorchScript file, as torch.jit.save writes");
    Map<String, byte[]> mobile = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(ODD.toFile())) {
      for (ZipEntry entry : zip.stream().filter(e -> !e.getName().contains("/code/")).toList()) {
        mobile.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    Path stripped = Files.write(folder.resolve("mobile.ptl"), TorchFiles.deflated(mobile));
    assertThatThrownBy(() -> Checkpoint.read(stripped))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is TorchScript without the classes of its modules");
  }
}
