package rwskit.study.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.TinyStudy;

class ClassSubsetTest {
  private static final Study ALL = TinyStudy.shapes().withCorruptions(Corruption.CONTRAST);

  @TempDir Path folder;

  @Test
  void itsImagesAreThoseOfTheClassesWithNewLabels() {
    Study some = ALL.withClasses(2, 5, 9);
    ImageSet before = ALL.data().test();
    ImageSet images = some.data().test();
    int[] kept =
        IntStream.range(0, before.size())
            .filter(i -> List.of(2, 5, 9).contains(before.label(i)))
            .toArray();
    assertThat(images.size()).isEqualTo(kept.length).isPositive();
    for (int i = 0; i < kept.length; i++) {
      assertThat(images.image(i)).isEqualTo(before.image(kept[i]));
      assertThat(images.classNames().get(images.label(i)))
          .isEqualTo(before.classNames().get(before.label(kept[i])));
    }
    assertThat(some.network().classes()).isEqualTo(3);
    assertThat(some.data().counts().test()).isEqualTo(kept.length);
    assertThat(some.data().counts().fineTuning()).isEqualTo(some.data().fineTuning().size());
    assertThat(some.data().caption()).startsWith("classes 2, 5, 9 of drawn shapes");
    assertThat(ALL.withClasses(0, 1, 2, 7, 8).data().label())
        .isEqualTo("drawn shapes, classes 0–2, 7–8");
  }

  @Test
  void theStartIsSharedAndTheFineTuningsAreNot() {
    Study first = ALL.withClasses(0, 1, 2);
    Study last = ALL.withClasses(3, 4, 5);
    assertThat(ModelKeys.of(first, ModelSpec.pretrained()))
        .isEqualTo(ModelKeys.of(last, ModelSpec.pretrained()))
        .isEqualTo(ModelKeys.of(ALL, ModelSpec.pretrained()));
    assertThat(ModelKeys.of(first, ModelSpec.standard(0)))
        .isNotEqualTo(ModelKeys.of(last, ModelSpec.standard(0)));
  }

  @Test
  void signaturesOfOneHalfFitTheOther() {
    Store store = Store.at(folder);
    Models first =
        ALL.withClasses(0, 1, 2, 3, 4).train(Compute.here(), store, new TinyStudy.Recorder());
    Models last =
        ALL.withClasses(5, 6, 7, 8, 9).train(Compute.workers(2), store, new TinyStudy.Recorder());
    assertThat(last.pretrained()).isEqualTo(first.pretrained());
    assertThat(last.stored(ModelSpec.standard(0)).epochs()).hasSize(1);
    assertThat(
            Patch.of(last.standard())
                .add(first.signature(Corruption.CONTRAST).firstLayers(4), 1)
                .weights()
                .names())
        .isEqualTo(last.standard().names());
  }

  @Test
  void classesThatAreNotThereAreNamed() {
    for (int[] wrong : new int[][] {{}, {3}, {2, 2}, {4, 3}, {-1, 2}, {0, 10}}) {
      assertThatThrownBy(() -> ALL.withClasses(wrong))
          .isInstanceOf(BadInputException.class)
          .hasMessageEndingWith("of drawn shapes: expected at least two, ascending, from 0 to 9");
    }
  }
}
