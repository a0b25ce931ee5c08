package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

/** Weights in two bytes, against what PyTorch makes of them: bench/peers/rounding_fixtures.py. */
class RoundingTest {
  private static final String NAME = "features.0.weight";

  @TempDir Path folder;

  private static StateDict reference() throws URISyntaxException {
    return Checkpoint.read(
        Path.of(
            Objects.requireNonNull(RoundingTest.class.getResource("rounding.safetensors"))
                .toURI()));
  }

  @ParameterizedTest
  @CsvSource({"F16, 0.5", "F16, -1.25", "F16, 1.0", "BF16, 0.5", "BF16, -1.25", "BF16, 1.0"})
  void patchedWeightsAreThoseOfPyTorchBitForBit(DType dtype, double alpha) throws Exception {
    StateDict reference = reference();
    StateDict base = StateDict.of(Map.of(NAME, reference.get(dtype + " weights")));
    Signature signature =
        Signature.ofWeights(StateDict.of(Map.of(NAME, reference.get(dtype + " signature"))));
    Patch patch = Patch.of(base).add(signature, alpha);
    StateDict expected =
        StateDict.of(Map.of(NAME, reference.get("%s sum %s".formatted(dtype, alpha))));
    assertThat(expected.get(NAME).dtype()).isEqualTo(dtype);
    assertThat(patch.weights()).isEqualTo(expected);
    for (String file : new String[] {"patched.pth", "patched.safetensors"}) {
      Checkpoint.write(folder.resolve(file), patch.weights(), Map.of());
      assertThat(Checkpoint.read(folder.resolve(file))).as(file).isEqualTo(expected);
    }
    assertThat(
            PatchRecord.of(patch, patch.weights(), Map.of())
                .restore(patch.weights(), PatchRecord.replaced(patch))
                .weights())
        .isEqualTo(base);
  }
}
