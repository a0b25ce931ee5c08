package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.HeatMapChart;
import rwskit.analysis.Columns;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.Table;
import tech.tablesaw.selection.Selection;

/** Accuracies of methods on streams: a row for each method, two columns for each setting. */
final class StreamMap {
  private StreamMap() {}

  static HeatMapChart draw(Table rows, String title) {
    List<Place> places = new ArrayList<>();
    for (Row row : rows) {
      Place place =
          new Place(
              row.getString(Columns.SETTING),
              row.getString(Columns.SEVERITIES),
              row.getInt(Columns.BATCH));
      if (!places.contains(place)) {
        places.add(place);
      }
    }
    List<String> columns = new ArrayList<>();
    for (Place place : places) {
      columns.add(place + " · " + Columns.RA);
      columns.add(place + " · " + Columns.TA);
    }
    List<String> methods = MeanTable.texts(rows, Columns.METHOD);
    List<double[]> values = new ArrayList<>();
    for (String method : methods) {
      Table own = rows.where(rows.stringColumn(Columns.METHOD).isEqualTo(method));
      double[] line = new double[columns.size()];
      for (int i = 0; i < places.size(); i++) {
        Table here = own.where(places.get(i).of(own));
        Selection clean = here.stringColumn(Columns.CORRUPTION).isEqualTo(Columns.CLEAN);
        line[2 * i] = mean(here.dropWhere(clean));
        line[2 * i + 1] = mean(here.where(clean));
      }
      values.add(line);
    }
    return HeatMap.ofLongNames(title, "", columns, methods, values).percent().chart();
  }

  private static double mean(Table rows) {
    return rows.isEmpty() ? Double.NaN : rows.doubleColumn(Columns.ACCURACY).mean();
  }

  /** What two columns are of. */
  private record Place(String setting, String severities, int batch) {
    Selection of(Table rows) {
      return rows.stringColumn(Columns.SETTING)
          .isEqualTo(setting)
          .and(rows.stringColumn(Columns.SEVERITIES).isEqualTo(severities))
          .and(rows.intColumn(Columns.BATCH).isEqualTo(batch));
    }

    @Override
    public String toString() {
      return "%s %s · %s".formatted(setting, severities.contains(" ") ? "1–5" : severities, batch);
    }
  }
}
