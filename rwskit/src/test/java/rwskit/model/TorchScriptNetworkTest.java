package rwskit.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.checkpoint.StateDictChoice;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.random.RandomStream;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** TorchScript programs beside PyTorch's logits, and one beside the same network of the kit's. */
@ExtendWith(OneThread.class)
class TorchScriptNetworkTest {
  private static final Path FOLDER = Path.of("src/test/resources/fixtures/torchscript");
  private static final Path VGG = FOLDER.resolve("vgg.pt");
  private static final Path ODD = FOLDER.resolve("odd.pt");

  private static final Network KNOWN = Network.of(Architecture.VGG11_BN).withWidthDivisor(32);

  private static final ImageSet IMAGES = DrawnSet.SHAPES.draw(60, 3, Split.TRAIN);

  @TempDir Path folder;

  private static Network vgg() {
    return Network.ofTorchScript("scripted", 10, VGG);
  }

  private static Network odd(Path file) {
    return Network.ofTorchScript("odd", 3, file).withNormalization(Normalization.NONE);
  }

  private static void assertLogits(Network network, StateDict weights, String model, String row)
      throws IOException {
    JsonObject expected =
        JsonParser.parseString(Files.readString(FOLDER.resolve("expected.json")))
            .getAsJsonObject()
            .getAsJsonObject("models")
            .getAsJsonObject(model);
    List<Float> wanted = new ArrayList<>();
    for (JsonElement image : expected.getAsJsonArray(row)) {
      image.getAsJsonArray().forEach(logit -> wanted.add(logit.getAsFloat()));
    }
    float largest = wanted.stream().map(Math::abs).max(Float::compare).orElseThrow();
    try (NetworkModel opened = NetworkModel.open(network, weights)) {
      float[] logits = opened.logits(ByFormula.images(32), 32, 32);
      assertThat(logits).hasSameSizeAs(wanted);
      for (int i = 0; i < logits.length; i++) {
        assertThat(logits[i]).isCloseTo(wanted.get(i), offset(1e-5f * largest));
      }
      assertThat(opened.weights()).isEqualTo(weights);
    }
  }

  @Test
  void logitsArePyTorchsWithItsOwnWeightsAndWithOthers() throws IOException {
    Network plain = vgg().withNormalization(Normalization.NONE);
    assertLogits(plain, Checkpoint.read(VGG), "vgg", "logits");
    assertLogits(plain, ByFormula.weights(plain, 11), "vgg", "otherLogits");
    assertLogits(odd(ODD), Checkpoint.read(ODD), "odd", "logits");
    assertLogits(odd(ODD), other(), "odd", "otherLogits");
    Path file = folder.resolve("other.pt");
    Checkpoint.open(ODD, StateDictChoice.only()).write(file, other(), Map.of());
    assertLogits(odd(file), Checkpoint.read(file), "odd", "otherLogits");
  }

  private static StateDict other() throws IOException {
    StateDict own = Checkpoint.read(ODD);
    Map<String, Tensor> tensors = new LinkedHashMap<>(own.tensors());
    JsonParser.parseString(Files.readString(FOLDER.resolve("expected.json")))
        .getAsJsonObject()
        .getAsJsonObject("models")
        .getAsJsonObject("odd")
        .getAsJsonObject("other")
        .asMap()
        .forEach(
            (name, values) -> {
              if (own.get(name).dtype() == DType.F32) {
                tensors.put(
                    name, Tensor.of(floats(values.getAsJsonArray()), own.get(name).shape()));
              }
            });
    return StateDict.of(tensors);
  }

