package rwskit.study.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import rwskit.data.DrawnSet;
import rwskit.data.ImageSet;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.StudyJson;
import rwskit.study.TinyStudy;

class GreyDataTest {
  private static final StudyData SHAPES = TinyStudy.shapes().data();
  private static final StudyData TEXTURES = TinyStudy.of(DrawnSet.TEXTURES).data();
  private static final GreyData GREY = new GreyData(SHAPES, TEXTURES);

  @Test
  void imagesAreGreyAndThoseForTheStartAreTheOtherSets() {
    for (ImageSet images : new ImageSet[] {GREY.pretraining(), GREY.fineTuning(), GREY.test()}) {
      assertThat(images.channels()).isEqualTo(3);
      byte[] first = images.image(0);
      for (int i = 0; i < first.length; i += 3) {
        assertThat(first[i]).isEqualTo(first[i + 1]).isEqualTo(first[i + 2]);
      }
    }
    assertThat(GREY.test()).isEqualTo(SHAPES.test().inGrey());
    assertThat(GREY.pretraining()).isEqualTo(TEXTURES.pretraining().inGrey());
    assertThat(GREY.counts().fineTuning()).isEqualTo(SHAPES.counts().fineTuning());
    assertThat(GREY.caption())
        .isEqualTo(
            "drawn shapes, grey (θ₀ from 36 images of drawn textures, grey, fine-tuning on 36,"
                + " validation on 4, test on 30)");
  }

  @Test
  void smallImagesGetABorder() {
    ImageSet photographs = SHAPES.test();
    ImageSet small =
        ImageSet.of(
            new byte[28 * 28],
            28,
            28,
            1,
            new int[1],
            photographs.classNames(),
            photographs.split());
    ImageSet padded = GreyData.grey(small);
    assertThat(padded.height()).isEqualTo(32);
    assertThat(padded.width()).isEqualTo(32);
    assertThat(padded.channels()).isEqualTo(3);
  }

  @Test
  void setsOfOneStartShareItAndNothingElse() {
    Study one = TinyStudy.shapes().withData(GREY);
    Study other = TinyStudy.shapes().withData(new GreyData(TEXTURES, TEXTURES));
    assertThat(ModelKeys.of(one, ModelSpec.pretrained()))
        .isEqualTo(ModelKeys.of(other, ModelSpec.pretrained()))
        .isNotEqualTo(ModelKeys.of(TinyStudy.shapes(), ModelSpec.pretrained()));
    assertThat(ModelKeys.of(one, ModelSpec.standard(0)))
        .isNotEqualTo(ModelKeys.of(other, ModelSpec.standard(0)))
        .isNotEqualTo(ModelKeys.of(TinyStudy.shapes(), ModelSpec.standard(0)));
  }

  @Test
  void anotherProcessGetsTheSameImages() {
    Study study = TinyStudy.shapes().withData(GREY);
    String line = StudyJson.of(study).orElseThrow().toString();
    Study received = StudyJson.study(JsonParser.parseString(line).getAsJsonObject());
    assertThat(ModelKeys.of(received, ModelSpec.standard(0)))
        .isEqualTo(ModelKeys.of(study, ModelSpec.standard(0)));
  }
}
