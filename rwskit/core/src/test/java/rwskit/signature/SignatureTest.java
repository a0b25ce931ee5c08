package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class SignatureTest {
  @TempDir Path folder;

  @Test
  void firstLayersAreThoseTensorsOfTheWholeSignature() {
    Signature whole = signature();
    Signature first = whole.firstLayers(1);
    assertThat(first.weights().names()).containsExactly("features.0.weight", "features.0.bias");
    assertThat(first.layers()).hasValue(1);
    assertThat(whole.layers()).isEmpty();
    assertThat(whole.weights().only(first.weights().names())).isEqualTo(first.weights());
    assertThat(whole.firstLayers(2).firstLayers(1)).isEqualTo(first);
  }

  @Test
  void theLayersThatItHasAreItself() {
    Signature first = signature().firstLayers(1);
    assertThat(first.firstLayers(1)).isSameAs(first);
  }

  @Test
  void equalSignaturesHaveEqualHashCodes() {
    assertThat(signature()).hasSameHashCodeAs(signature());
    assertThat(signature().hashCode()).isNotEqualTo(signature().firstLayers(1).hashCode());
  }

  @Test
  void aSignatureOfNoChangeIsZero() {
    StateDict weights = Networks.vgg(1);
    assertThat(Signature.extract(weights, Networks.vgg(2), weights).isZero()).isTrue();
    assertThat(signature().isZero()).isFalse();
    StateDict oneTensor =
        weights.with("features.3.bias", Tensor.of(new float[] {0, 0, 0, 1, 0, 0, 0, 0}, 8));
    assertThat(Signature.extract(weights, Networks.vgg(2), oneTensor).isZero()).isFalse();
  }

  @Test
  void whatAnotherMethodAddsIsTakenAsItIs() {
    StateDict added = Networks.vgg(7);
    Signature signature = Signature.ofWeights(added);
    assertThat(signature.weights()).isEqualTo(added);
    assertThat(signature.layers()).isEmpty();
    assertThat(signature.provenance()).isEqualTo(Provenance.unknown());
    assertThatThrownBy(() -> Signature.ofWeights(Networks.vgg(7, DType.F16)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("tensor features.0.weight is F16[4, 3, 3, 3]; a signature's tensors are F32");
  }

  @Test
  void aSignatureOfTensorsHasOneAndNumbersWithAFraction() {
    StateDict weights = Networks.vgg(1).with("counter", counter());
    assertThatThrownBy(() -> Signature.ofTensors(weights, weights, weights, List.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessage("no tensor was chosen; a signature has one at least");
    assertThatThrownBy(() -> Signature.ofTensors(weights, weights, weights, List.of("counter")))
        .isInstanceOf(BadInputException.class)
        .hasMessage("a signature's tensors are floating-point numbers, not so counter");
  }

  @Test
  void aFileIsNotNamedAsAnotherFormat() {
    for (String name : List.of("fog.pth", "fog.PT.TAR.gz")) {
      assertThatThrownBy(() -> signature().write(folder.resolve(name)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(name + " is the name of another format")
          .hasMessageContaining("name it ");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void runningStatisticsAndCountersAreNoPartOfASignature() {
    StateDict weights =
        Networks.vgg(1)
            .with("features.1.running_mean", Tensor.of(new float[] {1}, 1))
            .with("features.1.running_var", Tensor.of(new float[] {1}, 1))
            .with(
                "features.1.num_batches_tracked",
                Tensor.of(DType.I64, new long[0], java.nio.ByteBuffer.allocate(8)));
    assertThat(Signature.extract(weights, weights, weights).weights().names())
        .containsExactlyElementsOf(Networks.vgg(1).names());
  }

  @Test
  void onlyTensorsOfKeptLayersNeedMatch() {
    StateDict old = Networks.vgg(1).with("classifier.weight", Tensor.of(new float[3], 3));
    StateDict standard =
        Networks.vgg(2)
            .with("features.1.num_batches_tracked", counter())
            .with("mu", Tensor.of(new float[3], 3, 1, 1));
    StateDict robust = Networks.vgg(3);
    Signature expected = signature().firstLayers(2);
    assertThat(Signature.ofLayers(old, standard, robust, 2)).isEqualTo(expected);
    assertThat(Signature.ofTensors(old, standard, robust, expected.weights().names()))
        .isEqualTo(expected);
    assertThat(Signature.extract(Networks.vgg(1), standard, robust)).isEqualTo(signature());
    StateDict wider = robust.with("features.0.scale", Tensor.of(new float[4], 4));
    assertThatThrownBy(() -> Signature.ofLayers(old, standard, wider, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("features.0.scale is missing in the pretrained weights");
    assertThatThrownBy(() -> Signature.ofTensors(old, standard, robust, List.of("mu")))
        .isInstanceOf(BadInputException.class);
  }

  private static Tensor counter() {
    return Tensor.of(DType.I64, new long[0], java.nio.ByteBuffer.allocate(8));
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F32", "F16", "BF16"})
  void theResultIsSinglePrecisionWhateverTheTypeOfTheWeights(DType dtype) {
    Signature signature =
        Signature.extract(Networks.vgg(1, dtype), Networks.vgg(2, dtype), Networks.vgg(3, dtype));
    assertThat(signature.weights().tensors().values())
        .allSatisfy(tensor -> assertThat(tensor.dtype()).isEqualTo(DType.F32));
  }

  @Test
  void allTensorsThatDoNotMatchAreListed() {
    StateDict other =
        Networks.vgg(2)
            .with("features.0.bias", Tensor.of(new float[5], 5))
            .with("fc.weight", Tensor.of(new float[1], 1));
    assertThatThrownBy(() -> Signature.extract(Networks.vgg(1), Networks.vgg(2), other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(
            "features.0.bias is F32[4] in the pretrained and F32[5] in the robust")
        .hasMessageContaining("fc.weight is missing in the pretrained");
    assertThatThrownBy(
            () -> Signature.extract(Networks.vgg(1), Networks.vgg(2, DType.F16), Networks.vgg(3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("classifier.weight is F32[2, 8] in the pretrained and F16[2, 8]");
  }

  @Test
  void aSignatureFileHoldsTensorsLayersAndProvenance() {
    Path file = folder.resolve("fog.safetensors");
    Provenance provenance =
        Provenance.of(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
            .withCorruption("fog")
            .withSeverity(5);
    Signature signature = signature().firstLayers(2).withProvenance(provenance);
    signature.write(file);
    Signature read = Signature.read(file);
    assertThat(read).isEqualTo(signature);
    assertThat(read.provenance()).isEqualTo(provenance);
    assertThat(read.layers()).hasValue(2);
    assertThat(read.firstLayers(1)).isEqualTo(signature.firstLayers(1));
    assertThat(provenance.robustSha256()).hasValue(Networks.vgg(3).sha256());

    signature().write(file);
    assertThat(Signature.read(file).layers()).isEmpty();
    assertThat(Signature.read(file).provenance()).isEqualTo(Provenance.unknown());
  }

  @Test
  void filesThatAreNoSignaturesAreRefused() {
    Map<String, String> good =
        Map.of("rwskit.kind", "signature", "rwskit.version", "1", "rwskit.layers", "all");
    StateDict weights = Networks.vgg(1);
    assertRefused(Map.of(), weights, "no signature file");
    assertRefused(with(good, "rwskit.version", "3"), weights, "version 3");
    assertRefused(with(good, "rwskit.layers", "-1"), weights, "rwskit.layers is '-1'");
    assertRefused(
        with(good, "rwskit.severity", "6"), weights, "severity 6; a corruption's severity is 1");
    assertRefused(good, Networks.vgg(1, DType.F16), "F16[4, 3, 3, 3]");
    assertRefused(
        good,
        StateDict.of(Map.of("t", Tensor.of(new float[] {0, Float.NaN}, 2))),
        "element 1 of tensor t");
  }

  private void assertRefused(Map<String, String> notes, StateDict weights, String reason) {
    Path file = folder.resolve("file");
    SafeTensors.write(file, weights, notes);
    assertThatThrownBy(() -> Signature.read(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(reason);
  }

  private static Map<String, String> with(Map<String, String> notes, String key, String value) {
    Map<String, String> copy = new java.util.HashMap<>(notes);
    copy.put(key, value);
    return copy;
  }

  @Test
  void severitiesAreOneToFive() {
    for (int severity : List.of(0, 6)) {
      assertThatThrownBy(() -> Provenance.unknown().withSeverity(severity))
          .isInstanceOf(BadInputException.class);
    }
  }

  private static Signature signature() {
    return Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3));
  }
}
