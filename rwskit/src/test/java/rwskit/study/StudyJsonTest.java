package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.model.Architecture;
import rwskit.model.Attack;
import rwskit.model.Network;
import rwskit.model.Normalization;
import rwskit.study.data.FewImages;
import rwskit.study.data.FewerTestImages;
import rwskit.study.data.GreyData;
import rwskit.study.data.HalvedData;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.StandInData;
import rwskit.study.data.StudyData;
import rwskit.training.Augmentation;
import rwskit.training.Recipe;

class StudyJsonTest {
  static List<Study> studies() {
    Study tiny = TinyStudy.of(DrawnSet.TEXTURES);
    return List.of(
        tiny,
        NamedStudies.get("shapes", Scale.DEFAULT),
        tiny.withSeeds(Long.MIN_VALUE, 3)
            .withSeverity(2)
            .withCorruptions(Corruption.IMPULSE_NOISE)
            .withNetwork(
                Network.of(Architecture.VGG16_BN).withNormalization(Normalization.TINY_IMAGENET))
            .withFineTuning(
                Recipe.PAPER_CIFAR
                    .withLearningRate(.1f / 3)
                    .withProximal(.01f)
                    .withAugmentation(Augmentation.ROTATE_FLIP)
                    .withAttack(Attack.l2(.5))),
        tiny.withClasses(1, 4, 9).withTestImages(3),
        tiny.withData(
            new GreyData(
                new FewImages(tiny.data(), new ImageCounts(32, 32, 30, 20, 10)),
                TinyStudy.shapes().data())),
        tiny.withData(StandInData.of(tiny.data(), new ImageCounts(32, 32, 30, 20, 10))),
        tiny.withPretraining(
            new Pretraining.Backbone(TinyStudy.shapes().withSeeds(2).withSeverity(1), 2)));
  }

  @ParameterizedTest
  @MethodSource("studies")
  void noClassIsNamed(Study study) {
    assertThat(StudyJson.of(study).orElseThrow().toString()).doesNotContain("rwskit");
  }

  @Test
  void anotherProcessGetsTheVerySameModel() {
    for (ModelSpec model : TinyStudy.shapes().withSeeds(0, Long.MIN_VALUE).models()) {
      assertThat(StudyJson.model(JsonParser.parseString(StudyJson.of(model).toString())))
          .isEqualTo(model);
    }
  }

  /** Through one line of text, as between two processes. */
  private static Study sent(Study study) {
    String line = StudyJson.of(study).orElseThrow().toString();
    assertThat(line).doesNotContain("\n");
    return StudyJson.study(JsonParser.parseString(line).getAsJsonObject());
  }

  @ParameterizedTest
  @MethodSource("studies")
  void anotherProcessGetsTheVerySameStudy(Study study) {
    Study received = sent(study);
    assertThat(received).isEqualTo(study);
    assertThat(received.models())
        .allSatisfy(
            spec -> assertThat(ModelKeys.of(received, spec)).isEqualTo(ModelKeys.of(study, spec)));
  }

  @Test
  void aDataSetOnDiskIsSentByItsNameAndSeed() {
    HalvedData data =
        (HalvedData) sent(NamedStudies.get("cifar10-vgg16-quarter", Scale.QUICK)).data();
    assertThat(data.images().recipe().name()).isEqualTo("cifar10");
    assertThat(data.images().seed()).isZero();
    assertThat(data.classes()).isEqualTo(10);
  }

  @Test
  void dataOfAClassThatOtherProcessesHaveNotCannotBeSent() throws Exception {
    StudyData typedIn =
        (StudyData)
            java.lang.reflect.Proxy.newProxyInstance(
                new ClassLoader(StudyData.class.getClassLoader()) {},
                new Class<?>[] {StudyData.class, Comparable.class},
                (proxy, method, arguments) -> 10);
    Study tiny = TinyStudy.shapes();
    Study study =
        new Study(
            "tiny",
            typedIn,
            tiny.network(),
            tiny.pretraining(),
            tiny.fineTuning(),
            tiny.corruptions(),
            5,
            List.of(0L),
            1);
    assertThat(StudyJson.of(study)).isEmpty();
    assertThat(StudyJson.of(study.withData(new FewerTestImages(typedIn, 2)))).isEmpty();
    assertThat(StudyJson.of(study.withData(new GreyData(tiny.data(), typedIn)))).isEmpty();
    assertThat(StudyJson.of(tiny.withPretraining(new Pretraining.Backbone(study, 0)))).isEmpty();
  }
}
