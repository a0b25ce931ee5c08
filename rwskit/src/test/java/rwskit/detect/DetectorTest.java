package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import rwskit.checkpoint.SafeTensors;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.detect.Detection.Verdict;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class DetectorTest {
  private final Detector detector = Detectors.shared();

  @Test
  void batchesOfSixteenAreNamedRightlyAtEverySeverity() {
    int right = 0;
    int near = 0;
    List<Condition> conditions = DetectorTraining.conditions(Detectors.KNOWN);
    for (Condition condition : conditions.subList(1, conditions.size())) {
      ImageSet images = Detectors.images(condition, 64);
      for (int from = 0; from < 64; from += 16) {
        Detection found = detector.detect(images.range(from, from + 16));
        right += found.nearest().name().equals(condition.name()) ? 1 : 0;
        near += Math.abs(found.nearest().severity() - condition.severity()) <= 1 ? 1 : 0;
      }
    }
    int batches = 4 * (conditions.size() - 1);
    assertThat(right).isGreaterThanOrEqualTo(batches * 97 / 100);
    assertThat(near).isGreaterThanOrEqualTo(batches * 97 / 100);
  }

  @Test
  void singleImagesAreNamedFarMoreOftenThanByChance() {
    int right = 0;
    for (Corruption corruption : Detectors.KNOWN) {
      ImageSet images = Detectors.images(Condition.of(corruption, 5), 50);
      for (int i = 0; i < 50; i++) {
        Detection found = detector.detect(images.range(i, i + 1));
        right +=
            found.condition().filter(c -> c.name().equals(corruption.label())).isPresent() ? 1 : 0;
      }
    }
    assertThat(right).isGreaterThan(180);
  }

  @Test
  void cleanImagesAreTakenForCleanOnes() {
    ImageSet images = Detectors.clean(640);
    int clean = 0;
    for (int from = 0; from < 640; from += 16) {
      clean += detector.detect(images.range(from, from + 16)).verdict() == Verdict.CLEAN ? 1 : 0;
    }
    assertThat(clean).isGreaterThanOrEqualTo(37);
    int alone = 0;
    for (int i = 0; i < 200; i++) {
      alone += detector.detect(images.range(i, i + 1)).verdict() == Verdict.CLEAN ? 1 : 0;
    }
    assertThat(alone).isGreaterThanOrEqualTo(186);
  }

  @Test
  void whatIsLikeNothingLearnedIsUnknown() {
    Detection found = detector.detect(Detectors.images(Condition.of(Corruption.SPATTER, 5), 64));
    assertThat(found.verdict()).isEqualTo(Verdict.UNKNOWN);
    assertThat(found.novelty()).isGreaterThan(1);
    assertThat(found.condition()).isEmpty();
    assertThat(found.label()).isEqualTo("unknown");
  }

  @Test
  void probabilitiesAddUpToOneAndBatchesMakeThemSurer() {
    ImageSet images = Detectors.images(Condition.of(Corruption.GAUSSIAN_BLUR, 2), 64);
    Detection batch = detector.detect(images);
    assertThat(sum(batch)).isCloseTo(1, within(1e-9));
    double alone = 0;
    for (int i = 0; i < 64; i++) {
      Detection one = detector.detect(images.range(i, i + 1));
      assertThat(sum(one)).isCloseTo(1, within(1e-9));
      alone += one.corruptions().get(Corruption.GAUSSIAN_BLUR) / 64;
    }
    assertThat(batch.corruptions().get(Corruption.GAUSSIAN_BLUR)).isGreaterThan(alone);
  }

  private static double sum(Detection found) {
    return found.clean() + found.corruptions().values().stream().mapToDouble(p -> p).sum();
  }

  /** Of validation-like images: where it says 80 %, it is right in about 80 % of the cases. */
  @Test
  void probabilitiesOfSingleImagesAreCalibrated() {
    double said = 0;
    int right = 0;
    int count = 0;
    for (Condition condition : DetectorTraining.conditions(Detectors.KNOWN)) {
      ImageSet images = Detectors.images(condition, 40);
      for (int i = 0; i < 40; i++, count++) {
        Detection found = detector.detect(images.range(i, i + 1));
        double best =
            Math.max(found.clean(), found.corruptions().get(found.nearest().corruption().get()));
        said += best;
        String name = found.clean() == best ? "clean" : found.nearest().name();
        right += name.equals(condition.name()) ? 1 : 0;
      }
    }
    assertThat(said / count).isCloseTo((double) right / count, within(.06));
  }

  @Test
  void scoresAreTribuosOwn() {
    ImageSet images = Detectors.images(Condition.of(Corruption.CONTRAST, 3), 5);
    LinearScores scores =
        LinearScores.of(
            detector.model(),
            detector.conditions(),
            DetectorTraining.places(),
            detector.whitening());
    String[] names = DetectorTraining.places().keySet().toArray(String[]::new);
    for (int i = 0; i < 5; i++) {
      double[] features = ImageFeatures.of(images, i);
      Map<String, Label> tribuo =
          detector
              .model()
              .predict(
                  new ArrayExample<>(
                      LabelFactory.UNKNOWN_LABEL, names, detector.whitening().apply(features)))
              .getOutputScores();
      double[] logs = scores.logProbabilities(features);
      for (int k = 0; k < logs.length; k++) {
        assertThat(Math.exp(logs[k]))
            .isCloseTo(tribuo.get(detector.conditions().get(k).label()).getScore(), within(1e-6));
      }
    }
  }

  @Test
  void aDetectorThatWasReadSaysTheSameBitForBit(@TempDir Path folder) {
    detector.write(folder);
    Detector read = Detector.read(folder);
    for (Condition condition : DetectorTraining.conditions(Detectors.KNOWN)) {
      ImageSet images = Detectors.images(condition, 8);
      assertThat(read.detect(images)).isEqualTo(detector.detect(images));
    }
    assertThat(read.corruptions()).isEqualTo(detector.corruptions());
    assertThat(read.notes())
        .isEqualTo(detector.notes())
        .containsEntry("images", "200")
        .containsEntry("validation-images", "70")
        .containsEntry("false-alarms", "0.02")
        .containsEntry("variant", "cifar")
        .containsKey("data-set.sha256");
  }

  @Test
  void theClassifierTellsWhatItWasTrainedOn() {
    assertThat(detector.model().getProvenance().getDatasetProvenance().toString())
        .contains("drawn shapes");
  }

  @Test
  void damagedAndForeignFilesAreRefused(@TempDir Path folder) throws Exception {
    assertThatThrownBy(() -> Detector.read(folder)).isInstanceOf(BadInputException.class);
    detector.write(folder);
    Path model = folder.resolve(DetectorFile.MODEL);
    byte[] bytes = Files.readAllBytes(model);
    bytes[bytes.length / 2] ^= 1;
    Files.write(model, bytes);
    assertThatThrownBy(() -> Detector.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("SHA-256")
        .hasMessageContaining(DetectorFile.MODEL);
    Files.delete(model);
    assertThatThrownBy(() -> Detector.read(folder)).isInstanceOf(BadInputException.class);
  }

  @Test
  void notesAndTensorsThatDoNotFitAreRefused(@TempDir Path folder) {
    Path file = folder.resolve(DetectorFile.NAME);
    detector.write(folder);
    Map<String, String> notes = SafeTensors.readMetadata(file);
    var tensors = SafeTensors.read(file);
    Map<String, String> other = new LinkedHashMap<>(notes);
    other.put("rwskit.detector.features", "0");
    SafeTensors.write(file, tensors, other);
    assertThatThrownBy(() -> Detector.read(folder)).hasMessageContaining("train it again");
    // As it was before there were thresholds by corruption.
    other.putAll(notes);
    other.put("rwskit.version", "1");
    SafeTensors.write(file, tensors.only(List.of("mean", "whitening", "centres")), other);
    assertThatThrownBy(() -> Detector.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rwskit.version is 1, expected 3; train it again");
    other.putAll(notes);
    other.put("rwskit.detector.conditions", "clean,fog/3");
    forge(file, tensors, other);
    assertThatThrownBy(() -> Detector.read(folder)).hasMessageContaining("2 conditions against 21");
    other.put("rwskit.detector.conditions", "clean,fog/6");
    SafeTensors.write(file, tensors, other);
    assertThatThrownBy(() -> Detector.read(folder))
        .hasMessageContaining(file + ": condition \"fog/6\"");
    forge(file, tensors.with("mean", Tensor.of(new float[3], 3)), notes);
    assertThatThrownBy(() -> Detector.read(folder)).hasMessageContaining("tensor mean");
    forge(file, tensors.with("mostMisfit", Tensor.of(new float[5], 5, 1)), notes);
    assertThatThrownBy(() -> Detector.read(folder)).hasMessageContaining("tensor mostMisfit");
    forge(file, tensors.only(List.of("mean", "whitening", "centres")), notes);
    assertThatThrownBy(() -> Detector.read(folder))
        .hasMessageContaining(file + ": tensor temperature is missing");
    for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
      float[] values = tensors.get("temperature").toFloats();
      values[2] = wrong;
      forge(file, tensors.with("temperature", Tensor.of(values, values.length)), notes);
      assertThatThrownBy(() -> Detector.read(folder))
          .hasMessageContaining("tensor temperature holds " + wrong);
    }
  }

  /** With a checksum that is right. */
  private static void forge(Path file, StateDict tensors, Map<String, String> notes) {
    Map<String, String> forged = new LinkedHashMap<>(notes);
    forged.put("rwskit.detector.sha256", DetectorFile.sha256(forged, tensors));
    SafeTensors.write(file, tensors, forged);
  }

  @Test
  void aNumberThatWasChangedIsNoticed(@TempDir Path folder) {
    Path file = folder.resolve(DetectorFile.NAME);
    detector.write(folder);
    StateDict tensors = SafeTensors.read(file);
    float[] values = tensors.get("newAbove").toFloats();
    values[0] *= 2;
    SafeTensors.write(
        file,
        tensors.with("newAbove", Tensor.of(values, values.length)),
        SafeTensors.readMetadata(file));
    assertThatThrownBy(() -> Detector.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file + " was changed after it was written");
    Map<String, String> notes = new LinkedHashMap<>(SafeTensors.readMetadata(file));
    notes.put(
        "rwskit.detector.conditions",
        notes
            .get("rwskit.detector.conditions")
            .replace("contrast/1,contrast/2", "contrast/2,contrast/1"));
    SafeTensors.write(file, tensors, notes);
    assertThatThrownBy(() -> Detector.read(folder))
        .hasMessageContaining(file + " was changed after it was written");
    notes.remove("rwskit.detector.sha256");
    SafeTensors.write(file, tensors, notes);
    assertThatThrownBy(() -> Detector.read(folder))
        .hasMessageContaining("expected one that is missing");
  }

  @Test
  void whatIsNoClassifierIsNamed(@TempDir Path folder) throws Exception {
    Path file = folder.resolve(DetectorFile.NAME);
    Path model = folder.resolve(DetectorFile.MODEL);
    detector.write(folder);
    byte[] text = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
    Files.write(model, text);
    Map<String, String> notes = new LinkedHashMap<>(SafeTensors.readMetadata(file));
    notes.put("rwskit.detector.model.sha256", new Sha256().add(text).hex());
    forge(file, SafeTensors.read(file), notes);
    assertThatThrownBy(() -> Detector.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessage(model + " holds no classifier that Tribuo reads; train the detector again");
    Files.delete(model);
    assertThatThrownBy(() -> Detector.read(folder))
        .hasMessage(
            "there is no %s, which belongs to %s beside it; copy both together"
                .formatted(model, DetectorFile.NAME));
  }

  @Test
  void theSameDetectorIsTheSameFile(@TempDir Path folder) throws Exception {
    detector.write(folder.resolve("one"));
    Detector.read(folder.resolve("one")).write(folder.resolve("two"));
    assertThat(
            Files.mismatch(
                folder.resolve("one").resolve(DetectorFile.NAME),
                folder.resolve("two").resolve(DetectorFile.NAME)))
        .isEqualTo(-1);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> detector.detect(Detectors.clean(4).range(0, 0)))
        .isInstanceOf(BadInputException.class);
    DetectorTraining training = DetectorTraining.of(Detectors.study());
    assertThatThrownBy(() -> training.withCorruptions(List.of()))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> training.withImages(15)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> training.withFalseAlarms(0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Condition.named("fog/6")).hasMessageContaining("fog/3");
    assertThatThrownBy(() -> new Condition(Optional.empty(), 2))
        .isInstanceOf(BadInputException.class);
  }
}
