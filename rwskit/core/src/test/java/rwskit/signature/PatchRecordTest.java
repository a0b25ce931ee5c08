package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.file.BadInputException;
import rwskit.weights.DType;
import rwskit.weights.StateDict;

class PatchRecordTest {
  private final StateDict base = Networks.vgg(10);
  private final Signature fog = signature(3, "fog");
  private final Signature snow = signature(4, "snow");

  @Property(tries = 30)
  void theReplacedTensorsRestoreTheBaseBitForBit(
      @ForAll @DoubleRange(min = -3, max = 3) double alpha) {
    Patch patch = Patch.of(base).add(fog, alpha).add(snow);
    StateDict patched = patch.weights();
    PatchRecord record = PatchRecord.of(patch, patched, Map.of());
    StateDict replaced = PatchRecord.replaced(patch);
    assertThat(replaced.names()).containsExactlyElementsOf(fog.weights().names());
    PatchRecord.Restored restored = record.restore(patched, replaced);
    assertThat(restored.weights()).isEqualTo(base);
    assertThat(restored.sha256()).isEqualTo(base.sha256());
    assertThat(restored.removed()).isEqualTo(record.steps());
    assertThat(restored.left()).isEmpty();
    assertThat(record.restore(patched, base).weights()).isEqualTo(base);
  }

  @ParameterizedTest
  @EnumSource(names = {"F64", "F16", "BF16"})
  void weightsOfAnyTypeAreRestored(DType dtype) {
    Patch patch = Patch.of(Networks.vgg(10, dtype)).add(fog);
    StateDict patched = patch.weights();
    assertThat(
            PatchRecord.of(patch, patched, Map.of())
                .restore(patched, PatchRecord.replaced(patch))
                .weights())
        .isEqualTo(patch.base());
  }

  @Test
  void patchesComeOffInTheReverseOrderOrAllAtOnce() {
    Patch first = Patch.of(base).add(fog);
    StateDict once = first.weights();
    PatchRecord firstRecord = PatchRecord.of(first, once, Map.of());
    Patch second = Patch.of(once).add(snow, 0.5);
    StateDict twice = second.weights();
    PatchRecord record = PatchRecord.of(second, twice, firstRecord.addTo(Map.of()));
    assertThat(record.baseSha256()).isEqualTo(base.sha256());
    assertThat(record.steps()).extracting(PatchRecord.Step::alpha).containsExactly(1.0, 0.5);

    PatchRecord.Restored restored = record.restore(twice, PatchRecord.replaced(second));
    assertThat(restored.weights()).isEqualTo(once);
    assertThat(restored.left()).hasValue(firstRecord);
    assertThat(restored.removed()).containsExactly(record.steps().get(1));
    assertThat(record.restore(twice, base).weights()).isEqualTo(base);
  }

