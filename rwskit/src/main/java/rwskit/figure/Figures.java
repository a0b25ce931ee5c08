package rwskit.figure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import rwskit.analysis.Columns;
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
    XYChart chart = xy(title, "convolution, input first", "‖θ_c − θ_std‖ / ‖θ_std‖", HEIGHT);
    Table means = LayerDifferences.overSeeds(differences);
    LayerLines.addTo(chart, means);
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
    List<String> labels = LayerLines.labels(means);
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
    List<String> rows = MeanTable.texts(accuracies, CorruptionErrors.CORRUPTION);
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
    List<String> rows = MeanTable.texts(cosines, Similarity.CORRUPTION);
    List<String> columns = MeanTable.texts(cosines, Similarity.OTHER);
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
    XYChart chart = xy(title, SignatureMap.X, SignatureMap.Y, MAP_HEIGHT);
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
        xy(title, "layers kept, input first", "bytes of full copy ÷ of signature", HEIGHT);
    return StorageLines.draw(chart, storage);
  }

  /**
   * RA of each corruption under θ_std, patched with growing numbers of layers at α = 1, and under
   * θ_c: the mean over seeds, percent.
   *
   * @param patching rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart patching(Table patching, String title) {
    return AccuracyMaps.patching(patching, title);
  }

  /**
   * RA of each corruption as it is, with wrong signatures of another data set, with the right one
   * of the other, with its own, and under θ_c: the mean over seeds, percent.
   *
   * @param transfer rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart transfer(Table transfer, String title) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("standard", Columns.RA_STANDARD);
    columns.put("wrong", Columns.RA_WRONG);
    columns.put("other set's", Columns.RA_OTHER);
    columns.put("own", Columns.RA_OWN);
    columns.put("robust", Columns.RA_ROBUST);
    return AccuracyMaps.columns(transfer, columns, title);
  }

  /**
   * RA (full lines) and TA (dashed) of θ_std with a signature, by its strength: the mean over
   * seeds.
   *
   * @param strength rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart strength(Table strength, String title) {
    XYChart chart = xy(title, "α", "accuracy, %", HEIGHT);
    AlphaCurves.addByAlpha(chart, strength);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0");
    return chart;
  }

  /**
   * RA against TA as the strength of a signature grows: the mean over seeds.
   *
   * @param strength rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart frontier(Table strength, String title) {
    XYChart chart = xy(title, "TA, %", "RA, %", HEIGHT);
    AlphaCurves.addFrontier(chart, strength);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0");
    return chart;
  }

  /**
   * What a second signature costs the first: for each pair the RA with both less the RA with the
   * right one alone, mean over the images of the two corruptions and over seeds, against the cosine
   * of the two signatures.
   *
   * @param interference a row for each pair
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart interference(Table interference, String title) {
    XYChart chart =
        xy(title, "cosine of the two signatures", "RA with both − with the right one", HEIGHT);
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    double[] cosines = interference.doubleColumn(Columns.COSINE).asDoubleArray();
    double[] changes = interference.doubleColumn(Columns.CHANGE).asDoubleArray();
    chart
        .addSeries("pair of corruptions", cosines, changes)
        .setMarkerColor(ChartStyle.ACCENT)
        .setMarker(SeriesMarkers.CIRCLE);
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0");
    return chart;
  }

  /**
   * RA against the bytes of the signature's file, a line for each number of layers; along it the
   * bits grow. Mean over corruptions.
   *
   * @param lightweight rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart lightweight(Table lightweight, String title) {
    XYChart chart = xy(title, "full copy ÷ signature, bytes of files", "RA, %", HEIGHT);
    LightweightLines.addTo(chart, lightweight);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0");
    return chart;
  }

  /**
   * TA and mean RA over all corruptions when all signatures are added at once, by α: means over
   * seeds.
   *
   * @param together rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart together(Table together, String title) {
    XYChart chart = xy(title, "α of each signature", "accuracy, %", HEIGHT);
    AlphaCurves.addMeans(chart, together);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0");
    return chart;
  }

  /**
   * What signatures from before do for a backbone that was trained further: RA with less RA
   * without, by corruption, with wrong signatures and, where there are any, with the new images'
   * own (means of the corruptions); on the right how far the weights have drifted. Means over
   * seeds.
   *
   * @param adapted rows of one data set
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart adaptation(Table adapted, String title) {
    return AdaptationLines.draw(xy(title, "further epochs", "RA with − without", HEIGHT), adapted);
  }

  /**
   * Accuracy under attack (full lines) and TA (dashed) of θ_std with the first layers of RWS_adv,
   * and of θ_adv: the mean over seeds.
   *
   * @param patching rows of the experiment
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart adversarial(Table patching, String title) {
    return AttackLines.draw(xy(title, "layers of RWS_adv", "accuracy, %", HEIGHT), patching);
  }

  /**
   * RA of each corruption under θ_std, θ_std with RWS_adv, θ_adv, and θ_std with RWS_c: the mean
   * over seeds, percent.
   *
   * @param corruptions rows of the experiment
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart adversarialOnCorruptions(Table corruptions, String title) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("standard", Columns.RA_STANDARD);
    columns.put("RWS_adv", Columns.RA_ADVERSARIAL);
    columns.put("θ_adv", Columns.RA_ADVERSARIALLY_TRAINED);
    columns.put("RWS_c", Columns.RA_SIGNATURE);
    return AccuracyMaps.columns(corruptions, columns, title);
  }

  /**
   * What each corruption's signature does against an attack, against its cosine with RWS_adv: a
   * point for each corruption, means over seeds.
   *
   * @param corruptions rows of the experiment
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart underAttack(Table corruptions, String title) {
    return AttackLines.scatter(
        xy(title, "cosine of RWS_c and RWS_adv", "accuracy with RWS_c − without", MAP_HEIGHT),
        corruptions);
  }

  /**
   * RA against TA, a line for each method along which its strength grows, at the largest number of
   * layers; and of networks that no method made. Means over corruptions and seeds.
   *
   * @param methods rows of the experiment that compares methods
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart methods(Table methods, String title) {
    XYChart chart = xy(title, "TA, %", "RA, %", MAP_HEIGHT);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0");
    return MethodLines.draw(chart, methods);
  }

  /**
   * TA (dashed) and RA by κ, the share of the standard direction that is taken off τ_c, a colour
   * for each data set; the level of RWS a thin line. Means over corruptions and seeds.
   *
   * @param rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart standardDirection(Table rows, String title) {
    XYChart chart = xy(title, "κ: how much of θ_std − θ₀ is taken off", "accuracy, %", HEIGHT);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0");
    return KappaLines.draw(chart, rows);
  }

  /**
   * κ of each corruption's signature by layer: the mean over seeds.
   *
   * @param rows of the experiment of that name, of one data set
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart projections(Table rows, String title) {
    int layers = (int) rows.intColumn(Columns.LAYER).max();
    List<String> labels = MeanTable.texts(rows, Columns.CORRUPTION);
    List<double[]> values =
        labels.stream()
            .map(
                label ->
                    IntStream.rangeClosed(1, layers)
                        .mapToDouble(
                            layer ->
                                MeanTable.mean(
                                    rows.where(rows.intColumn(Columns.LAYER).isEqualTo(layer)),
                                    Columns.KAPPA,
                                    Columns.CORRUPTION,
                                    label))
                        .toArray())
            .toList();
    List<String> columns = IntStream.rangeClosed(1, layers).mapToObj(Integer::toString).toList();
    return HeatMap.of(title, "layer, input first", columns, labels, values).chart();
  }

  /**
   * How much of the gap each method closes in each setting, percent; empty where it was not
   * measured.
   *
   * @param chosen rows of the experiment that compares methods, each method's with one choice of
   *     layers and strength in each setting
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart comparison(Table chosen, String title) {
    return AccuracyMaps.comparison(chosen, title);
  }

  /**
   * What signatures of other images gain beyond new running statistics, against how alike they are
   * to the images' own: a marker for each case, with its spread where there are seeds.
   *
   * @param likeness rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart likeness(Table likeness, String title) {
    XYChart chart =
        xy(title, "mean cosine, same corruption", "gap closed beyond statistics, %", MAP_HEIGHT);
    chart.getStyler().setYAxisDecimalPattern("0").setXAxisDecimalPattern("0.0").setXAxisMin(0.);
    LikenessPoints.addTo(chart, likeness);
    return chart;
  }

  /**
   * RA of each method, a column for each setting, severities and number of images a batch; of clean
   * stretches TA in a column beside it. Means over corruptions and seeds.
   *
   * @param rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart streams(Table rows, String title) {
    return StreamMap.draw(rows, title);
  }

  /**
   * One stream through time: accuracy, mean over the last 100 images, of θ_std and of the network
   * that patches itself; below it three rows of dots: what came, what was detected, what was on.
   *
   * @param rows a row for each batch, see {@link rwskit.analysis.StreamColumns}
   * @param title what the reader is to look at
   * @return the chart
   */
  public static XYChart stream(Table rows, String title) {
    return StreamLines.draw(
        xy(title, "images; dots: came, detected, on", "accuracy, %", MAP_HEIGHT), rows);
  }

  /**
   * RA by rule, a column for each severity. Means over corruptions and seeds.
   *
   * @param rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the chart
   */
  public static HeatMapChart patchChoice(Table rows, String title) {
    int[] severities =
        rows.intColumn(Columns.SEVERITY).asList().stream()
            .mapToInt(Integer::intValue)
            .distinct()
            .toArray();
    List<String> rules = MeanTable.texts(rows, Columns.RULE);
    List<double[]> values =
        rules.stream()
            .map(
                rule ->
                    Arrays.stream(severities)
                        .mapToDouble(
                            severity ->
                                MeanTable.mean(
                                    rows.where(
                                        rows.intColumn(Columns.SEVERITY).isEqualTo(severity)),
                                    Columns.RA,
                                    Columns.RULE,
                                    rule))
                        .toArray())
            .toList();
    List<String> columns = Arrays.stream(severities).mapToObj(Integer::toString).toList();
    return HeatMap.of(title, "severity", columns, rules, values).percent().chart();
  }

  private static XYChart xy(String title, String x, String y, int height) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    ChartStyle.apply(chart.getStyler());
    chart.getStyler().setMarkerSize(10);
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    return chart;
  }
}
