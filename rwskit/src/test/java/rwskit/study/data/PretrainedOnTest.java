package rwskit.study.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.data.DrawnSet;
import rwskit.model.Network;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.study.StudyJson;
import rwskit.study.TinyStudy;

class PretrainedOnTest {
  private static final StudyData SHAPES = TinyStudy.shapes().data();
  private static final StudyData TEXTURES = TinyStudy.of(DrawnSet.TEXTURES).data();
  private static final StudyData SOME = new ClassSubset(TEXTURES, List.of(0, 2, 5));
  private static final PretrainedOn DATA = new PretrainedOn(SHAPES, SOME);

  @Test
  void theStartSeesTheOthersTrainingImages() {
    assertThat(DATA.pretraining()).isEqualTo(SOME.fineTuning());
    assertThat(DATA.fineTuning()).isEqualTo(SHAPES.fineTuning());
    assertThat(DATA.test()).isEqualTo(SHAPES.test());
    assertThat(DATA.pretrainingClasses()).isEqualTo(3);
    assertThat(DATA.classes()).isEqualTo(10);
    assertThat(DATA.counts().pretraining()).isEqualTo(SOME.fineTuning().size());
    assertThat(DATA.caption())
        .isEqualTo(
            "drawn shapes (θ₀ from %s images of drawn textures, classes 0, 2, 5, fine-tuning on 36, validation on 4, test on 30)"
                .formatted(ImageCounts.fitted(SOME.fineTuning().size())));
  }

  @Test
  void studiesOfOneStartShareItAndNothingElse() {
    Study one = TinyStudy.shapes().withData(DATA);
    Study other = one.withData(new PretrainedOn(TEXTURES, SOME));
    Study elsewhere = one.withData(new PretrainedOn(SHAPES, TEXTURES));
    assertThat(key(one, ModelSpec.pretrained())).isEqualTo(key(other, ModelSpec.pretrained()));
    assertThat(key(one, ModelSpec.standard(0))).isNotEqualTo(key(other, ModelSpec.standard(0)));
    assertThat(key(one, ModelSpec.pretrained()))
        .isNotEqualTo(key(elsewhere, ModelSpec.pretrained()));
    Network start = one.pretrainedNetwork();
    assertThat(start.classes()).isEqualTo(3);
  }

  private static String key(Study study, ModelSpec model) {
    return ModelKeys.of(study, model).hash();
  }

  @Test
  void anotherProcessMakesTheSame() {
    Study study = TinyStudy.shapes().withData(DATA);
    String json = StudyJson.of(study).orElseThrow().toString();
    assertThat(StudyJson.study(JsonParser.parseString(json))).isEqualTo(study);
  }

  @Test
  void aLabelOfItsOwnChangesNothingElse() {
    StudyData labelled = new LabelledData(SOME, "three textures");
    assertThat(labelled.label()).isEqualTo("three textures");
    assertThat(labelled.fingerprint()).isEqualTo(SOME.fingerprint());
    assertThat(labelled.test()).isEqualTo(SOME.test());
    assertThat(labelled.counts()).isEqualTo(SOME.counts());
    assertThat(new PretrainedOn(SHAPES, labelled).caption()).contains("images of three textures,");
    Study study = TinyStudy.shapes().withData(new PretrainedOn(SHAPES, labelled));
    String json = StudyJson.of(study).orElseThrow().toString();
    assertThat(StudyJson.study(JsonParser.parseString(json))).isEqualTo(study);
  }
}
