package rwskit.figure;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.SignatureMap;
import rwskit.analysis.Similarity;
import rwskit.analysis.StorageTable;
import rwskit.corruption.Corruption;
import rwskit.evaluation.CorruptionErrors;
import tech.tablesaw.api.Table;

/** The paper's figures, each from the table that carries its numbers. */
public final class Figures {
  private static final int WIDTH = 960;
  private static final int HEIGHT = 560;
  private static final int MAP_HEIGHT = 640;

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

  /**
   * Relative difference of θ_c and θ_std, a row for each corruption and the control and a column
   * for each convolution: the mean over seeds.
   *
   * @param differences rows of one data set, as {@link LayerDifferences#table()}
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart layerDifferenceMap(Table differences, String title) {
    Table means = LayerDifferences.overSeeds(differences);
    List<String> labels = labels(means);
    int layers = (int) means.intColumn(LayerDifferences.LAYER).max();
    List<double[]> values =
        labels.stream()
            .map(
                label ->
                    means
                        .where(means.stringColumn(LayerDifferences.CORRUPTION).isEqualTo(label))
                        .doubleColumn(LayerDifferences.MEAN)
                        .asDoubleArray())
            .toList();
    List<String> columns = IntStream.rangeClosed(1, layers).mapToObj(Integer::toString).toList();
    return HeatMap.of(title, "convolution, input first", columns, labels, values).chart();
  }

  /**
   * Accuracy by corruption and severity, percent; the clean accuracy in a row of its own.
   *
   * @param accuracies as {@link CorruptionErrors#accuracies()}
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart accuracies(Table accuracies, String title) {
    List<String> rows =
        accuracies.stringColumn(CorruptionErrors.CORRUPTION).asList().stream().distinct().toList();
    int[] severities =
        accuracies.intColumn(CorruptionErrors.SEVERITY).asList().stream()
            .mapToInt(Integer::intValue)
            .filter(severity -> severity > 0)
            .distinct()
            .sorted()
            .toArray();
    List<double[]> values = new ArrayList<>();
    for (String row : rows) {
      Table these =
          accuracies.where(accuracies.stringColumn(CorruptionErrors.CORRUPTION).isEqualTo(row));
      double[] measured = these.doubleColumn(CorruptionErrors.ACCURACY).asDoubleArray();
      // No corruption has no severity: its accuracy stands in the first column.
      values.add(Arrays.copyOf(measured, severities.length));
      Arrays.fill(values.get(values.size() - 1), measured.length, severities.length, Double.NaN);
    }
    List<String> columns = Arrays.stream(severities).mapToObj(Integer::toString).toList();
    return HeatMap.of(title, "severity", columns, rows, values).percent().chart();
  }

  /**
   * Cosines of signatures, a row and a column for each corruption, from orange (−1) over white (0)
   * to blue (1). Empty where a corruption has one signature only.
   *
   * @param cosines as {@link Similarity#within} or {@link Similarity#between} give
   * @param columnsTitle what the columns are, such as the other data set
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart cosines(Table cosines, String columnsTitle, String title) {
    List<String> rows =
        cosines.stringColumn(Similarity.CORRUPTION).asList().stream().distinct().toList();
    List<String> columns =
        cosines.stringColumn(Similarity.OTHER).asList().stream().distinct().toList();
    double[] values = cosines.doubleColumn(Similarity.COSINE).asDoubleArray();
    List<double[]> byRow =
        IntStream.range(0, rows.size())
            .mapToObj(
                row -> Arrays.copyOfRange(values, row * columns.size(), (row + 1) * columns.size()))
            .toList();
    return HeatMap.of(title, columnsTitle, columns, rows, byRow)
        .diverging()
        .uprightColumns()
        .chart();
  }

  /**
   * Signatures as points, a colour and marker for each corruption.
   *
   * @param map as {@link SignatureMap#of} gives
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart signatureMap(Table map, String title) {
    XYChart chart =
        styled(
            new XYChartBuilder()
                .width(WIDTH)
                .height(MAP_HEIGHT)
                .title(title)
                .xAxisTitle(SignatureMap.X)
                .yAxisTitle(SignatureMap.Y)
                .build());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    for (Corruption corruption : Corruption.values()) {
      Table points =
          map.where(map.stringColumn(Similarity.CORRUPTION).isEqualTo(corruption.label()));
      if (!points.isEmpty()) {
        CorruptionStyle style = CorruptionStyle.of(corruption);
        chart
            .addSeries(
                corruption.label(),
                points.doubleColumn(SignatureMap.X).asDoubleArray(),
                points.doubleColumn(SignatureMap.Y).asDoubleArray())
            .setMarkerColor(style.color())
            .setMarker(style.marker());
      }
    }
    chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
    return chart;
  }

  /**
   * How many times smaller than a full copy a signature's file is, by the layers that it keeps: on
   * a logarithmic scale, a colour and marker for each number of bits, whole lines for the first
   * network and dashed ones for others, and a grey line at the 13 times that the paper claims.
   *
   * @param storage rows of one quantiser, as {@link StorageTable#table()}
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart storage(Table storage, String title) {
    XYChart chart =
        styled(
            new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("layers kept, input first")
                .yAxisTitle("bytes of full copy ÷ of signature")
                .build());
    return StorageLines.draw(chart, storage);
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

  private static XYChart styled(XYChart chart) {
    Look.apply(chart.getStyler());
    chart.getStyler().setMarkerSize(10);
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    return chart;
  }
}
