package rwskit.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.CheckpointContents;
import rwskit.checkpoint.SafeTensors;
import rwskit.checkpoint.StateDictChoice;
import rwskit.model.Architecture;
import rwskit.model.Network;
import rwskit.model.NetworkModel;
import rwskit.model.Normalization;
import rwskit.signature.Quantizer;
import rwskit.signature.Signature;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** Files against PyTorch and the safetensors package themselves; only run with {@code -Dpeers}. */
@Tag("peers")
class PeersTest {
  private static final Python PYTHON = Python.find();

  @TempDir Path folder;

  @Test
  void pythonReadsWhatIsWrittenBitForBit() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Random random = new Random(1);
    for (DType dtype : DType.values()) {
      for (long[] shape : new long[][] {{2, 3, 5}, {}, {0, 3}, {1}, {300}}) {
        tensors.put("%s.%d".formatted(dtype, tensors.size()), draw(random, dtype, shape));
      }
    }
    StateDict weights = StateDict.of(tensors);
    List<String> arguments = new ArrayList<>();
    arguments.add(folder.resolve("expected.json").toString());
    for (String name : List.of("w.pt", "w.pth", "w.pth.tar", "w.bin", "w.safetensors")) {
      Checkpoint.write(folder.resolve(name), weights, Map.of("note", "θ"));
      arguments.add(folder.resolve(name).toString());
    }
    Map<String, List<Object>> expected = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> expected.put(name, described(tensor)));
    Files.writeString(folder.resolve("expected.json"), new Gson().toJson(expected));
    assertThat(PYTHON.run("read_weights.py", arguments)).isEqualToIgnoringNewLines("equal: 5");
  }

  @Test
  void pythonRunsAProgramWithTheWeightsThatWereWritten() throws IOException {
    CheckpointContents contents =
        Checkpoint.open(
            Path.of("src/test/resources/fixtures/torchscript/vgg.pt"), StateDictChoice.only());
    Network network =
        Network.ofTorchScript("program", 10, contents).withNormalization(Normalization.NONE);
    StateDict weights = network.initialWeights(4);
    Path program = folder.resolve("program.pt");
    contents.write(program, weights, Map.of("note", "θ"));
    float[] images = new float[2 * 3 * 32 * 32];
    for (int i = 0; i < images.length; i++) {
      images[i] = i % 251 / 250f;
    }
    Map<String, List<Object>> tensors = new LinkedHashMap<>();
    weights.tensors().forEach((name, tensor) -> tensors.put(name, described(tensor)));
    try (NetworkModel model = NetworkModel.open(network, weights)) {
      Map<String, Object> expected =
          Map.of("tensors", tensors, "images", images, "logits", model.logits(images, 32, 32));
      Files.writeString(folder.resolve("expected.json"), new Gson().toJson(expected));
    }
    assertThat(
            PYTHON.run(
                "run_program.py",
                List.of(folder.resolve("expected.json").toString(), program.toString())))
        .isEqualToIgnoringNewLines("equal: 1");
  }

  @Test
  void whatPythonWritesIsReadBitForBit() throws IOException {
    PYTHON.run("write_weights.py", List.of(folder.toString()));
    JsonObject files =
        JsonParser.parseString(Files.readString(folder.resolve("expected.json"))).getAsJsonObject();
    assertThat(files.keySet()).hasSize(11);
    for (String file : files.keySet()) {
      Map<String, JsonArray> found = new LinkedHashMap<>();
      Checkpoint.read(folder.resolve(file))
          .tensors()
          .forEach(
              (name, t) -> found.put(name, new Gson().toJsonTree(described(t)).getAsJsonArray()));
      JsonObject expected = files.getAsJsonObject(file);
      assertThat(found.keySet()).as(file).containsExactlyInAnyOrderElementsOf(expected.keySet());
      found.forEach(
          (name, tensor) ->
              assertThat(tensor.toString())
                  .as(file + ": " + name)
                  .isEqualTo(expected.get(name).toString()));
    }
  }

  @Test
  void pythonDecodesQuantizedSignaturesToTheSameBits() {
    Network network = Network.of(Architecture.VGG11).withWidthDivisor(8);
    Signature signature =
        Signature.extract(
            network.initialWeights(1), network.initialWeights(2), network.initialWeights(3));
    StateDict some = signature.firstLayers(4).weights();
    Tensor first = some.get("features.0.weight");
    float[] withZeros = first.toFloats();
    withZeros[0] = 0;
    withZeros[7] = 0;
    StateDict robust = some.with("features.0.weight", Tensor.of(withZeros, first.shape()));
    StateDict zeros = zeros(robust);
    // Without a standard direction a signature is the robust weights themselves, zeros and all.
    Signature odd = Signature.extract(zeros, zeros, robust);
    List<String> arguments = new ArrayList<>();
    for (Quantizer quantizer : Quantizer.values()) {
      for (int bits = 2; bits <= 16; bits++) {
        String name = "%s-%d".formatted(quantizer.name().toLowerCase(Locale.ROOT), bits);
        Path file = folder.resolve(name + ".safetensors");
        odd.quantized(quantizer, bits).write(file);
        SafeTensors.write(Path.of(file + ".floats"), Signature.read(file).weights(), Map.of());
        arguments.add(file.toString());
      }
    }
    assertThat(PYTHON.run("decode.py", arguments)).isEqualToIgnoringNewLines("equal: 45");
  }

  private static StateDict zeros(StateDict like) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    like.tensors()
        .forEach((name, t) -> tensors.put(name, Tensor.of(new float[t.size()], t.shape())));
    return StateDict.of(tensors);
  }

  private static Tensor draw(Random random, DType dtype, long... shape) {
    int size = 1;
    for (long extent : shape) {
      size *= (int) extent;
    }
    byte[] bytes = new byte[size * dtype.bytes()];
    random.nextBytes(bytes);
    if (dtype == DType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    return Tensor.of(dtype, shape, ByteBuffer.wrap(bytes));
  }

  /** As {@code described.py} has it. */
  private static List<Object> described(Tensor tensor) {
    byte[] bytes = new byte[tensor.byteCount()];
    tensor.bytes().get(bytes);
    return List.of(pythonName(tensor.dtype()), tensor.shape(), HexFormat.of().formatHex(bytes));
  }

  private static String pythonName(DType dtype) {
    return switch (dtype) {
      case BF16 -> "bfloat16";
      case BOOL -> "bool";
      case F16, F32, F64 -> "float" + 8 * dtype.bytes();
      case U8 -> "uint8";
      case I8, I16, I32, I64 -> "int" + 8 * dtype.bytes();
    };
  }
}
