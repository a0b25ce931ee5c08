package rwskit.study.data;

import static org.assertj.core.api.Assertions.assertThat;
import static rwskit.corruption.Corruption.CONTRAST;
import static rwskit.corruption.Corruption.FOG;
import static rwskit.corruption.Corruption.SNOW;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.data.Split;

class MixtureDataTest {
  private static final StudyData CLEAN = new DrawnData(DrawnSet.SHAPES, 20, 30, 10, 4);
  private static final List<Corruption> THREE = List.of(FOG, CONTRAST, SNOW);
  private static final MixtureData MIXED = new MixtureData(CLEAN, THREE, 4);

  @Test
  void everyTrainingImageHasOneOfTheCorruptionsInEqualShares() {
    ImageSet clean = CLEAN.fineTuning();
    ImageSet mixed = MIXED.fineTuning();
    Setting setting = Setting.nearest(clean, 4);
    int found = 0;
    for (int i = 0; i < clean.size(); i++) {
      // Contrast draws nothing, so that it makes of an image always the same.
      ImageSet alone = CONTRAST.apply(clean.select(i), setting, 0);
      found += alone.sha256().equals(mixed.select(i).sha256()) ? 1 : 0;
    }
    assertThat(found).as("a third of them have this one").isEqualTo(10);
    assertThat(mixed.labels()).containsExactly(clean.labels());
    assertThat(mixed.split()).isEqualTo(Split.TRAIN);
  }

  @Test
  void testImagesAndThoseOfThePretrainedNetworkAreAsTheyWere() {
    assertThat(MIXED.test().sha256()).isEqualTo(CLEAN.test().sha256());
    assertThat(MIXED.pretraining().sha256()).isEqualTo(CLEAN.pretraining().sha256());
    assertThat(MIXED.pretrainingFingerprint()).isEqualTo(CLEAN.pretrainingFingerprint());
    assertThat(MIXED.counts()).isEqualTo(CLEAN.counts());
  }

  @Test
  void fingerprintsAreOfTheImages() {
    assertThat(MIXED.fingerprint())
        .isEqualTo(new MixtureData(CLEAN, THREE, 4).fingerprint())
        .isNotEqualTo(new MixtureData(CLEAN, THREE, 5).fingerprint())
        .isNotEqualTo(new MixtureData(CLEAN, List.of(FOG, CONTRAST), 4).fingerprint())
        .isNotEqualTo(CLEAN.fingerprint());
  }

  @Test
  void anotherProcessMakesTheSame() {
    assertThat(DataJson.data(DataJson.of(MIXED).orElseThrow())).isEqualTo(MIXED);
  }
}
