package rwskit.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;

/** What a detector makes of batches of several conditions, and how many images it looks at. */
class MixedBatchTest {
  private static final List<Condition> SOME =
      List.of(
          Condition.CLEAN,
          Condition.of(Corruption.GAUSSIAN_NOISE, 5),
          Condition.of(Corruption.CONTRAST, 5),
          Condition.of(Corruption.GAUSSIAN_BLUR, 5));

  /** Where a batch of sixteen is looked at first; multiples of the golden section of it. */
  private static final List<Integer> FIRST = List.of(0, 9, 2, 11);

  private final Detector detector = Detectors.shared();

  private static int[] places(Random random, int count) {
    return random.ints(count, 0, SOME.size()).toArray();
  }

  @Test
  void batchesOfOneConditionAreHardlyEverTakenApart() {
    List<Condition> conditions = DetectorTraining.conditions(Detectors.KNOWN);
    int whole = 0;
    int batches = 0;
    for (Condition condition : conditions) {
      ImageSet images = Detectors.images(condition, 128);
      for (int from = 0; from < 128; from += 16, batches++) {
        List<DetectedGroup> groups = detector.groups(images.range(from, from + 16));
        whole += groups.size() == 1 ? 1 : 0;
        if (groups.size() == 1) {
          assertThat(groups.get(0).places()).isEqualTo(IntStream.range(0, 16).boxed().toList());
        }
      }
    }
    assertThat(whole).isGreaterThanOrEqualTo(batches * 93 / 100);
  }

  @Test
  void mixedBatchesAreTakenApartByCondition() {
    Random random = new Random(6);
    int right = 0;
    int images = 0;
    int apart = 0;
    for (int size : new int[] {8, 16, 40}) {
      for (int b = 0; b < 10; b++) {
        int[] which = places(random, size);
        List<DetectedGroup> groups =
            detector.groups(Detectors.mixed(IntStream.of(which).mapToObj(SOME::get).toList()));
        apart += groups.size() > 1 ? 1 : 0;
        List<Integer> seen = new ArrayList<>();
        for (DetectedGroup group : groups) {
          assertThat(group.places()).isSorted();
          seen.addAll(group.places());
          for (int place : group.places()) {
            String truth = SOME.get(which[place]).name();
            right +=
                group.detection().condition().map(Condition::name).equals(Optional.of(truth))
                    ? 1
                    : 0;
          }
        }
        // Each image is in one group, and none is lost.
        assertThat(seen).hasSize(size);
        assertThat(new TreeSet<>(seen)).hasSize(size);
        images += size;
      }
    }
    // Of four images of as many conditions all are of the same once in 64 batches.
    assertThat(apart).isGreaterThanOrEqualTo(27);
    assertThat(right).isGreaterThanOrEqualTo(images * 90 / 100);
  }

  /** A picture of nothing among drawings: a batch with it is like nothing that was learned. */
  @Test
  void fewOddImagesDoNotKeepTheOthersFromTheirPatch() {
    int unknown = 0;
    for (Condition condition : SOME) {
      for (int count = 1; count <= 3; count++) {
        for (int first : new int[] {0, 5, 10, 15}) {
          List<Integer> odd =
              IntStream.iterate(first, i -> (i + 7) % 16).limit(count).boxed().toList();
          ImageSet batch = withCheckerboards(Detectors.images(condition, 16), odd);
          Detection whole = detector.detect(batch);
          unknown += whole.verdict() == Detection.Verdict.UNKNOWN ? 1 : 0;
          int right = 0;
          for (DetectedGroup group : detector.groups(batch)) {
            Optional<String> name = group.detection().condition().map(Condition::name);
            if (name.equals(Optional.of(condition.name()))) {
              right += (int) group.places().stream().filter(i -> !odd.contains(i)).count();
            }
          }
          assertThat(right).as("%s without %s", condition, odd).isGreaterThanOrEqualTo(12);
        }
      }
    }
    // Else this would not have shown anything.
    assertThat(unknown).isPositive();
  }

  /** Two kinds that are alike: the first of them is not to be taken for granted. */
  @Test
  void anOddImageDoesNoHarmWhereKindsAreAlike() {
    Detector alike =
        DetectorTraining.of(Detectors.study())
            .withCorruptions(
                List.of(
                    Corruption.GAUSSIAN_NOISE,
                    Corruption.SHOT_NOISE,
                    Corruption.SPECKLE_NOISE,
                    Corruption.CONTRAST))
            .withImages(200)
            .withFalseAlarms(.02)
            .train();
    for (Condition condition :
        List.of(
            Condition.of(Corruption.SHOT_NOISE, 5),
            Condition.of(Corruption.SPECKLE_NOISE, 3),
            Condition.of(Corruption.CONTRAST, 1))) {
      int known = 0;
      for (int odd = 0; odd < 16; odd++) {
        ImageSet batch = withCheckerboards(Detectors.images(condition, 16), List.of(odd));
        for (DetectedGroup group : alike.groups(batch)) {
          known +=
              group.detection().verdict() == Detection.Verdict.UNKNOWN ? 0 : group.places().size();
        }
      }
      assertThat(known).as(condition.label()).isGreaterThanOrEqualTo(14 * 16);
    }
  }

