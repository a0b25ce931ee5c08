package rwskit.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.StorageTable;
import tech.tablesaw.api.Table;

/** The lines of {@link Figures#storage}. */
final class StorageLines {
  /** R. Cai, Z. Zhang, Z. Wang, ICML 2023, abstract: up to 13 times. */
  static final int CLAIMED = 13;

  private static final BasicStroke WHOLE = new BasicStroke(2.5f);
  private static final BasicStroke DASHED =
      new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {8, 6}, 0);

  /** Of the palette of {@link CorruptionStyle}; these follow each other from dark to light too. */
  private static final List<Integer> COLORS =
      List.of(0x000000, 0x0072B2, 0xD55E00, 0x009E73, 0xE69F00);

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  private StorageLines() {}

  static XYChart draw(XYChart chart, Table storage) {
    Table signatures = storage.where(storage.intColumn(StorageTable.LAYERS).isNotMissing());
    List<Integer> sizes =
        signatures.intColumn(StorageTable.BITS).unique().asList().stream()
            .sorted(Comparator.reverseOrder())
            .toList();
    List<String> networks = signatures.stringColumn(StorageTable.NETWORK).asList();
    for (String network : networks.stream().distinct().toList()) {
      for (int bits : sizes) {
        Table rows =
            signatures.where(
                signatures
                    .stringColumn(StorageTable.NETWORK)
                    .isEqualTo(network)
                    .and(signatures.intColumn(StorageTable.BITS).isEqualTo(bits)));
        if (rows.isEmpty()) {
          continue;
        }
        XYSeries line =
            chart.addSeries(
                "%s, %s bits".formatted(network, bits),
                rows.intColumn(StorageTable.LAYERS).asDoubleArray(),
                rows.doubleColumn(StorageTable.RATIO).asDoubleArray());
        int place = sizes.indexOf(bits) % COLORS.size();
        style(line, new Color(COLORS.get(place)), MARKERS.get(place));
        line.setLineStyle(network.equals(networks.get(0)) ? WHOLE : DASHED);
      }
    }
    double last = signatures.intColumn(StorageTable.LAYERS).max();
    double[] claimed = {CLAIMED, CLAIMED};
    XYSeries claim =
        chart.addSeries("the paper: up to " + CLAIMED, new double[] {1, last}, claimed);
    style(claim, CorruptionStyle.NONE.color(), SeriesMarkers.NONE);
    claim.setLineStyle(WHOLE);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setYAxisMin(1.0);
    chart.getStyler().setXAxisMin(1.0).setXAxisMax(last);
    chart.getStyler().setXAxisMaxLabelCount((int) last);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("#,##0");
    return chart;
  }

  private static void style(XYSeries line, Color color, Marker marker) {
    line.setLineColor(color);
    line.setMarkerColor(color);
    line.setMarker(marker);
  }
}
