package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.model.Architecture;
import rwskit.model.Normalization;
import rwskit.store.ModelKey;
import rwskit.study.data.DrawnData;
import rwskit.study.data.StudyData;
import rwskit.training.Augmentation;
import rwskit.training.Recipe;

class ModelKeyTest {
  private static final Study STUDY = TinyStudy.shapes();
  private static final ModelSpec PRETRAINED = ModelSpec.pretrained();
  private static final ModelSpec STANDARD = ModelSpec.standard(0);
  private static final ModelSpec ROBUST = ModelSpec.robust(Corruption.CONTRAST, 0);

  private static String key(Study study, ModelSpec spec) {
    return ModelKeys.of(study, spec).hash();
  }

  private static final Recipe PRETRAINING = ((Pretraining.Training) STUDY.pretraining()).recipe();

  private static Study with(StudyData data, Recipe pretraining, int threads) {
    return new Study(
        "tiny",
        data,
        STUDY.network(),
        new Pretraining.Training(pretraining),
        STUDY.fineTuning(),
        STUDY.corruptions(),
        STUDY.severity(),
        STUDY.seeds(),
        threads);
  }

  private static Study withData(StudyData data) {
    return with(data, PRETRAINING, STUDY.threads());
  }

  private static DrawnData data(int pretraining, int fineTuning, int test, long seed) {
    return new DrawnData(DrawnSet.SHAPES, pretraining, fineTuning, test, seed);
  }

  /** Studies of which every one differs from {@link #STUDY} in what decides θ₀. */
  private static Stream<Study> otherPretraining() {
    return Stream.of(
        STUDY.withNetwork(STUDY.network().withWidthDivisor(32)),
        STUDY.withNetwork(STUDY.network().withNormalization(Normalization.CIFAR100)),
        STUDY.withNetwork(rwskit.model.Network.of(Architecture.VGG11_BN).withWidthDivisor(64)),
        withData(data(50, 40, 30, 0)),
        withData(data(40, 40, 30, 1)),
        with(STUDY.data(), PRETRAINING.withLearningRate(.02f), 1),
        with(STUDY.data(), PRETRAINING.withEpochs(2), 1),
        with(STUDY.data(), PRETRAINING, 2));
  }

  /** Studies of which every one differs from {@link #STUDY} in fine-tuning alone. */
  private static Stream<Study> otherFineTuning() {
    Recipe recipe = STUDY.fineTuning();
    return Stream.of(
        STUDY.withFineTuning(recipe.withEpochs(2)),
        STUDY.withFineTuning(recipe.withBatchSize(10)),
        STUDY.withFineTuning(recipe.withLearningRate(.5f)),
        STUDY.withFineTuning(recipe.withMilestones(1)),
        STUDY.withFineTuning(recipe.withAugmentation(Augmentation.CROP_FLIP)),
        STUDY.withFineTuning(
            new Recipe(1, 20, .01f, .8f, 5e-4f, List.of(), .1f, recipe.augmentation())),
        STUDY.withFineTuning(
            new Recipe(1, 20, .01f, .9f, 1e-4f, List.of(), .1f, recipe.augmentation())),
        STUDY.withFineTuning(
            new Recipe(1, 20, .01f, .9f, 5e-4f, List.of(), .2f, recipe.augmentation())),
        TinyStudy.of(DrawnSet.TEXTURES),
        withData(data(40, 50, 30, 0)));
  }

  @Test
  void whatDecidesPretrainingDecidesEveryKey() {
    for (ModelSpec spec : List.of(PRETRAINED, STANDARD, ROBUST)) {
      assertThat(
              Stream.concat(Stream.of(STUDY), otherPretraining())
                  .map(study -> key(study, spec))
                  .toList())
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void whatDecidesFineTuningLeavesPretrainingAlone() {
    List<Study> studies = Stream.concat(Stream.of(STUDY), otherFineTuning()).toList();
    assertThat(studies.stream().map(study -> key(study, PRETRAINED)).distinct()).hasSize(1);
    for (ModelSpec spec : List.of(STANDARD, ROBUST)) {
      assertThat(studies.stream().map(study -> key(study, spec)).toList()).doesNotHaveDuplicates();
    }
  }

  @Test
  void severityIsOfRobustModelsOnly() {
    Study weaker = STUDY.withSeverity(4);
    assertThat(key(weaker, ROBUST)).isNotEqualTo(key(STUDY, ROBUST));
    assertThat(key(weaker, STANDARD)).isEqualTo(key(STUDY, STANDARD));
    assertThat(key(weaker, PRETRAINED)).isEqualTo(key(STUDY, PRETRAINED));
  }

  @Test
  void roleSeedAndCorruptionDecideTheKey() {
    assertThat(
            Stream.of(
                    PRETRAINED,
                    STANDARD,
                    ModelSpec.standard(1),
                    ROBUST,
                    ModelSpec.robust(Corruption.CONTRAST, 1),
                    ModelSpec.robust(Corruption.PIXELATE, 0))
                .map(spec -> key(STUDY, spec))
                .toList())
        .doesNotHaveDuplicates();
  }

  @Test
  void nothingElseDecidesTheKey() {
    Study renamed =
        new Study(
            "another name",
            data(40, 40, 999, 0),
            STUDY.network(),
            STUDY.pretraining(),
            STUDY.fineTuning(),
            List.of(Corruption.CONTRAST),
            STUDY.severity(),
            List.of(0L, 7L),
            STUDY.threads());
    for (ModelSpec spec : List.of(PRETRAINED, STANDARD, ROBUST)) {
      assertThat(ModelKeys.of(renamed, spec)).isEqualTo(ModelKeys.of(STUDY, spec));
    }
  }

  @Test
  void theUsersLanguageDoesNotDecideTheKey() {
    Locale before = Locale.getDefault();
    ModelKey key = ModelKeys.of(STUDY, ROBUST);
    try {
      // Numbers are formatted in other digits there.
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(ModelKeys.of(STUDY, ROBUST)).isEqualTo(key);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void theKeyIsTheHashOfTheDescription() {
    ModelKey key = ModelKeys.of(STUDY, ROBUST);
    assertThat(key.hash()).matches("[0-9a-f]{64}");
    assertThat(key.description().get("start").getAsString()).isEqualTo(key(STUDY, PRETRAINED));
    assertThat(key.description().get("corruption").getAsString()).isEqualTo("contrast");
    assertThat(key.description().get("severity").getAsInt()).isEqualTo(5);
  }

  @Test
  void shapesAndTexturesSharePretraining() {
    for (Scale scale : Scale.values()) {
      assertThat(key(NamedStudies.get("shapes", scale), PRETRAINED))
          .isEqualTo(key(NamedStudies.get("textures", scale), PRETRAINED));
    }
  }
}
