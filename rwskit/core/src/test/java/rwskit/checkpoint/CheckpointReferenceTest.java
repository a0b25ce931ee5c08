package rwskit.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Files that PyTorch and the safetensors package wrote, against the values that they were given.
 */
class CheckpointReferenceTest {
  private static final Path FOLDER = Path.of(System.getProperty("rwskit.fixtures"), "weights");

  @ParameterizedTest
  @CsvSource({
    "state_dict.safetensors, expected.json",
    "state_dict-zip.pth, expected.json",
    "state_dict-legacy.pth, expected.json",
    "checkpoint-zip.pth.tar, expected.json",
    "checkpoint-legacy.pth.tar, expected.json",
    "dataparallel-zip.pth, expected.json",
    "parameters-zip.pth, expected.json",
    "views.safetensors, views-expected.json",
    "views-zip.pth, views-expected.json",
    "views-legacy.pth, views-expected.json"
  })
  void everyTensorHasTheExpectedTypeShapeAndValues(String file, String expectedFile)
      throws IOException {
    JsonObject expected =
        JsonParser.parseString(Files.readString(FOLDER.resolve(expectedFile), UTF_8))
            .getAsJsonObject();
    StateDict weights = Checkpoint.read(FOLDER.resolve(file));
    if (file.startsWith("parameters")) {
      // Counters cannot be Parameters.
      expected.remove("bn1.num_batches_tracked");
    }
    assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
    for (String name : weights.names()) {
      Tensor tensor = weights.get(name);
      JsonObject twin = expected.getAsJsonObject(name);
      assertThat(pythonName(tensor.dtype())).as(name).isEqualTo(twin.get("dtype").getAsString());
      assertThat(tensor.shape()).as(name).containsExactly(longs(twin));
      double[] values =
          twin.getAsJsonArray("values").asList().stream()
              .mapToDouble(v -> v.getAsDouble())
              .toArray();
      assertThat(values(tensor)).as(name).containsExactly(values);
    }
  }

  @Test
  void metadataAreRead() {
    assertThat(Checkpoint.readMetadata(FOLDER.resolve("state_dict.safetensors")))
        .containsEntry("format", "pt")
        .containsEntry("note", "fixture");
    assertThat(Checkpoint.readMetadata(FOLDER.resolve("views.safetensors"))).isEmpty();
  }

  private static long[] longs(JsonObject twin) {
    return twin.getAsJsonArray("shape").asList().stream().mapToLong(v -> v.getAsLong()).toArray();
  }

  private static String pythonName(DType dtype) {
    return switch (dtype) {
      case F64 -> "float64";
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      case I64 -> "int64";
      case I32 -> "int32";
      case I16 -> "int16";
      case I8 -> "int8";
      case U8 -> "uint8";
      case BOOL -> "bool";
    };
  }

  private static double[] values(Tensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    float[] floats = tensor.dtype().isFloatingPoint() ? tensor.toFloats() : null;
    return IntStream.range(0, tensor.size())
        .mapToDouble(
            i ->
                switch (tensor.dtype()) {
                  case F64 -> bytes.getDouble(8 * i);
                  case I64 -> bytes.getLong(8 * i);
                  case I32 -> bytes.getInt(4 * i);
                  case I16 -> bytes.getShort(2 * i);
                  case I8 -> bytes.get(i);
                  case U8, BOOL -> bytes.get(i) & 0xff;
                  default -> floats[i];
                })
        .toArray();
  }
}
