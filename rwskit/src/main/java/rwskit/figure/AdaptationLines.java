package rwskit.figure;

import java.awt.Color;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/** Gains in RA by further epochs, and on a second axis how far the weights have drifted. */
final class AdaptationLines {
  private static final int RIGHT = 1;
  private static final Color DRIFT = new Color(0xAAAAAA);

  private AdaptationLines() {}

  static XYChart draw(XYChart chart, Table adapted) {
    List<Table> steps =
        adapted.intColumn(Columns.EPOCHS).asList().stream()
            .distinct()
            .sorted()
            .map(count -> adapted.where(adapted.intColumn(Columns.EPOCHS).isEqualTo(count)))
            .toList();
    double[] epochs = values(steps, rows -> rows.intColumn(Columns.KEPT).mean());
    for (String label : MeanTable.texts(adapted, Columns.CORRUPTION)) {
      CorruptionStyle style = CorruptionStyle.of(Corruption.named(label));
      double[] gains = values(steps, rows -> gain(of(rows, label), Columns.RA_OLD));
      add(chart.addSeries(label, epochs, gains), style.color(), style.marker());
    }
    if (adapted.doubleColumn(Columns.RA_NEW).isNotMissing().size() > 0) {
      double[] own = values(steps, rows -> gain(rows, Columns.RA_NEW));
      add(chart.addSeries("new set's own, mean", epochs, own), ChartStyle.INK, SeriesMarkers.PLUS)
          .setLineStyle(ChartStyle.DASHED);
    }
    CorruptionStyle none = CorruptionStyle.NONE;
    double[] wrong = values(steps, rows -> gain(rows, Columns.RA_WRONG_OLD));
    add(chart.addSeries("wrong ones, mean", epochs, wrong), none.color(), none.marker());
    double[] drift = values(steps, rows -> 100 * rows.doubleColumn(Columns.DRIFT).mean());
    XYSeries drifted = chart.addSeries("drift (right)", epochs, drift);
    add(drifted, DRIFT, SeriesMarkers.NONE).setLineStyle(ChartStyle.DASHED);
    drifted.setYAxisGroup(RIGHT);
    chart.setYAxisGroupTitle(RIGHT, "drift, % of the weights' norm");
    chart.getStyler().setYAxisGroupPosition(RIGHT, YAxisPosition.Right);
    chart.getStyler().setYAxisMin(RIGHT, 0.0);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0.#");
    return chart;
  }

  private static XYSeries add(XYSeries series, Color color, Marker marker) {
    series.setLineColor(color).setLineStyle(ChartStyle.WHOLE);
    series.setMarkerColor(color).setMarker(marker);
    return series;
  }

  private static Table of(Table rows, String label) {
    return rows.where(rows.stringColumn(Columns.CORRUPTION).isEqualTo(label));
  }

  private static double gain(Table rows, String column) {
    return rows.doubleColumn(column).mean() - rows.doubleColumn(Columns.RA).mean();
  }

  private static double[] values(List<Table> steps, ToDoubleFunction<Table> value) {
    return steps.stream().mapToDouble(value).toArray();
  }
}
