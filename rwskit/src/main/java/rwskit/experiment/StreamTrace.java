package rwskit.experiment;

import java.util.Collections;
import java.util.Comparator;
import rwskit.analysis.StreamColumns;
import rwskit.data.ImageSet;
import rwskit.detect.AutoPatch;
import rwskit.detect.AutoPatchSettings;
import rwskit.detect.Condition;
import rwskit.detect.Decision;
import rwskit.detect.Detector;
import rwskit.detect.ImageStream;
import rwskit.detect.PatchSource;
import rwskit.detect.Prediction;
import rwskit.detect.StreamBatch;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.model.NetworkModel;
import rwskit.study.Models;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * A network that patches itself on one stream, batch by batch: what came, what was detected, what
 * was on, and what it got right beside θ_std. Of a batch that is taken apart the decision about
 * most of its images stands for all.
 *
 * @param rows one for each batch, in {@link StreamColumns}
 */
public record StreamTrace(Table rows) {
  static StreamTrace of(
      Models models,
      ImageStream stream,
      Detector detector,
      PatchSource signatures,
      AutoPatchSettings settings) {
    Table rows =
        Table.create(
            "stream",
            IntColumn.create(StreamColumns.FIRST),
            IntColumn.create(StreamColumns.IMAGES),
            StringColumn.create(StreamColumns.CONDITION),
            StringColumn.create(StreamColumns.DETECTED),
            StringColumn.create(StreamColumns.PATCH),
            DoubleColumn.create(StreamColumns.ALPHA),
            IntColumn.create(StreamColumns.RIGHT),
            IntColumn.create(StreamColumns.RIGHT_STANDARD));
    ImageSet test = models.study().data().test();
    try (NetworkModel standard = NetworkModel.open(models.study().network(), models.standard());
        AutoPatch patched =
            AutoPatch.open(
                models.study().network(), models.standard(), detector, signatures, settings)) {
      int[] next = {0};
      stream.run(
          test,
          models.study().setting(test),
          batch -> {
            add(rows, next[0], batch, patched.predict(batch.images()), standard);
            next[0] += batch.images().size();
          });
    }
    return new StreamTrace(rows);
  }

  private static void add(
      Table rows, int first, StreamBatch batch, Prediction prediction, NetworkModel standard) {
    Decision decision =
        Collections.max(prediction.decisions(), Comparator.comparingInt(Decision::images));
    Row row = rows.appendRow();
    row.setInt(StreamColumns.FIRST, first);
    row.setInt(StreamColumns.IMAGES, batch.images().size());
    row.setString(StreamColumns.CONDITION, batch.conditions().get(0).label());
    row.setString(StreamColumns.DETECTED, decision.detection().label());
    row.setString(
        StreamColumns.PATCH, decision.patch().map(Condition::label).orElse(StreamColumns.NONE));
    row.setDouble(StreamColumns.ALPHA, decision.alpha());
    row.setInt(StreamColumns.RIGHT, right(prediction.classes(), batch.images()));
    row.setInt(
        StreamColumns.RIGHT_STANDARD, right(standard.predict(batch.images()), batch.images()));
  }

  private static int right(int[] classes, ImageSet images) {
    int right = 0;
    for (int i = 0; i < classes.length; i++) {
      right += classes[i] == images.label(i) ? 1 : 0;
    }
    return right;
  }

  /**
   * @param title what the reader is to look at
   * @return accuracy through time of both networks, and below it what came, what was detected and
   *     what was on
   */
  public Figure figure(String title) {
    return Figures.stream(rows, title);
  }
}
