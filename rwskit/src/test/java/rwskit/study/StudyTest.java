package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;
import rwskit.study.data.DrawnData;

class StudyTest {
  private static final Study STUDY = TinyStudy.shapes();

  @Test
  void modelsArePretrainedThenStandardAndRobustOfEverySeed() {
    assertThat(STUDY.withSeeds(4, 9).models())
        .hasToString(
            "[θ₀, θ_std, seed 4, θ_c contrast, seed 4, θ_c pixelate, seed 4,"
                + " θ_std, seed 9, θ_c contrast, seed 9, θ_c pixelate, seed 9]");
  }

  @Test
  void whatCannotBeStudiedIsRefused() {
    assertThatThrownBy(STUDY::withSeeds)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("at least one seed and one thread, found 0 and 1");
    assertThatThrownBy(() -> STUDY.withSeeds(4, 4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("seeds [4, 4], expected each once");
    for (int severity : new int[] {0, 6, -1}) {
      assertThatThrownBy(() -> STUDY.withSeverity(severity))
          .isInstanceOf(BadInputException.class)
          .hasMessage("severity %d: expected 1 to 5", severity);
    }
  }

  @Test
  void theCaptionSaysWhatWasDone() {
    assertThat(STUDY.caption())
        .isEqualTo(
            "drawn shapes (θ₀ from 36 drawings of all twenty classes, fine-tuning on 36,"
                + " validation on 4, test on 30), vgg11/64, 10 classes, severity 5, 1 seed");
    assertThat(STUDY.withSeeds(0, 1).withSeverity(2).caption()).endsWith("severity 2, 2 seeds");
  }

  @Test
  void fewerTestImagesAreSpreadEvenlyAndChangeNoModel() {
    Study fewer = STUDY.withTestImages(10);
    ImageSet all = STUDY.data().test();
    assertThat(fewer.data().test()).isEqualTo(all.select(0, 3, 6, 9, 12, 15, 18, 21, 24, 27));
    assertThat(fewer.data().counts().test()).isEqualTo(10);
    assertThat(STUDY.testCaption()).isEqualTo("Drawn shapes: 30 test images.");
    assertThat(fewer.testCaption()).isEqualTo("Drawn shapes: 10 test images.");
    assertThat(fewer.caption()).contains("test on 30), of these 10 evenly spread, vgg11/64");
    for (ModelSpec spec : STUDY.models()) {
      assertThat(ModelKeys.of(fewer, spec)).isEqualTo(ModelKeys.of(STUDY, spec));
    }
    for (int count : new int[] {0, 31}) {
      assertThatThrownBy(() -> STUDY.withTestImages(count))
          .isInstanceOf(BadInputException.class)
          .hasMessage("%d test images: expected 1 to 30", count);
    }
  }

  @Test
  void aNetworkForOtherClassesIsRefused() {
    assertThatThrownBy(() -> STUDY.withNetwork(STUDY.network().withClasses(7)))
        .isInstanceOf(BadInputException.class)
        .hasMessage("study tiny: the network has 7 classes and the data 10; expected the same");
  }

  @Test
  void aChangedCopyLeavesTheStudyAsItWas() {
    Study changed =
        STUDY
            .withCorruptions(Corruption.CONTRAST)
            .withSeeds(8)
            .withSeverity(1)
            .withFineTuning(STUDY.fineTuning().withEpochs(9))
            .withNetwork(STUDY.network().withWidthDivisor(8));
    assertThat(STUDY).isEqualTo(TinyStudy.shapes());
    assertThat(changed.models()).hasSize(3);
    assertThat(changed.fineTuning().epochs()).isEqualTo(9);
    assertThat(changed.network().widthDivisor()).isEqualTo(8);
  }

  @Test
  void drawnDataIsWhatItSaysInEverySplit() {
    DrawnData data = new DrawnData(DrawnSet.TEXTURES, 60, 30, 20, 1);
    assertThat(data.pretraining().size()).isEqualTo(60);
    assertThat(data.pretraining().classNames()).hasSize(data.pretrainingClasses()).hasSize(20);
    assertThat(data.fineTuning().size()).isEqualTo(30);
    assertThat(data.fineTuning().classNames()).hasSize(data.classes()).hasSize(10);
    assertThat(data.test().size()).isEqualTo(20);
    assertThat(data.test().split()).isEqualTo(Split.TEST);
    assertThat(data.label()).isEqualTo("drawn textures");
    assertThat(data.caption()).startsWith("drawn textures (θ₀ from 54 drawings");
  }
}
