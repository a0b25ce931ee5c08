package rwskit.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import rwskit.corruption.Corruption;
import rwskit.corruption.Setting;
import rwskit.data.ImageSet;
import rwskit.evaluation.Accuracy;
import rwskit.evaluation.CorruptionErrors;
import rwskit.evaluation.Evaluation;
import rwskit.model.Architecture;
import rwskit.model.OneThread;
import rwskit.progress.Progress;
import rwskit.study.Study;
import rwskit.study.TinyStudy;
import rwskit.weights.StateDict;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

@ExtendWith(OneThread.class)
class SeveritiesTest {
  @Test
  void severitiesAreAllOfAllCorruptions() {
    Constructed made = Made.other(Architecture.VGG11);
    Study study = made.study;
    StateDict weights = made.standard(11);
    TinyStudy.Recorder recorder = new TinyStudy.Recorder();
    CorruptionErrors errors = Severities.measure(study, weights, recorder);
    assertThat(errors.corruptions()).containsExactly(Corruption.values());
    assertThat(errors.images()).isEqualTo(20);
    Table accuracies = errors.accuracies();
    assertThat(accuracies.rowCount()).isEqualTo(1 + 19 * 5);
    assertThat(accuracies.doubleColumn("accuracy").unique().size()).isGreaterThan(3);
    ImageSet clean = study.data().test();
    for (Row row : accuracies) {
      int severity = row.getInt("severity");
      ImageSet images = clean;
      if (severity > 0) {
        images =
            Corruption.named(row.getString("corruption"))
                .apply(
                    clean,
                    Setting.nearest(clean, severity).withFrost(study.data().frost()),
                    Evaluation.CORRUPTION_SEED);
      }
      Accuracy expected = Evaluation.of(study.network(), images, 1).accuracy(weights);
      assertThat(row.getDouble("accuracy"))
          .as(row.getString("corruption") + " " + severity)
          .isEqualTo(expected.percent());
    }
    assertThat(recorder.shown).hasSize(19 * 5);
    List<Progress> shown = recorder.shown;
    for (int i = 0; i < shown.size(); i++) {
      assertThat(shown.get(i).done()).isEqualTo(20L * i);
      assertThat(shown.get(i).total()).isEqualTo(20 * 19 * 5);
      assertThat(shown.get(i).secondsLeft().isPresent()).isEqualTo(i > 0);
    }
    Progress second = shown.get(1);
    assertThat(second.task()).isEqualTo("made · gaussian_noise, severity 2");
    assertThat(second.done() / second.perSecond()).isBetween(1e-4, 60.);
    assertThat(recorder.summaries)
        .containsExactly("made: 19 corruptions at 5 severities, 20 images each");
    assertThat(Severities.measure(study, weights).accuracies().toString())
        .isEqualTo(accuracies.toString());
  }

  @Test
  void eachCorruptionIsMeasuredOnTheNetworkThatIsMeantForIt() {
    Constructed made = Made.other(Architecture.VGG11);
    Study study = made.study;
    StateDict standard = made.standard(11);
    StateDict other = study.network().initialWeights(77);
    CorruptionErrors errors =
        Severities.measure(
            study, standard, corruption -> corruption == Corruption.FOG ? other : standard);
    CorruptionErrors ofStandard = Severities.measure(study, standard);
    CorruptionErrors ofOther = Severities.measure(study, other);
    assertThat(ofOther.mean(Corruption.FOG)).isNotEqualTo(ofStandard.mean(Corruption.FOG));
    assertThat(errors.clean()).isEqualTo(ofStandard.clean());
    for (Corruption corruption : Corruption.values()) {
      assertThat(errors.mean(corruption))
          .as(corruption.label())
          .isEqualTo((corruption == Corruption.FOG ? ofOther : ofStandard).mean(corruption));
    }
    Table means = errors.bySeverity("patched");
    assertThat(means.columnNames().toString())
        .isEqualTo("[weights, clean, severity 1, severity 2, severity 3, severity 4, severity 5]");
    double sum = 0;
    for (Row row : errors.accuracies()) {
      sum += row.getInt("severity") == 3 ? row.getDouble("accuracy") : 0;
    }
    assertThat(means.doubleColumn("severity 3").get(0)).isCloseTo(sum / 19, within(1e-9));
    assertThat(means.doubleColumn("clean").get(0))
        .isCloseTo(100 * (1 - errors.clean()), within(1e-9));
    CorruptionErrors fewer =
        CorruptionErrors.of(new byte[3], Map.of(Corruption.FOG, new byte[3]), List.of(1));
    assertThatThrownBy(() -> errors.with(fewer))
        .hasMessage(
            "errors on 3 images at severities [1] beside 20 at [1, 2, 3, 4, 5]: expected the same");
  }
}
