package rwskit.corrupted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rwskit.corrupted.CorruptedLayout.FOLDERS;
import static rwskit.corrupted.CorruptedLayout.NPY;
import static rwskit.corrupted.CorruptedLayout.TRAIN_TEST;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.FROST;
import static rwskit.corruption.Corruption.GAUSSIAN_NOISE;
import static rwskit.corruption.Corruption.PIXELATE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corrupted.CorruptedFilesWriter.Existing;
import rwskit.corrupted.CorruptedFilesWriter.Written;
import rwskit.corruption.Corruption;
import rwskit.corruption.FrostPicture;
import rwskit.corruption.FrostPictures;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Npy;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.file.FolderTree;
import rwskit.progress.Progress;
import rwskit.progress.ProgressDisplay;
import rwskit.worker.OtherProcess;

class CorruptedFilesWriterTest {
  private static final ImageSet DRAWN = DrawnSet.SHAPES.draw(23, 0, Split.TEST);
  private static final List<Integer> ALL = List.of(1, 2, 3, 4, 5);
  private static final List<Corruption> TWO = List.of(PIXELATE, GAUSSIAN_NOISE);

  @TempDir Path folder;
  private final List<Progress> shown = new ArrayList<>();

  private static class SilentDisplay implements ProgressDisplay {
    @Override
    public void show(Progress progress) {}

    @Override
    public void finish(String summary) {}

    @Override
    public void close() {}
  }

  private final ProgressDisplay display =
      new SilentDisplay() {
        @Override
        public void show(Progress progress) {
          shown.add(progress);
        }
      };

  private static CorruptionPlan plan(CorruptedLayout layout) {
    return new CorruptionPlan(TWO, ALL, Variant.CIFAR, FrostPictures.drawn(), 7, layout);
  }

  private Written write(CorruptionPlan plan) {
    return write(plan, Existing.KEEP);
  }

  private Written write(CorruptionPlan plan, Existing existing) {
    return new CorruptedFilesWriter(plan, folder, display).write(DRAWN, "shapes", existing);
  }

  @ParameterizedTest
  @EnumSource(
      value = CorruptedLayout.class,
      names = {"NPY", "TRAIN_TEST"})
  void arraysHoldWhatTheCorruptionsMakeOfTheImages(CorruptedLayout layout) {
    write(plan(layout));
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThat(files.layout()).isEqualTo(layout);
    assertThat(files.corruptions()).containsExactly(GAUSSIAN_NOISE, PIXELATE);
    assertThat(files.severities()).isEqualTo(ALL);
    for (Corruption corruption : TWO) {
      for (int severity : ALL) {
        assertThat(files.read(corruption, severity))
            .isEqualTo(corruption.apply(DRAWN, Setting.of(Variant.CIFAR, severity), 7));
      }
    }
    Npy array = Npy.open(layout.folder(folder, Split.TEST).resolve("pixelate.npy"));
    assertThat(array.shape()).containsExactly(5 * 23, 32, 32, 3);
    assertThat(Npy.open(array.file().resolveSibling("labels.npy")).rows()).isEqualTo(5 * 23);
  }

  @Test
  void foldersHoldTheImagesClassByClassWithinTheLossOfJpeg() {
    write(plan(FOLDERS));
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThat(files.layout()).isEqualTo(FOLDERS);
    ImageSet read = files.read(PIXELATE, 5);
    ImageSet expected = PIXELATE.apply(DRAWN, Setting.of(Variant.CIFAR, 5), 7);
    assertThat(read.classNames()).isEqualTo(DRAWN.classNames());
    assertThat(read.size()).isEqualTo(23);
    int next = 0;
    for (int label = 0; label < 10; label++) {
      for (int i = 0; i < expected.size(); i++) {
        if (expected.label(i) == label) {
          assertThat(read.label(next)).isEqualTo(label);
          assertThat(difference(read.image(next++), expected.image(i))).isLessThan(12);
        }
      }
    }
    assertThat(folder.resolve("pixelate/5/disc")).isDirectoryContaining("glob:**.JPEG");
  }

  private static double difference(byte[] a, byte[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
    }
    return sum / a.length;
  }

