package rwskit.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import rwskit.checkpoint.SafeTensors;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Runs of the official implementation, VGG-16 and ResNet-50 before the running statistics are
 * estimated anew. It applies its weights twice, so w there is α = w² here.
 */
class OfficialCasesTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "signatures");

  @TestFactory
  List<DynamicTest> patchedWeightsAreThoseOfTheOfficialImplementation() throws IOException {
    List<JsonObject> cases =
        JsonParser.parseString(Files.readString(FOLDER.resolve("cases.json"), UTF_8))
            .getAsJsonArray()
            .asList()
            .stream()
            .map(JsonElement::getAsJsonObject)
            .filter(run -> Files.exists(FOLDER.resolve(run.get("file").getAsString())))
            .toList();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(11);
    return cases.stream()
        .map(run -> DynamicTest.dynamicTest(run.get("file").getAsString(), () -> check(run)))
        .toList();
  }

  private static void check(JsonObject run) {
    String network = run.get("arch").getAsString();
    StateDict pretrained = read(network + "-pretrained");
    StateDict standard = read(network + "-standard");
    List<JsonElement> weights = run.getAsJsonArray("weights").asList();
    Patch patch = Patch.of(read(network + "-" + run.get("patched").getAsString()));
    List<StateDict> robust = new ArrayList<>();
    for (int i = 0; i < weights.size(); i++) {
      robust.add(read(network + "-robust" + i));
      Signature signature =
          Signature.extract(pretrained, standard, robust.get(i))
              .firstLayers(run.get("keep_num").getAsInt());
      if (!run.get("quantization_levels").isJsonNull()) {
        signature = quantized(signature, run);
      }
      double weight = weights.get(i).getAsDouble();
      patch = patch.add(signature, weight * weight);
    }
    StateDict expected = SafeTensors.read(FOLDER.resolve(run.get("file").getAsString()));
    StateDict patched = patch.withBatchNormOf(robust).weights();
    assertThat(patched.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      if (expected.get(name).dtype().isFloatingPoint()) {
        assertClose(name, patched.get(name), expected.get(name));
      } else {
        assertThat(patched.get(name)).as(name).isEqualTo(expected.get(name));
      }
    }
  }

  private static Signature quantized(Signature signature, JsonObject run) {
    int levels = run.get("quantization_levels").getAsInt();
    return signature.quantized(
        Quantizer.valueOf(run.get("method").getAsString().toUpperCase(Locale.ROOT)),
        Integer.numberOfTrailingZeros(levels));
  }

  private static void assertClose(String name, Tensor found, Tensor expected) {
    float[] values = expected.toFloats();
    float largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(found.shape()).containsExactly(expected.shape());
    float[] others = found.toFloats();
    for (int i = 0; i < values.length; i++) {
      assertThat(others[i]).as("%s[%d]", name, i).isEqualTo(values[i], within(1e-6f * largest));
    }
  }

  private static StateDict read(String name) {
    return SafeTensors.read(FOLDER.resolve(name + ".safetensors"));
  }
}
