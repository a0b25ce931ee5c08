package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.detect.ImageStream.Kind;
import rwskit.file.BadInputException;

class ImageStreamTest {
  private static final ImageSet CLEAN = DrawnSet.SHAPES.draw(40, 5, Split.TEST);
  private static final List<Corruption> TWO =
      List.of(Corruption.CONTRAST, Corruption.GAUSSIAN_NOISE);

  private static List<StreamBatch> run(ImageStream stream) {
    List<StreamBatch> batches = new ArrayList<>();
    stream.run(CLEAN, Setting.nearest(CLEAN, 1), batches::add);
    return batches;
  }

  @Test
  void stretchesFollowEachOtherWithCleanOnesBetween() {
    ImageStream stream =
        ImageStream.of(Kind.CONTINUAL, TWO, 10, 4).withSeverities(1, 3).withClean(6);
    assertThat(stream.stretches())
        .extracting(Condition::label)
        .containsExactly(
            "clean",
            "contrast/1",
            "contrast/3",
            "clean",
            "gaussian_noise/1",
            "gaussian_noise/3",
            "clean");
    List<StreamBatch> batches = run(stream);
    assertThat(batches)
        .extracting(batch -> batch.images().size())
        .containsExactly(4, 2, 4, 4, 2, 4, 4, 2, 4, 2, 4, 4, 2, 4, 4, 2, 4, 2);
    for (StreamBatch batch : batches) {
      assertThat(Set.copyOf(batch.conditions()))
          .containsExactly(stream.stretches().get(batch.stretch()));
      assertThat(batch.conditions()).hasSize(batch.images().size());
    }
  }

  @Test
  void imagesAreThoseOfTheSetInTheirCondition() {
    List<StreamBatch> batches = run(ImageStream.of(Kind.CONTINUAL, TWO, 40, 40).withClean(40));
    // All images once, in another order: the same sum of each label.
    for (StreamBatch batch : batches) {
      int[] labels = batch.images().labels();
      Arrays.sort(labels);
      int[] all = CLEAN.labels();
      Arrays.sort(all);
      assertThat(labels).isEqualTo(all);
    }
    Set<List<Byte>> clean = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      clean.add(bytes(CLEAN.image(i)));
    }
    for (int i = 0; i < 40; i++) {
      assertThat(clean).contains(bytes(batches.get(0).images().image(i)));
      assertThat(clean).doesNotContain(bytes(batches.get(1).images().image(i)));
    }
  }

  private static List<Byte> bytes(byte[] image) {
    List<Byte> bytes = new ArrayList<>();
    for (byte value : image) {
      bytes.add(value);
    }
    return bytes;
  }

  @Test
  void aMixedStreamHasTheSameImagesAsAContinualOneInAnotherOrder() {
    ImageStream continual = ImageStream.of(Kind.CONTINUAL, TWO, 30, 8).withClean(10).withSeed(3);
    ImageStream mixed = ImageStream.of(Kind.MIXED, TWO, 30, 8).withClean(10).withSeed(3);
    assertThat(all(run(mixed))).isEqualTo(all(run(continual))).hasSizeGreaterThan(80);
    assertThat(run(mixed).get(2).conditions().stream().distinct().count()).isGreaterThan(1);
    assertThat(run(mixed)).allMatch(batch -> batch.stretch() == 0);
  }

  /** Pixels, label and condition of each image. */
  private static Set<List<Object>> all(List<StreamBatch> batches) {
    Set<List<Object>> all = new HashSet<>();
    for (StreamBatch batch : batches) {
      for (int i = 0; i < batch.images().size(); i++) {
        all.add(
            List.of(
                bytes(batch.images().image(i)),
                batch.images().label(i),
                batch.conditions().get(i)));
      }
    }
    return all;
  }

  @Test
  void correlatedLabelsComeClassByClass() {
    for (StreamBatch batch : run(ImageStream.of(Kind.CORRELATED, TWO, 40, 40))) {
      int[] labels = batch.images().labels();
      long changes = IntStream.range(1, 40).filter(i -> labels[i] != labels[i - 1]).count();
      assertThat(changes).isEqualTo(Arrays.stream(labels).distinct().count() - 1);
    }
    int[] drawn = run(ImageStream.of(Kind.CONTINUAL, TWO, 40, 40)).get(0).images().labels();
    assertThat(IntStream.range(1, 40).filter(i -> drawn[i] != drawn[i - 1]).count())
        .isGreaterThan(20);
  }

  @Test
  void theSeedDecidesAll() {
    ImageStream stream = ImageStream.of(Kind.MIXED, TWO, 20, 7);
    assertThat(run(stream)).isEqualTo(run(stream));
    assertThat(run(stream.withSeed(1))).isNotEqualTo(run(stream));
  }

  @Test
  void aStretchMayBeLongerThanTheSet() {
    List<StreamBatch> batches = run(ImageStream.of(Kind.CONTINUAL, TWO, 100, 200));
    assertThat(batches).extracting(batch -> batch.images().size()).containsExactly(100, 100);
  }

  @Test
  void badInputIsRefused() {
    assertThatThrownBy(() -> ImageStream.of(Kind.MIXED, List.of(), 1, 1))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> ImageStream.of(Kind.MIXED, TWO, 0, 1))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> ImageStream.of(Kind.MIXED, TWO, 1, 0))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> ImageStream.of(Kind.MIXED, TWO, 1, 1).withSeverities(6))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> ImageStream.of(Kind.MIXED, TWO, 1, 1).withClean(-1))
        .isInstanceOf(BadInputException.class);
  }
}