  /** A camera that stands still: noise differs from frame to frame, the scene does not. */
  @Test
  void framesOfOneSceneAreNotNew() {
    for (Condition condition : SOME) {
      int right = 0;
      for (int scene = 0; scene < 20; scene++) {
        int[] frames = new int[16];
        Arrays.fill(frames, scene);
        ImageSet still = Detectors.clean(20).select(frames);
        Detection found =
            detector.detect(condition.applyTo(still, Setting.nearest(still, 1), scene));
        right +=
            found.condition().map(Condition::name).equals(Optional.of(condition.name())) ? 1 : 0;
      }
      assertThat(right).as(condition.label()).isGreaterThanOrEqualTo(12);
    }
  }

  private static ImageSet withCheckerboards(ImageSet images, List<Integer> where) {
    byte[] pixels = new byte[images.size() * images.imageBytes()];
    for (int i = 0; i < images.size(); i++) {
      images.copyImage(i, pixels, i * images.imageBytes());
    }
    for (int image : where) {
      for (int i = 0; i < images.imageBytes(); i++) {
        int pixel = i / images.channels();
        boolean white = (pixel / images.width() + pixel % images.width()) % 2 == 1;
        pixels[image * images.imageBytes() + i] = (byte) (white ? 255 : 0);
      }
    }
    return ImageSet.of(
        pixels,
        images.height(),
        images.width(),
        images.channels(),
        images.labels(),
        images.classNames(),
        images.split());
  }

  /** Where images of a new condition are dropped as odd, the rest must not pass for known. */
  @Test
  void anUnknownConditionStaysUnknown() {
    for (Corruption corruption : List.of(Corruption.SPATTER, Corruption.FOG, Corruption.SNOW)) {
      ImageSet images = Detectors.images(Condition.of(corruption, 5), 160);
      int patched = 0;
      for (int from = 0; from < 160; from += 16) {
        for (DetectedGroup group : detector.groups(images.range(from, from + 16))) {
          patched +=
              group.detection().verdict() == Detection.Verdict.CORRUPTED
                  ? group.places().size()
                  : 0;
        }
      }
      assertThat(patched).as(corruption.label()).isLessThanOrEqualTo(8);
    }
  }

  /** Of single images that is hardly seen; together they show it. */
  @Test
  void whatIsUnknownIsUnknownInAMixedBatchToo() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      conditions.add(Condition.of(i % 2 == 0 ? Corruption.CONTRAST : Corruption.SPATTER, 5));
    }
    List<DetectedGroup> groups = detector.groups(Detectors.mixed(conditions));
    int patched = 0;
    for (DetectedGroup group : groups) {
      if (group.detection().verdict() == Detection.Verdict.CORRUPTED) {
        patched += (int) group.places().stream().filter(place -> place % 2 == 1).count();
      }
    }
    assertThat(groups.size()).isGreaterThan(1);
    assertThat(patched).isLessThanOrEqualTo(8);
  }

  /** Four of sixteen; where those are sure the others make no difference. */
  @Test
  void aSureBatchIsLookedAtInFourPlaces() {
    List<Condition> conditions = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      conditions.add(SOME.get(FIRST.contains(i) ? 1 : 2));
    }
    ImageSet batch = Detectors.mixed(conditions);
    Detection found = detector.detect(batch);
    assertThat(found.isSure()).isTrue();
    assertThat(found.nearest().name()).isEqualTo("gaussian_noise");
    Detection four = detector.detect(batch.select(FIRST.stream().mapToInt(i -> i).toArray()));
    assertThat(found.label()).isEqualTo(four.label());
    assertThat(found.probability()).isCloseTo(four.probability(), within(1e-9));
    assertThat(found.novelty()).isCloseTo(four.novelty(), within(1e-9));
  }

  /** Fewer would do too often where they should not, and more would be for nothing. */
  @Test
  void sureVerdictsOfFourAreThoseOfSixteen() {
    int sure = 0;
    int other = 0;
    int batches = 0;
    for (Condition condition : DetectorTraining.conditions(Detectors.KNOWN)) {
      ImageSet images = Detectors.images(condition, 160);
      for (int from = 0; from < 160; from += 4, batches++) {
        Detection found = detector.detect(images.range(from, from + 4));
        if (found.isSure()) {
          sure++;
          other += found.condition().orElseThrow().name().equals(condition.name()) ? 0 : 1;
        }
      }
    }
    assertThat(sure).isGreaterThan(batches / 2);
    assertThat(other).isLessThanOrEqualTo(sure / 50);
  }

  /** Whatever number of cameras take turns, the first four images are not all of one. */
  @Property(tries = 200)
  void placesAreSpreadAndHaveNoPeriod(
      @ForAll @IntRange(min = 4, max = 300) int size,
      @ForAll @IntRange(min = 2, max = 8) int turns) {
    List<Integer> all = IntStream.range(0, size).boxed().toList();
    List<Integer> some = Look.spread(all, 16);
    assertThat(some).hasSize(Math.min(16, size)).doesNotHaveDuplicates();
    assertThat(some.subList(0, 4).stream().map(place -> place % turns).distinct().count())
        .isGreaterThan(1);
    if (size >= 16) {
      assertThat(some.stream().map(place -> 4 * place / size).distinct()).hasSize(4);
    }
  }
}