  @Test
  void severitiesThatWereChosenAreNoted() {
    write(
        new CorruptionPlan(
            List.of(CONTRAST), List.of(5, 2), Variant.TINY, FrostPictures.drawn(), 0, NPY));
    CorruptedFiles files = CorruptedFiles.open(folder, Split.TEST);
    assertThat(files.severities()).containsExactly(2, 5);
    assertThat(files.read(CONTRAST, 5))
        .isEqualTo(CONTRAST.apply(DRAWN, Setting.of(Variant.TINY, 5), 0));
    assertThatThrownBy(() -> files.read(CONTRAST, 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no contrast of severity 1");
  }

  @ParameterizedTest
  @EnumSource(CorruptedLayout.class)
  void whatIsThereAndWholeIsNotMadeAgain(CorruptedLayout layout) throws IOException {
    Written first = write(plan(layout));
    assertThat(first.kept()).isEmpty();
    String name = layout == FOLDERS ? "pixelate/3" : "pixelate.npy";
    Path kept = first.folder().resolve(name);
    Files.setLastModifiedTime(kept, FileTime.fromMillis(1000));
    Written again = write(plan(layout));
    assertThat(again.made()).isEmpty();
    assertThat(again.kept()).isEqualTo(first.made());
    assertThat(Files.getLastModifiedTime(kept).toMillis()).isEqualTo(1000);
  }

  @ParameterizedTest
  @EnumSource(CorruptedLayout.class)
  void whatWasDamagedOrRemovedIsMadeAgain(CorruptedLayout layout) throws IOException {
    Path at = write(plan(layout)).folder();
    String first = layout == FOLDERS ? "gaussian_noise/1" : "gaussian_noise.npy";
    String second = layout == FOLDERS ? "pixelate/4" : "pixelate.npy";
    if (layout == FOLDERS) {
      FolderTree.remove(at.resolve(first));
      Files.writeString(at.resolve(second + "/disc/more.JPEG"), "not there before");
    } else {
      Files.delete(at.resolve(first));
      try (FileChannel file = FileChannel.open(at.resolve(second), StandardOpenOption.WRITE)) {
        file.truncate(file.size() - 1);
      }
    }
    assertThat(write(plan(layout)).made()).containsExactly(first, second);
    assertThat(write(plan(layout)).made()).isEmpty();
  }

  @Test
  void aRunThatWasKilledGoesOnAndLeavesNothingBehind() throws IOException {
    write(plan(NPY));
    String record = Files.readString(folder.resolve("corrupted.json"));
    // As a run that was killed while it wrote the second file leaves it.
    Files.writeString(
        folder.resolve("corrupted.json"),
        record.replaceFirst("(?s)(\"pixelate.npy\".*?),\\s*\"sha256\"[^}]*", "$1"));
    Path aside = Files.writeString(folder.resolve(".pixelate.npy0815.part"), "half");
    Written written = write(plan(NPY));
    assertThat(written.made()).containsExactly("pixelate.npy");
    assertThat(written.kept()).containsExactly("gaussian_noise.npy");
    assertThat(aside).doesNotExist();
    assertThat(folder.resolve("corrupted.json")).hasContent(record);
  }

  @Test
  void moreCorruptionsAreAddedToThoseThere() {
    write(plan(NPY));
    List<Corruption> three = List.of(PIXELATE, GAUSSIAN_NOISE, CONTRAST);
    Written more =
        write(new CorruptionPlan(three, ALL, Variant.CIFAR, FrostPictures.drawn(), 7, NPY));
    assertThat(more.made()).containsExactly("contrast.npy");
    assertThat(CorruptedFiles.open(folder, Split.TEST).corruptions()).hasSize(3);
  }

  @Test
  void filesOfOtherOptionsAreNamedAndReplacedOnlyWhenAskedFor() {
    write(plan(NPY));
    CorruptionPlan other =
        new CorruptionPlan(
            List.of(CONTRAST), List.of(1, 5), Variant.TINY, FrostPictures.drawn(), 8, NPY);
    assertThatThrownBy(() -> write(other))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains("\"cifar\" in place of \"tiny\"", "seed 7 in place of 8", "[1,2,3,4,5]");
    assertThat(write(other, Existing.REPLACE).made()).containsExactly("contrast.npy");
    // What contradicts the new record is gone.
    assertThat(CorruptedFiles.open(folder, Split.TEST).corruptions()).containsExactly(CONTRAST);
    assertThat(CorruptedFiles.open(folder, Split.TEST).severities()).containsExactly(1, 5);
  }

  @Test
  void whereFrostTookItsIceFromIsNotedAndOtherPicturesMakeItAgain() throws IOException {
    List<Corruption> frost = List.of(FROST, CONTRAST);
    CorruptionPlan drawn =
        new CorruptionPlan(frost, ALL, Variant.CIFAR, FrostPictures.drawn(), 0, NPY);
    write(drawn);
    assertThat(folder.resolve("corrupted.json"))
        .content()
        .containsOnlyOnce("\"pictures\": \"drawn ice\"");
    FrostPicture white = new FrostPicture(400, 400, white(400 * 400 * 3));
    FrostPictures snow = FrostPictures.of("a snowed-up lens", List.of(white));
    Written again = write(new CorruptionPlan(frost, ALL, Variant.CIFAR, snow, 0, NPY));
    assertThat(again.made()).containsExactly("frost.npy");
    assertThat(folder.resolve("corrupted.json")).content().contains("a snowed-up lens");
    assertThat(CorruptedFiles.open(folder, Split.TEST).read(FROST, 3))
        .isEqualTo(FROST.apply(DRAWN, Setting.of(Variant.CIFAR, 3).withFrost(snow), 0));
  }

  private static byte[] white(int length) {
    byte[] white = new byte[length];
    Arrays.fill(white, (byte) 255);
    return white;
  }

  @Test
  void otherImagesAreNoticed() {
    write(plan(NPY));
    ImageSet others = DrawnSet.SHAPES.draw(23, 1, Split.TEST);
    assertThatThrownBy(
            () ->
                new CorruptedFilesWriter(plan(NPY), folder, display)
                    .write(others, "shapes", Existing.KEEP))
        .hasMessageContaining("inputSha256");
  }

  @Test
  void filesOfSomebodyElseAreNotReplaced() throws IOException {
    Path file = Files.writeString(folder.resolve("pixelate.npy"), "the published one");
    assertThatThrownBy(() -> write(plan(NPY)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds pixelate.npy already");
    assertThat(file).hasContent("the published one");
    write(plan(NPY), Existing.REPLACE);
    assertThat(CorruptedFiles.open(folder, Split.TEST).read(PIXELATE, 1).size()).isEqualTo(23);
  }

  @Test
  void aDamagedRecordIsNamed() throws IOException {
    write(plan(NPY));
    for (String damaged : List.of("", "{", "[]", "{\"format\": 1}", "{\"format\": 9}", "null")) {
      Files.writeString(folder.resolve("corrupted.json"), damaged);
      assertThatThrownBy(() -> write(plan(NPY)))
          .as(damaged)
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("corrupted.json");
    }
    assertThat(write(plan(NPY), Existing.REPLACE).made()).hasSize(2);
  }

  /** Another process that writes into a folder: says what came of it. */
  static final class Other {
    private Other() {}

    public static void main(String[] arguments) {
      CorruptedFilesWriterTest test = new CorruptedFilesWriterTest();
      test.folder = Path.of(arguments[0]);
      OtherProcess.readyAndWait();
      System.out.println(test.outcome());
    }
  }

  private String outcome() {
    try {
      return "made " + write(plan(NPY)).made().size();
    } catch (BadInputException refused) {
      return refused.getMessage();
    }
  }

  @Test
  void aRunKeepsItsFolderFromThisAndOtherProcesses() throws Exception {
    List<String> here = new ArrayList<>();
    List<String> there = new ArrayList<>();
    try (OtherProcess other = OtherProcess.start(Other.class, folder)) {
      other.awaitReady();
      ProgressDisplay whileWriting =
          new SilentDisplay() {
            @Override
            public void show(Progress progress) {
              if (there.isEmpty()) {
                // Refused in this process first: that must not free the lock for the other.
                here.add(outcome());
                there.add(other.goAndAnswer());
              }
            }
          };
      new CorruptedFilesWriter(plan(NPY), folder, whileWriting)
          .write(DRAWN, "shapes", Existing.KEEP);
    }
    assertThat(here).singleElement().asString().contains("another run writes");
    assertThat(there).singleElement().asString().contains("another run writes");
    assertThat(write(plan(NPY)).kept()).hasSize(2);
  }

  @Test
  void aFullDiskIsNoticedBeforehand() {
    CorruptedFilesWriter.requireSpace(folder, 1000, 1000);
    assertThatThrownBy(() -> CorruptedFilesWriter.requireSpace(folder, 3_000_000_000L, 12_000_000))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("needs about 3,001 MB for the images, and the disk has 12 MB free");
  }

  @Test
  void progressReachesAllImagesOfEachFile() {
    write(plan(NPY));
    Progress last = shown.get(shown.size() - 1);
    assertThat(last.task()).isEqualTo("pixelate.npy");
    assertThat(last.part()).isEqualTo(2);
    assertThat(last.parts()).isEqualTo(2);
    assertThat(last.done()).isEqualTo(last.total()).isEqualTo(5 * 23);
  }

  @Test
  void classesThatCannotBeFoldersAreRefused() {
    ImageSet odd =
        ImageSet.of(new byte[3072], 32, 32, 3, new int[1], List.of("../out"), Split.TEST);
    assertThatThrownBy(
            () ->
                new CorruptedFilesWriter(plan(FOLDERS), folder, display)
                    .write(odd, "odd", Existing.KEEP))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("../out");
  }

  @Test
  void plansWithoutWorkAreRefused() {
    assertThatThrownBy(
            () -> new CorruptionPlan(List.of(), ALL, Variant.CIFAR, FrostPictures.drawn(), 0, NPY))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(
            () ->
                new CorruptionPlan(
                    TWO, List.of(6), Variant.CIFAR, FrostPictures.drawn(), 0, TRAIN_TEST))
        .hasMessageContaining("severity 6");
  }
}
