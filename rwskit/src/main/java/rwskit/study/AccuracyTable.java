package rwskit.study;

import rwskit.corruption.Corruption;
import rwskit.evaluation.Evaluation;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** TA and RA of θ_std and of each θ_c as text, for reading. */
final class AccuracyTable {
  private AccuracyTable() {}

  static Table of(Models models) {
    Study study = models.study();
    Evaluation evaluation = study.evaluation();
    Table table =
        Table.create(
            "accuracy, %",
            StringColumn.create("data"),
            StringColumn.create("corruption"),
            StringColumn.create("TA of θ_std"),
            StringColumn.create("RA of θ_std"),
            StringColumn.create("TA of θ_c"),
            StringColumn.create("RA of θ_c"));
    String standardTa = evaluation.accuracy(models.standard()).toString();
    for (Corruption corruption : study.corruptions()) {
      String[] row = {
        study.data().label(),
        corruption.label(),
        standardTa,
        evaluation.accuracy(models.standard(), corruption).toString(),
        evaluation.accuracy(models.robust(corruption)).toString(),
        evaluation.accuracy(models.robust(corruption), corruption).toString()
      };
      for (int i = 0; i < row.length; i++) {
        table.stringColumn(i).append(row[i]);
      }
    }
    return table;
  }
}
