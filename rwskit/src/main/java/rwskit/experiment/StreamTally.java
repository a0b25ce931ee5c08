package rwskit.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import rwskit.analysis.Columns;
import rwskit.detect.StreamBatch;
import rwskit.evaluation.Accuracy;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;

/** What a method said of a stream, by corruption. */
final class StreamTally {
  private final Map<String, Said> byCorruption = new LinkedHashMap<>();

  private record Said(List<Integer> predictions, List<Integer> labels) {}

  void add(StreamBatch batch, int[] predictions) {
    for (int i = 0; i < predictions.length; i++) {
      Said said =
          byCorruption.computeIfAbsent(
              batch.conditions().get(i).name(),
              name -> new Said(new ArrayList<>(), new ArrayList<>()));
      said.predictions.add(predictions[i]);
      said.labels.add(batch.images().label(i));
    }
  }

  int images() {
    return byCorruption.values().stream().mapToInt(said -> said.labels.size()).sum();
  }

  /** A row for each corruption. */
  void addTo(Table table, Consumer<Row> description) {
    byCorruption.forEach(
        (name, said) -> {
          Row row = table.appendRow();
          description.accept(row);
          row.setString(Columns.CORRUPTION, name);
          Measurement.set(
              row, Columns.ACCURACY, Accuracy.of(ints(said.predictions), ints(said.labels)));
        });
  }

  private static int[] ints(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
