package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.checkpoint.Checkpoint;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.model.Network;
import rwskit.store.ModelKey;
import rwskit.store.Store;
import rwskit.study.data.WholeData;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class PretrainingTest {
  private static final Study STUDY = TinyStudy.shapes().withCorruptions(Corruption.CONTRAST);
  private static final ModelSpec PRETRAINED = ModelSpec.pretrained();

  @TempDir Path folder;
  private Path file;
  private StateDict weights;

  /** As torchvision's VGG, with another classifier than the study's. */
  @BeforeEach
  void writeCheckpoint() {
    Network network = STUDY.network().withClasses(1000);
    weights = network.initialWeights(7);
    Map<String, Tensor> tensors = new LinkedHashMap<>(weights.tensors());
    tensors.put("classifier.6.weight", tensors.remove("classifier.weight"));
    tensors.put("classifier.6.bias", tensors.remove("classifier.bias"));
    file = folder.resolve("theirs.pth");
    Checkpoint.write(file, StateDict.of(tensors), Map.of());
  }

  private Models train(Study study) {
    return study.train(Compute.here(), Store.at(folder.resolve("store")), new TinyStudy.Recorder());
  }

  @Test
  void aCheckpointIsTheStartWithoutItsClassifier() {
    Models models = train(STUDY.withPretraining(file));
    StateDict start = models.pretrained();
    for (String name : start.names()) {
      if (name.startsWith("features.")) {
        assertThat(start.get(name)).as(name).isEqualTo(weights.get(name));
      }
    }
    STUDY.network().requireFits(start);
    assertThat(models.stored(PRETRAINED).epochs()).isEmpty();
    assertThat(models.stored(ModelSpec.standard(0)).epochs()).hasSize(1);
    assertThat(models.standard()).isNotEqualTo(start);
  }

  @Test
  void workersReadTheCheckpointToo() {
    Study study = STUDY.withPretraining(file);
    Models here = train(study);
    Models there =
        study.train(
            Compute.workers(2), Store.at(folder.resolve("other")), new TinyStudy.Recorder());
    assertThat(there.pretrained()).isEqualTo(here.pretrained());
    assertThat(there.standard()).isEqualTo(here.standard());
  }

  @Test
  void theFilesBytesDecideEveryKeyAndItsPlaceDoesNot() throws IOException {
    Path copy = Files.copy(file, folder.resolve("copy.pth"));
    ModelKey key = ModelKeys.of(STUDY.withPretraining(file), PRETRAINED);
    assertThat(ModelKeys.of(STUDY.withPretraining(copy), PRETRAINED)).isEqualTo(key);
    Checkpoint.write(copy, STUDY.network().initialWeights(8), Map.of());
    assertThat(ModelKeys.of(STUDY.withPretraining(copy), PRETRAINED)).isNotEqualTo(key);
    Study untrained = STUDY.withPretraining(new Pretraining.Untrained());
    assertThat(ModelKeys.of(untrained, PRETRAINED)).isNotEqualTo(key);
    for (ModelSpec spec : STUDY.models()) {
      assertThat(ModelKeys.of(STUDY, spec))
          .isNotEqualTo(ModelKeys.of(untrained, spec))
          .isNotEqualTo(ModelKeys.of(STUDY.withPretraining(file), spec));
    }
  }

  @Test
  void anotherProcessGetsTheSameStart() {
    for (Study study :
        new Study[] {
          STUDY.withPretraining(file),
          STUDY.withPretraining(new Pretraining.Untrained()),
          NamedStudies.get("tinyimagenet-resnet50", Scale.QUICK)
        }) {
      String line = StudyJson.of(study).orElseThrow().toString();
      Study received = StudyJson.study(JsonParser.parseString(line).getAsJsonObject());
      assertThat(received.pretraining()).isEqualTo(study.pretraining());
      assertThat(ModelKeys.of(received, PRETRAINED)).isEqualTo(ModelKeys.of(study, PRETRAINED));
    }
  }

  @Test
  void anUntrainedStartIsWhatTrainingWouldStartFrom() {
    Models models = train(STUDY.withPretraining(new Pretraining.Untrained()));
    StateDict drawn = STUDY.pretrainedNetwork().initialWeights(0);
    assertThat(models.stored(PRETRAINED).bestTa()).isEqualTo(drawn);
  }

  @Test
  void whatIsMissingOrDoesNotFitIsNamed() throws IOException {
    Study study = STUDY.withPretraining(file);
    assertThat(study.pretraining().missing()).isEmpty();
    Study wider = study.withNetwork(STUDY.network().withWidthDivisor(32));
    assertThatThrownBy(() -> train(wider))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(file + ": the weights do not fit vgg11/32");
    Files.delete(file);
    assertThat(study.pretraining().missing()).singleElement().asString().contains("theirs.pth");
    assertThatThrownBy(() -> train(study))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(file + " is missing");
  }

  @Test
  void allImagesCannotTrainTheirOwnStart() {
    WholeData data = new WholeData("cifar10", 0);
    assertThatThrownBy(data::pretraining)
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "all training images of CIFAR-10 are for fine-tuning: take θ₀ from a checkpoint");
  }

  @Test
  void anotherStudysStandardModelIsTheStartWithItsClassifier() {
    Models origin = train(STUDY);
    Study further =
        STUDY.withPretraining(new Pretraining.Backbone(STUDY, 0)).withCorruptions().withSeeds(3);
    assertThat(further.models()).containsExactly(PRETRAINED, ModelSpec.standard(3));
    Models adapted = train(further);
    assertThat(adapted.pretrained()).isEqualTo(origin.standard());
    assertThat(adapted.standard()).isNotEqualTo(origin.standard());
    Study again = STUDY.withFineTuning(STUDY.fineTuning().withEpochs(2));
    assertThat(ModelKeys.of(further, PRETRAINED))
        .as("another origin")
        .isNotEqualTo(
            ModelKeys.of(further.withPretraining(new Pretraining.Backbone(again, 0)), PRETRAINED));
  }

  @Test
  void workersStartFromAnotherStudysModelToo() {
    train(STUDY);
    Study further = STUDY.withPretraining(new Pretraining.Backbone(STUDY, 0));
    Models there =
        further.train(
            Compute.workers(2), Store.at(folder.resolve("store")), new TinyStudy.Recorder());
    assertThat(there.pretrained()).isEqualTo(train(STUDY).standard());
    assertThat(there.robust(Corruption.CONTRAST)).isNotEqualTo(there.standard());
  }

  @Test
  void aBackboneThatIsNotTrainedIsNamed() {
    Study further = STUDY.withPretraining(new Pretraining.Backbone(STUDY, 0));
    assertThatThrownBy(() -> train(further))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("θ_std, seed 0 of study tiny is not in ")
        .hasMessageEndingWith(": train that study first");
    assertThatThrownBy(() -> new Pretraining.Backbone(STUDY, 5))
        .isInstanceOf(BadInputException.class)
        .hasMessage("study tiny has no seed 5; it has [0]");
  }
}