  private static float[] floats(JsonArray values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).getAsFloat();
    }
    return floats;
  }

  @Test
  void itIsANetworkLikeTheKnownOne() {
    Network network = vgg();
    assertThat(List.copyOf(network.shapes().keySet()))
        .isEqualTo(List.copyOf(KNOWN.shapes().keySet()));
    assertThat(network.hasBatchNorm()).isTrue();
    assertThat(network.layers()).isEqualTo(8);
    assertThat(network.architecture()).isEmpty();
    assertThat(network).hasToString("scripted, 10 classes");
    assertThat(network.initialWeights(3)).isEqualTo(KNOWN.initialWeights(3));
    assertThat(odd(ODD).initialWeights(3).get("mean")).isEqualTo(Checkpoint.read(ODD).get("mean"));
  }

  @Test
  void runningStatisticsAreEstimatedAsTheKnownNetworksAre() {
    StateDict weights = KNOWN.initialWeights(4);
    assertClose(
        RunningStatistics.reestimate(vgg(), weights, IMAGES, 25),
        RunningStatistics.reestimate(KNOWN, weights, IMAGES, 25),
        2e-4f);
  }

  @Test
  void anAttackFindsTheSameImages() {
    StateDict weights = Checkpoint.read(VGG);
    float[][] attacked = new float[2][];
    float[] before = ByFormula.images(32);
    Network[] networks = {vgg(), KNOWN};
    for (int i = 0; i < networks.length; i++) {
      try (NetworkModel model = NetworkModel.open(networks[i], weights);
          NDManager scratch = model.newScratch()) {
        attacked[i] =
            model
                .attacked(
                    scratch.create(before, new Shape(2, 3, 32, 32)),
                    scratch.create(new int[] {3, 7}),
                    Attack.linf(8),
                    image -> RandomStream.of(2, image))
                .toFloatArray();
        assertThat(model.weights()).isEqualTo(weights);
      }
    }
    assertThat(attacked[0]).isNotEqualTo(before).containsExactly(attacked[1], offset(1e-4f));
  }

  @Test
  void threadsMayAskAtOnce() {
    try (NetworkModel model = NetworkModel.open(vgg(), Checkpoint.read(VGG))) {
      float[] expected = model.logits(ByFormula.images(32), 32, 32);
      assertThat(
              IntStream.range(0, 32)
                  .parallel()
                  .mapToObj(i -> model.logits(ByFormula.images(32), 32, 32)))
          .allSatisfy(logits -> assertThat(logits).containsExactly(expected, offset(1e-5f)));
    }
  }

  @Test
  void whatIsTracedInEvaluationModeHasNoOtherMode() {
    Path file = FOLDER.resolve("traced.pt");
    Network traced = Network.ofTorchScript("traced", 3, file);
    assertThatThrownBy(
            () -> RunningStatistics.reestimate(traced, Checkpoint.read(file), IMAGES, 25))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("traced, 3 classes does not change its running statistics");
  }

  @Test
  void aProgramThatDoesNotListItsBuffersIsReadAndNotComputedWith() throws IOException {
    Path old = folder.resolve("old.pt");
    try (ZipFile from = new ZipFile(VGG.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(old))) {
      for (ZipEntry entry : from.stream().toList()) {
        byte[] bytes = from.getInputStream(entry).readAllBytes();
        to.putNextEntry(new ZipEntry(entry.getName()));
        to.write(
            entry.getName().endsWith(".py")
                ? new String(bytes, UTF_8)
                    .replaceAll("(?m)^  __buffers__ = .*\\n", "")
                    .getBytes(UTF_8)
                : bytes);
      }
    }
    StateDict weights = Checkpoint.read(old);
    assertThat(weights).isEqualTo(Checkpoint.read(VGG));
    assertThatThrownBy(() -> NetworkModel.open(Network.ofTorchScript("old", 10, old), weights))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(old + ": libtorch does not give features.1.running_mean")
        .hasMessageContaining("save it anew");
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    assertThatThrownBy(() -> vgg().withClasses(5))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has the outputs that it has: expected 10 classes, not 5");
    StateDict weights = Checkpoint.read(VGG);
    try (NetworkModel model = NetworkModel.open(vgg(), weights)) {
      assertThatThrownBy(() -> model.load(weights.only(List.of("features.0.weight"))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("computes with no tensors but its own");
      assertThat(model.logits(IMAGES, model.load(StateDict.of(Map.of())))).hasSize(60 * 10);
    }
    try (NetworkModel model = NetworkModel.open(Network.ofTorchScript("wrong", 7, VGG), weights)) {
      assertThatThrownBy(() -> model.predict(IMAGES))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("vgg.pt computes [(60, 10)] from images (60, 3, 32, 32)")
          .hasMessageContaining("logits (60, 7)");
    }
    Map<String, Tensor> moved = new LinkedHashMap<>(Checkpoint.read(ODD).tensors());
    moved.put("order", Tensor.of(DType.I64, new long[] {3}, java.nio.ByteBuffer.allocate(24)));
    assertThatThrownBy(() -> NetworkModel.open(odd(ODD), StateDict.of(moved)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("order is a constant of the program, and differs");
    Path bare = folder.resolve("bare.pth");
    Checkpoint.write(bare, weights, Map.of());
    assertThatThrownBy(() -> Network.ofTorchScript("bare", 10, bare))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("without a program; expected TorchScript");
  }

  private static void assertClose(StateDict found, StateDict expected, float share) {
    assertThat(found.names()).isEqualTo(expected.names());
    for (String name : expected.names()) {
      if (expected.get(name).dtype() != DType.F32) {
        assertThat(found.get(name)).as(name).isEqualTo(expected.get(name));
        continue;
      }
      float[] wanted = expected.get(name).toFloats();
      float[] values = found.get(name).toFloats();
      for (int i = 0; i < wanted.length; i++) {
        assertThat(values[i])
            .as(name)
            .isCloseTo(wanted[i], offset(share * Math.max(1e-2f, Math.abs(wanted[i]))));
      }
    }
  }
}
