package rwskit.figure;

import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import rwskit.analysis.Columns;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/** A marker for each direction of a transfer, of one kind for the two of a case. */
final class LikenessPoints {
  private LikenessPoints() {}

  static void addTo(XYChart chart, Table likeness) {
    List<String> cases = MeanTable.texts(likeness, Columns.CASE);
    for (int rank = 0; rank < cases.size(); rank++) {
      Table its =
          likeness.where(
              likeness
                  .stringColumn(Columns.CASE)
                  .isEqualTo(cases.get(rank))
                  .and(likeness.doubleColumn(Columns.GAP_CLOSED).isNotMissing()));
      if (its.isEmpty()) {
        continue;
      }
      DoubleColumn spreads = its.doubleColumn(Columns.SPREAD).copy();
      spreads.set(spreads.isMissing(), 0.);
      DoubleColumn statistics = its.doubleColumn(Columns.GAP_STATISTICS).copy();
      statistics.set(statistics.isMissing(), 0.);
      CorruptionStyle style = CorruptionStyle.ofRank(rank);
      XYSeries series =
          chart.addSeries(
              cases.get(rank),
              its.doubleColumn(Columns.COSINE).asDoubleArray(),
              its.doubleColumn(Columns.GAP_CLOSED).subtract(statistics).asDoubleArray(),
              spreads.asDoubleArray());
      series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
      series.setMarkerColor(style.color()).setMarker(style.marker());
    }
  }
}
