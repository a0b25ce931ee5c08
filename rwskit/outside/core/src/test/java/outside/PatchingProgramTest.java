package outside;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.signature.Patch;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/** A program that reads, extracts, patches and writes. */
class PatchingProgramTest {
  @TempDir Path folder;

  private static StateDict weights(float... values) {
    return StateDict.of(
        Map.of(
            "features.0.weight", Tensor.of(values, 1, 1, 1, values.length),
            "features.0.bias", Tensor.of(new float[] {values[0]}, 1)));
  }

  @Test
  void aSignatureIsExtractedAddedAndTakenOff() {
    StateDict standard = weights(1, 0, 0);
    Signature signature = Signature.extract(weights(0, 0, 0), standard, weights(1, 2, 0));
    Path file = folder.resolve("patched.pth");
    Patch patch = Patch.of(standard).add(signature, 0.5);
    Checkpoint.write(file, patch.weights(), Map.of());
    assertEquals(1f, Checkpoint.read(file).get("features.0.weight").toFloats()[1]);
    assertEquals(standard, patch.without(signature).weights());
  }

  @Test
  void itCarriesFewJarsAndNoEngine() {
    long jars =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> entry.endsWith(".jar"))
            .filter(entry -> !entry.matches(".*(junit|opentest4j|apiguardian|surefire).*"))
            .count();
    assertTrue(jars <= 5, jars + " jars");
    for (String other : new String[] {"ai.djl.engine.Engine", "tech.tablesaw.api.Table"}) {
      assertThrows(ClassNotFoundException.class, () -> Class.forName(other));
    }
  }
}
