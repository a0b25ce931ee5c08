package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.corruption.Family.BLUR;
import static rwskit.corruption.Family.DIGITAL;
import static rwskit.corruption.Family.NOISE;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;
import rwskit.file.BadInputException;
import rwskit.model.Architecture;
import rwskit.study.data.ClassSubset;
import rwskit.study.data.ImageCounts;
import rwskit.study.data.LabelledData;
import rwskit.study.data.PretrainedOn;
import rwskit.study.data.StudyData;
import rwskit.training.Augmentation;
import rwskit.training.Recipe;

class NamedStudiesTest {
  /** Those that a look at few corruptions is for. */
  private static final Set<String> SMALL =
      Set.of(
          "shapes",
          "textures",
          "photographs-resnet20",
          "photographs-vgg11-bn-quarter",
          "published-resnet20");

  @Test
  void everyNameIsThatOfItsStudyAtEveryScale() {
    assertThat(NamedStudies.names())
        .containsExactly(
            "cifar10-grey",
            "cifar10-vgg16",
            "cifar10-vgg16-quarter",
            "cifar100-vgg16",
            "fashion-mnist-grey",
            "photographs-resnet20",
            "photographs-vgg11-bn-quarter",
            "published-resnet20",
            "shapes",
            "textures",
            "tinyimagenet-resnet50",
            "tinyimagenet-vgg16",
            "transfer-cifar10",
            "transfer-other-kinds",
            "transfer-same-kinds");
    for (String name : NamedStudies.names()) {
      for (Scale scale : Scale.values()) {
        Study study = NamedStudies.get(name, scale);
        assertThat(study.name()).isEqualTo(name);
        assertThat(study.data().classes()).isEqualTo(study.network().classes());
        if (name.endsWith("-grey")) {
          assertThat(study.corruptions()).hasSize(9).doesNotContain(Corruption.SATURATE);
        } else if (name.startsWith("transfer-")) {
          assertThat(study.corruptions())
              .extracting(Corruption::family)
              .containsExactly(NOISE, NOISE, BLUR, BLUR, DIGITAL, DIGITAL);
        } else if (scale == Scale.QUICK && SMALL.contains(name)) {
          assertThat(study.corruptions())
              .extracting(Corruption::family)
              .containsExactlyElementsOf(
                  Arrays.stream(Family.values()).flatMap(f -> Stream.of(f, f)).toList());
        } else {
          assertThat(study.corruptions()).containsExactly(Corruption.values());
        }
        assertThat(study.severity()).isEqualTo(5);
      }
    }
  }

  @Test
  void theQuickScaleIsTheSmallerOne() {
    for (String name : NamedStudies.names()) {
      Study quick = NamedStudies.get(name, Scale.QUICK);
      Study full = NamedStudies.get(name, Scale.DEFAULT);
      assertThat(quick.models().size() * quick.fineTuning().epochs())
          .isLessThan(full.models().size() * full.fineTuning().epochs());
    }
  }

  /** What the paper's rows differ in; the rest is the same for all. */
  @ParameterizedTest
  @CsvSource({
    "cifar10-vgg16, VGG16, 10, 32, 45000, CROP_FLIP, vgg16-397923af.pth",
    "cifar100-vgg16, VGG16, 100, 32, 45000, CROP_FLIP, vgg16-397923af.pth",
    "tinyimagenet-vgg16, VGG16, 200, 64, 90000, ROTATE_FLIP, vgg16-397923af.pth",
    "tinyimagenet-resnet50, RESNET50, 200, 64, 90000, ROTATE_FLIP, resnet50-0676ba61.pth"
  })
  void thePapersRowsAreThePapers(
      String name,
      Architecture architecture,
      int classes,
      int size,
      int trained,
      Augmentation augmentation,
      String checkpoint) {
    Study study = NamedStudies.get(name, Scale.DEFAULT);
    assertThat(study.network().architecture()).hasValue(architecture);
    assertThat(study.network().widthDivisor()).isEqualTo(1);
    assertThat(study.network().classes()).isEqualTo(classes);
    assertThat(study.data().counts().height()).isEqualTo(size);
    assertThat(ImageCounts.fitted(study.data().counts().fineTuning())).isEqualTo(trained);
    assertThat(study.fineTuning())
        .isEqualTo(new Recipe(50, 128, .01f, .9f, 5e-4f, List.of(20, 40), .1f, augmentation));
    assertThat(study.pretraining()).hasToString("read from " + checkpoint);
    assertThat(study.seeds()).containsExactly(0L);
    assertThat(study.models()).hasSize(21);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertThatThrownBy(() -> NamedStudies.get("shades", Scale.QUICK))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith(
            "no study named shades; there are cifar10-grey, cifar10-vgg16, cifar10-vgg16-quarter");
  }

  @Test
  void scalesHaveNames() {
    assertThat(Scale.named("quick")).isEqualTo(Scale.QUICK);
    assertThat(Scale.named("default")).isEqualTo(Scale.DEFAULT);
    for (String wrong : List.of("", "huge", "quick ")) {
      assertThatThrownBy(() -> Scale.named(wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessage("scale \"" + wrong + "\": expected quick or default");
    }
  }

  /** Three sets of as many images, of which no two and no θ₀ share a class. */
  @Test
  void setsForTransferShareTheStartAndNoClass() {
    List<Study> sets =
        Stream.of("transfer-cifar10", "transfer-same-kinds", "transfer-other-kinds")
            .map(name -> NamedStudies.get(name, Scale.DEFAULT))
            .toList();
    assertThat(sets).extracting(study -> study.data().classes()).containsExactly(6, 21, 21);
    assertThat(sets)
        .allSatisfy(
            study -> {
              assertThat(study.data().pretrainingClasses()).isEqualTo(158);
              assertThat(study.data().counts().fineTuning()).isEqualTo(10_500);
              assertThat(study.seeds()).containsExactly(0L, 1L, 2L);
            });
    Set<Integer> classes = new TreeSet<>();
    for (Study study : sets.subList(1, 3)) {
      PretrainedOn data = (PretrainedOn) study.data();
      classes.addAll(chosen(data.data()));
      assertThat(chosen(data.pretrained())).hasSize(158).doesNotContainAnyElementsOf(classes);
    }
    assertThat(classes).hasSize(42);
  }

  private static List<Integer> chosen(StudyData labelled) {
    return ((ClassSubset) ((LabelledData) labelled).data()).chosen();
  }
}
