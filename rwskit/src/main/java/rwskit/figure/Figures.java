package rwskit.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import tech.tablesaw.api.Table;

/** The paper's figures, each from the table that carries its numbers. */
public final class Figures {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 560;

  private Figures() {}

  /**
   * Relative difference of θ_c and θ_std by layer, a line for each corruption and a grey one for
   * the control: the mean over seeds, with bars of one standard deviation where there are several.
   *
   * @param differences rows of one data set, as {@link LayerDifferences#table()}
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart layerDifferences(Table differences, String title) {
    XYChart chart =
        styled(
            new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("convolution, input first")
                .yAxisTitle("‖θ_c − θ_std‖ / ‖θ_std‖")
                .build());
    Table means = LayerDifferences.overSeeds(differences);
    for (String label : labels(means)) {
      Table rows = means.where(means.stringColumn(LayerDifferences.CORRUPTION).isEqualTo(label));
      double[] layers = rows.intColumn(LayerDifferences.LAYER).asDoubleArray();
      double[] mean = rows.doubleColumn(LayerDifferences.MEAN).asDoubleArray();
      double[] deviation = rows.doubleColumn(LayerDifferences.DEVIATION).asDoubleArray();
      boolean spread = Arrays.stream(deviation).noneMatch(Double::isNaN);
      XYSeries series =
          spread
              ? chart.addSeries(label, layers, mean, deviation)
              : chart.addSeries(label, layers, mean);
      CorruptionStyle style =
          label.equals(LayerDifferences.CONTROL)
              ? CorruptionStyle.NONE
              : CorruptionStyle.of(Corruption.named(label));
      series.setLineColor(style.color());
      series.setLineStyle(new BasicStroke(2.5f));
      series.setMarkerColor(style.color());
      series.setMarker(style.marker());
    }
    chart.getStyler().setYAxisMin(0.0);
    int layers = (int) means.intColumn(LayerDifferences.LAYER).max();
    chart.getStyler().setXAxisMin(1.0).setXAxisMax((double) layers);
    chart.getStyler().setXAxisMaxLabelCount(layers);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0.00");
    return chart;
  }

  /** The corruptions that occur, in the benchmark's order, and last the control if there is one. */
  private static List<String> labels(Table means) {
    List<String> present = means.stringColumn(LayerDifferences.CORRUPTION).asList();
    return Stream.concat(
            Stream.of(Corruption.values()).map(Corruption::label),
            Stream.of(LayerDifferences.CONTROL))
        .filter(present::contains)
        .toList();
  }

  /** White ground and large type: readable at half size, on paper and beside a dark page. */
  private static XYChart styled(XYChart chart) {
    var styler = chart.getStyler();
    styler.setLocale(Locale.ROOT);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridLinesColor(new Color(0xDDDDDD));
    styler.setChartFontColor(new Color(0x222222));
    styler.setChartPadding(14);
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 18));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setLegendPosition(LegendPosition.OutsideE);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setMarkerSize(10);
    styler.setErrorBarsColorSeriesColor(true);
    return chart;
  }
}