  @Test
  void changesOfOtherMethodsAreStepsOfTheirOwn() throws NoSuchAlgorithmException {
    StateDict changed = Networks.vgg(3);
    List<StateDict> networks = List.of(base, changed);
    PatchRecord.Step step = ofMethod("ties density=0.2", networks);
    PatchRecord record = PatchRecord.of(base, changed, step, Map.of());
    Map<String, String> notes = record.addTo(Map.of("mine", "kept"));
    assertThat(notes).containsEntry("rwskit.signature.1.method", "ties density=0.2");
    assertThat(PatchRecord.fromMetadata(notes)).hasValue(record);
    assertThat(PatchRecord.removeFrom(notes)).isEqualTo(Map.of("mine", "kept"));
    assertThat(record.restore(changed, base).weights()).isEqualTo(base);
    assertThat(step).hasToString("ties density=0.2 at α = 0.5");
    assertThat(List.of(ofMethod("ties density=0.3", networks), ofMethod("ties", List.of(base))))
        .extracting(PatchRecord.Step::signatureSha256)
        .doesNotContain(step.signatureSha256());
    assertThat(step.signatureSha256())
        .isEqualTo(sha256("ties density=0.2\0" + base.sha256() + changed.sha256()));
    assertThatThrownBy(() -> PatchRecord.of(changed, base, step, Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("not onto these weights");
  }

  private static String sha256(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest);
  }

  private PatchRecord.Step ofMethod(String method, List<StateDict> networks) {
    return PatchRecord.Step.ofMethod(method, networks, 0.5, base, base);
  }

  @Test
  void tensorsThatGiveOtherWeightsAreRefused() {
    Patch patch = Patch.of(base).add(fog);
    StateDict patched = patch.weights();
    PatchRecord record = PatchRecord.of(patch, patched, Map.of());
    StateDict replaced = PatchRecord.replaced(patch);
    StateDict trainedOn =
        patched.with("classifier.weight", Networks.vgg(11).get("classifier.weight"));
    for (StateDict wrong : List.of(Networks.vgg(11), replaced.only(List.of("features.0.bias")))) {
      assertThatThrownBy(() -> record.restore(patched, wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(base.sha256());
    }
    assertThatThrownBy(() -> record.restore(trainedOn, replaced))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("changed since");
  }

  @Test
  void aRecordIsWrittenAsNotesBesideOthers() {
    Patch patch = Patch.of(base).add(fog, 0.25).add(snow);
    PatchRecord record = PatchRecord.of(patch, patch.weights(), Map.of());
    Map<String, String> notes =
        record.addTo(Map.of("format", "pt", "rwskit.signature.7.sha256", "of an older patch"));
    assertThat(notes)
        .containsEntry("format", "pt")
        .containsEntry("rwskit.kind", "patched")
        .containsEntry("rwskit.base.sha256", base.sha256())
        .containsEntry("rwskit.signature.1.alpha", "0.25")
        .containsEntry("rwskit.signature.2.corruption", "snow")
        .doesNotContainKey("rwskit.signature.7.sha256");
    assertThat(PatchRecord.fromMetadata(notes)).hasValue(record);
    assertThat(PatchRecord.removeFrom(notes)).isEqualTo(Map.of("format", "pt"));
    assertThat(PatchRecord.fromMetadata(Map.of("format", "pt"))).isEmpty();
  }

  @Test
  void brokenRecordsAreRefused() {
    Patch patch = Patch.of(base).add(fog);
    PatchRecord record = PatchRecord.of(patch, patch.weights(), Map.of());
    for (var broken :
        Map.of(
                "rwskit.signature.1.alpha", "much",
                "rwskit.signature.1.sha256", "short",
                "rwskit.signature.1.onto.sha256", "")
            .entrySet()) {
      Map<String, String> notes = record.addTo(Map.of());
      notes.put(broken.getKey(), broken.getValue());
      assertThatThrownBy(() -> PatchRecord.fromMetadata(notes))
          .isInstanceOf(BadInputException.class);
    }
    Map<String, String> notes = record.addTo(Map.of());
    notes.remove("rwskit.signature.1.sha256");
    assertThatThrownBy(() -> PatchRecord.fromMetadata(notes)).isInstanceOf(BadInputException.class);
  }

  @Test
  void aSignatureOfOtherStandardWeightsIsATransfer() {
    Patch other = Patch.of(base).add(fog).add(unknown());
    PatchRecord record = PatchRecord.of(other, other.weights(), Map.of());
    assertThat(record.isTransfer(record.steps().get(0))).isTrue();
    assertThat(record.isTransfer(record.steps().get(1))).isFalse();
    assertThat(record.addTo(Map.of()))
        .containsEntry("rwskit.signature.1.transfer", "true")
        .doesNotContainKey("rwskit.signature.2.transfer");

    Patch own = Patch.of(Networks.vgg(2)).add(fog);
    PatchRecord direct = PatchRecord.of(own, own.weights(), Map.of());
    assertThat(direct.isTransfer(direct.steps().get(0))).isFalse();
  }

  @Test
  void aPackedCopyOfItsOwnStandardWeightsIsNoTransfer() {
    StateDict standard = Networks.vgg(2);
    Quantization eight = new Quantization(Quantizer.LINEAR, 8);
    StateDict unpacked = PackedStateDict.of(standard, eight).weights();
    assertThat(unpacked.sha256()).isNotEqualTo(standard.sha256());
    Map<String, String> notes = PackedStateDict.notes(unpacked, standard.sha256());
    Patch patch = Patch.of(unpacked).add(fog);
    PatchRecord record = PatchRecord.of(patch, patch.weights(), notes);
    assertThat(record.isTransfer(record.steps().get(0))).isFalse();
    assertThat(PatchRecord.of(patch, patch.weights(), Map.of()))
        .as("without the notes nothing says so")
        .matches(unknown -> unknown.isTransfer(unknown.steps().get(0)));

    Map<String, String> patchedNotes = record.addTo(notes);
    assertThat(PatchRecord.fromMetadata(patchedNotes)).hasValue(record);
    assertThat(PatchRecord.removeFrom(patchedNotes)).isEqualTo(notes);
    Patch second = Patch.of(patch.weights()).add(fog.quantized(Quantizer.LINEAR, 8));
    PatchRecord both = PatchRecord.of(second, second.weights(), patchedNotes);
    assertThat(both.steps()).hasSize(2).noneMatch(both::isTransfer);

    StateDict trainedOn = unpacked.with("features.0.bias", base.get("features.0.bias"));
    Patch later = Patch.of(trainedOn).add(fog);
    PatchRecord other = PatchRecord.of(later, later.weights(), notes);
    assertThat(other.isTransfer(other.steps().get(0))).isTrue();
  }

  @Test
  void aSignatureThatWasAddedIsFoundAgain() {
    Patch patch = Patch.of(base).add(fog, 0.5);
    PatchRecord record = PatchRecord.of(patch, patch.weights(), Map.of());
    assertThat(record.stepWith(fog)).hasValue(record.steps().get(0));
    assertThat(record.stepWith(fog).orElseThrow()).hasToString("fog at α = 0.5");
    assertThat(record.stepWith(snow)).isEmpty();
    assertThat(record.stepWith(fog.quantized(Quantizer.LINEAR, 4))).isEmpty();
  }

  private static Signature unknown() {
    return Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(6)).firstLayers(1);
  }

  private static Signature signature(int seed, String corruption) {
    StateDict pretrained = Networks.vgg(1);
    StateDict standard = Networks.vgg(2);
    StateDict robust = Networks.vgg(seed);
    return Signature.extract(pretrained, standard, robust)
        .firstLayers(2)
        .withProvenance(Provenance.of(pretrained, standard, robust).withCorruption(corruption));
  }
}
