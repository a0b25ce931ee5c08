package rwskit.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.checkpoint.TorchFiles.integer;
import static rwskit.checkpoint.TorchFiles.storage;
import static rwskit.checkpoint.TorchFiles.tensor;
import static rwskit.checkpoint.TorchFiles.text;
import static rwskit.checkpoint.TorchFiles.zip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class CheckpointTest {
  private static final String PAIR = tensor(storage("0", 2), 0, integer(2), integer(1));

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model", "model_state_dict", "net", "anything"})
  void theOnlyStateDictIsFoundUnderAnyKey(String key) throws IOException {
    Path file = write("}(" + text("epoch") + "K\u0007" + text(key) + dict("a") + "u.");
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a")).isEqualTo(Checkpoint.read(file, key));
  }

  @Test
  void aTensorBesideTheStateDictIsNoWeight() throws IOException {
    Path file = write("}(" + text("loss") + PAIR + text("net") + dict("a") + "u.");
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
  }

  @Test
  void ofSeveralStateDictsOneIsReadIfItsKeyIsGiven() throws IOException {
    Path file = write("}(" + text("model") + dict("a") + text("ema") + dict("b") + "u.");
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " holds several state dicts, give the key of one: there are state dicts under"
                + " model, ema");
    assertThat(Checkpoint.read(file, "ema")).isEqualTo(pair("b"));
    assertThatThrownBy(() -> Checkpoint.read(file, "net"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no state dict under net; there are state dicts under model, ema");
  }

  @Test
  void aStateDictIsFoundInADictAndByAKeyWithDots() throws IOException {
    String inner = "}(" + text("step") + PAIR + text("m") + "}(" + text("net") + dict("a") + "uu";
    Path file = write("}(" + text("epoch") + "K\u0007" + text("state") + inner + "u.");
    // One tensor beside a dict of tensors is a stray one.
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
    assertThat(Checkpoint.read(file, "state")).isEqualTo(pair("step"));
    assertThat(Checkpoint.read(file, "state.m.net")).isEqualTo(pair("a"));
    Path plain = write(nested("state", nested("m", dict("a"))) + ".");
    assertThat(Checkpoint.read(plain))
        .isEqualTo(pair("a"))
        .isEqualTo(Checkpoint.read(plain, "state.m"));
    assertThatThrownBy(() -> Checkpoint.read(plain, "state.n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no state dict under state.n; there are state dicts under state.m");
  }

  @Test
  void aDictOfTensorsInAListWinsOverOneStrayTensor() throws IOException {
    String list = "](" + dict("a", "b") + "e";
    Path file = write("}(" + text("acc") + PAIR + text("state_dict") + list + "u.");
    assertThat(Checkpoint.read(file).names()).containsExactly("a", "b");
    assertThat(Checkpoint.read(file, "state_dict.0")).isEqualTo(Checkpoint.read(file));
    assertThat(Checkpoint.read(file, ".")).isEqualTo(pair("acc"));
    assertThatThrownBy(() -> Checkpoint.read(file, "state_dict.1"))
        .hasMessageEndingWith(
            "no state dict under state_dict.1; there are state dicts under state_dict.0");
    Path two = write("}" + text("nets") + "](" + dict("a") + dict("b") + "es.");
    assertThatThrownBy(() -> Checkpoint.read(two))
        .hasMessageEndingWith("there are state dicts under nets.0, nets.1");
    Path bare = write("](" + dict("a", "b") + "K\u0003e.");
    assertThat(Checkpoint.read(bare)).isEqualTo(Checkpoint.read(bare, "0"));
  }

  @Test
  void whereItStaysOpenBothAreNamed() throws IOException {
    Path file =
        write("}(" + text("a") + PAIR + text("b") + PAIR + text("m") + dict("c", "d") + "u.");
    assertThatThrownBy(() -> Checkpoint.read(file))
        .hasMessageEndingWith("give the key of one: there are state dicts under ., m");
    assertThat(Checkpoint.read(file, ".").names()).containsExactly("a", "b");
    assertThat(Checkpoint.read(file, "m").names()).containsExactly("c", "d");
  }

  @Test
  void numbersBesideTheWeightsAreNoStateDict() throws IOException {
    String one = tensor(storage("0", 2), 0, "", "");
    String metrics = "}(" + text("top1") + one + text("top5") + one + "u";
    Path file = write("}(" + text("metrics") + metrics + text("net") + dict("c", "d") + "u.");
    assertThat(Checkpoint.read(file).names()).containsExactly("c", "d");
  }

  @Test
  void aListOfMillionsBesideTheWeightsIsPassedOver() throws IOException {
    String list = "](" + "M\u00ff\u00ff".repeat(2_000_000) + "e";
    Path file = write("}(" + text("idx") + list + text("net") + dict("a") + "u.");
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
  }

  @Test
  void viewsOfStoragesAsBefore04AreRead() throws IOException {
    String whole = storage("0", 2);
    String view = whole.replace("tQ", "(" + text("1") + integer(1) + integer(1) + "ttQ");
    Path file = write("}" + text("a") + tensor(view, 0, integer(1), integer(1)) + "s.");
    assertThat(Checkpoint.read(file).get("a").toFloats()).containsExactly(2);
    String beyond = whole.replace("tQ", "(" + text("1") + integer(1) + integer(2) + "ttQ");
    Path bad = write("}" + text("a") + tensor(beyond, 0, integer(1), integer(1)) + "s.");
    assertThatThrownBy(() -> Checkpoint.read(bad)).hasMessageContaining("view is no view of it");
  }

  @Test
  void ofSeveralInOneDictTheKeysWithDotsAreListed() throws IOException {
    String both = "}(" + text("g") + dict("a") + text("d.1") + dict("b") + "u";
    Path file = write(nested("nets", both) + ".");
    assertThatThrownBy(() -> Checkpoint.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageEndingWith("there are state dicts under nets.g, nets.d.1");
    assertThat(Checkpoint.read(file, "nets.d.1")).isEqualTo(pair("b"));
  }

  @Test
  void whatModulesSaveBesideTheirWeightsIsNoStateDict() throws IOException {
    String weights = "}(" + text("a") + PAIR + text("fc._extra_state") + dict("scale") + "u.";
    assertThat(Checkpoint.read(write(weights))).isEqualTo(pair("a"));
  }

  @Test
  void aKeyForSeveralFilesIsPassedOverWhereThereAreNoKeys() throws IOException {
    Path bare = write(dict("a") + ".");
    assertThat(Checkpoint.readKeyedOrBare(bare, "ema")).isEqualTo(pair("a"));
    Path safetensors = folder.resolve("a.safetensors");
    Checkpoint.write(safetensors, pair("a"), Map.of());
    assertThat(Checkpoint.readKeyedOrBare(safetensors, "ema")).isEqualTo(pair("a"));
    Path two = write("}(" + text("model") + dict("a") + text("ema") + dict("b") + "u.");
    assertThat(Checkpoint.readKeyedOrBare(two, "ema")).isEqualTo(pair("b"));
    assertThatThrownBy(() -> Checkpoint.readKeyedOrBare(two, "net"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no state dict under net");
  }

  @Test
  void aKeyOfABareStateDictIsRefused() throws IOException {
    Path file = write(dict("a") + ".");
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
    assertThatThrownBy(() -> Checkpoint.read(file, "model"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no state dict under model; it is one itself");
    Path safetensors = folder.resolve("a.safetensors");
    Checkpoint.write(safetensors, pair("a"), Map.of());
    assertThatThrownBy(() -> Checkpoint.read(safetensors, "model"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is a safetensors file, which has no key model");
  }

  @Test
  void dataParallelsPrefixIsTakenOffOnlyIfAllNamesHaveIt() throws IOException {
    assertThat(Checkpoint.read(write(dict("module.a", "module.b") + ".")).names())
        .containsExactly("a", "b");
    assertThat(Checkpoint.read(write(dict("module.a", "b") + ".")).names())
        .containsExactly("module.a", "b");
  }

  @Test
  void orderedDictsOfPairsStringsOfPython2AndOldTensorsAreRead() throws IOException {
    String old = PAIR.replace("_v2", "").replace("\u0089}tR", "tR");
    Path file = write("ccollections\nOrderedDict\n]](U\u0001a" + old + "ea\u0085R.");
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
  }

  @Test
  void viewsOfFourAxesAreReadInRowMajorOrder() throws IOException {
    // A 2×3×2×2 convolution in channels_last order, whose element at n, c, h, w is its index.
    float[] stored = new float[24];
    for (int i = 0; i < 24; i++) {
      int c = i / 4 % 3;
      int spatial = i % 4;
      stored[i / 12 * 12 + spatial * 3 + c] = i;
    }
    String shape = integer(2) + integer(3) + integer(2) + integer(2);
    String stride = integer(12) + integer(1) + integer(6) + integer(3);
    String view = tensor(storage("0", 24), 0, shape, stride);
    Path file =
        Files.write(folder.resolve("view.pth"), zip("}" + text("w") + view + "s.", floats(stored)));
    float[] expected = new float[24];
    for (int i = 0; i < 24; i++) {
      expected[i] = i;
    }
    assertThat(Checkpoint.read(file).get("w").toFloats()).containsExactly(expected);
  }

  @Test
  void compressedEntriesAreInflated() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("x/data.pkl", TorchFiles.latin("\u0080\u0002" + dict("a") + "."));
    entries.put("x/data/0", floats(1, 2));
    Path file = Files.write(folder.resolve("deflated.pth"), TorchFiles.deflated(entries));
    assertThat(Checkpoint.read(file)).isEqualTo(pair("a"));
  }

  @Test
  void aFolderAndAMissingFileAreNamed() {
    assertThatThrownBy(() -> Checkpoint.read(folder)).hasMessageContaining("is a folder");
    assertThatThrownBy(() -> Checkpoint.read(Path.of("/dev/null")))
        .hasMessageContaining("/dev/null is a device or a pipe; a file with weights was expected");
    assertThatThrownBy(() -> Checkpoint.read(folder.resolve("none")))
        .hasMessageContaining("there is no file");
  }

  private Path write(String pickle) throws IOException {
    return Files.write(folder.resolve("checkpoint.pth"), zip(pickle, floats(1, 2)));
  }

  private static String dict(String... names) {
    StringBuilder dict = new StringBuilder("}(");
    for (String name : names) {
      dict.append(text(name)).append(PAIR);
    }
    return dict + "u";
  }

  private static String nested(String key, String value) {
    return "}" + text(key) + value + "s";
  }

  private static StateDict pair(String name) {
    return StateDict.of(Map.of(name, Tensor.of(new float[] {1, 2}, 2)));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
