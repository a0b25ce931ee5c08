package rwskit.analysis;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.signature.Layers;
import rwskit.weights.StateDict;
import rwskit.weights.TensorDifference;
import tech.tablesaw.aggregate.AggregateFunctions;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.Row;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.columns.numbers.NumberColumnFormatter;

/**
 * The relative difference ‖θ_c − θ_std‖ / ‖θ_std‖ of each convolution's weights (Frobenius norm,
 * biases left out): the paper's first observation is that it is largest in shallow layers.
 */
public final class LayerDifferences {
  /** Column: where the images are from. */
  public static final String DATA = "data";

  /** Column: c, by the benchmark's name. */
  public static final String CORRUPTION = "corruption";

  /** What the column {@link #CORRUPTION} says of the control, see {@link #addControl}. */
  public static final String CONTROL = "none, other seed";

  /**
   * What the column {@link #CORRUPTION} says of adversarial training, see {@link #addAdversarial}.
   */
  public static final String ADVERSARIAL = "adversarial";

  /** Column: seed of the fine-tunings. */
  public static final String SEED = "seed";

  /** Column: the convolution's number, from 1, input first. */
  public static final String LAYER = "layer";

  /** Column: the convolution's name in the state dict. */
  public static final String TENSOR = "tensor";

  /** Column: ‖θ_c − θ_std‖ / ‖θ_std‖. */
  public static final String DIFFERENCE = "relative difference";

  /** Column of {@link #overSeeds}: mean of the seeds' relative differences. */
  public static final String MEAN = "mean";

  /** Column of {@link #overSeeds}: their standard deviation; missing where there is one seed. */
  public static final String DEVIATION = "standard deviation";

  /** Column of {@link #overSeeds}: how many seeds there are. */
  public static final String SEEDS = "seeds";

  /** Column of {@link #byLayer}: how much more the first layers differ than the deep ones. */
  public static final String RATIO = "layers 1–2 ÷ deeper half";

  private static final int SHALLOW = 2;
  private static final NumberColumnFormatter TWO_DIGITS =
      new NumberColumnFormatter(
          new DecimalFormat("0.00", DecimalFormatSymbols.getInstance(Locale.ROOT)));
  private static final NumberColumnFormatter SHORT =
      new NumberColumnFormatter(
          new DecimalFormat("0.000", DecimalFormatSymbols.getInstance(Locale.ROOT)));

  private final String data;
  private final Table table =
      Table.create(
          "relative difference of θ_c and θ_std by layer",
          StringColumn.create(DATA),
          StringColumn.create(CORRUPTION),
          LongColumn.create(SEED),
          IntColumn.create(LAYER),
          StringColumn.create(TENSOR),
          DoubleColumn.create(DIFFERENCE));

  /**
   * @param data where the images are from, for the column of that name
   */
  public LayerDifferences(String data) {
    this.data = data;
  }

  /**
   * Adds a row for each convolution.
   *
   * @param corruption c
   * @param seed of both fine-tunings
   * @param standard θ_std
   * @param robust θ_c
   * @throws BadInputException if the two do not have the same tensors
   */
  public void add(Corruption corruption, long seed, StateDict standard, StateDict robust) {
    add(corruption.label(), seed, standard, robust);
  }

  /**
   * Adds a row for each convolution of an adversarially trained network.
   *
   * @param seed of both fine-tunings
   * @param standard θ_std
   * @param robust θ_adv
   * @throws BadInputException if the two do not have the same tensors
   */
  public void addAdversarial(long seed, StateDict standard, StateDict robust) {
    add(ADVERSARIAL, seed, standard, robust);
  }

  /**
   * Adds a row for each convolution of the control: two θ_std that differ by their seeds only, and
   * not by any corruption. What θ_c differs by beyond that is the corruption's doing.
   *
   * @param seed of the first fine-tuning
   * @param standard θ_std of that seed
   * @param other θ_std of another seed
   * @throws BadInputException if the two do not have the same tensors
   */
  public void addControl(long seed, StateDict standard, StateDict other) {
    add(CONTROL, seed, standard, other);
  }

  private void add(String label, long seed, StateDict standard, StateDict other) {
    standard.requireSameTensors("standard", other, "other");
    List<String> convolutions = Layers.convolutions(standard);
    for (int i = 0; i < convolutions.size(); i++) {
      String tensor = convolutions.get(i) + ".weight";
      table.stringColumn(DATA).append(data);
      table.stringColumn(CORRUPTION).append(label);
      table.longColumn(SEED).append(seed);
      table.intColumn(LAYER).append(i + 1);
      table.stringColumn(TENSOR).append(tensor);
      table
          .doubleColumn(DIFFERENCE)
          .append(TensorDifference.of(standard.get(tensor), other.get(tensor)).relative());
    }
  }

  /**
   * @return a copy of all rows so far
   */
  public Table table() {
    return table.copy();
  }

  /**
   * @param differences rows of any number of data sets, as {@link #table()}
   * @return mean and standard deviation over seeds, by data set, corruption and layer, sorted so
   */
  public static Table overSeeds(Table differences) {
    Table means =
        differences
            .summarize(
                DIFFERENCE,
                AggregateFunctions.mean,
                AggregateFunctions.stdDev,
                AggregateFunctions.count)
            .by(DATA, CORRUPTION, LAYER);
    means.column(3).setName(MEAN);
    means.column(4).setName(DEVIATION);
    means.column(5).setName(SEEDS);
    for (Row row : means) {
      if (row.getDouble(SEEDS) < 2) {
        row.setMissing(DEVIATION);
      }
    }
    return means.sortAscendingOn(DATA, CORRUPTION, LAYER);
  }

  /**
   * For reading: a row for each data set and corruption, a column for each layer with the mean over
   * seeds, and last how many times as much the first two layers differ as the deeper half does.
   *
   * @param differences rows of any number of data sets of one network, as {@link #table()}
   * @return the means, sorted by data set and corruption
   */
  public static Table byLayer(Table differences) {
    Table means = overSeeds(differences);
    int layers = (int) means.intColumn(LAYER).max();
    Table wide =
        Table.create(
            "mean relative difference by layer",
            StringColumn.create(DATA),
            StringColumn.create(CORRUPTION));
    for (int layer = 1; layer <= layers; layer++) {
      wide.addColumns(DoubleColumn.create(Integer.toString(layer)));
    }
    wide.addColumns(DoubleColumn.create(RATIO));
    for (int from = 0; from < means.rowCount(); from += layers) {
      wide.stringColumn(DATA).append(means.stringColumn(DATA).get(from));
      wide.stringColumn(CORRUPTION).append(means.stringColumn(CORRUPTION).get(from));
      double shallow = 0;
      double deep = 0;
      for (int layer = 1; layer <= layers; layer++) {
        double mean = means.doubleColumn(MEAN).get(from + layer - 1);
        wide.doubleColumn(Integer.toString(layer)).append(mean);
        shallow += layer <= SHALLOW ? mean / SHALLOW : 0;
        deep += layer > layers / 2 ? mean / (layers - layers / 2) : 0;
      }
      wide.doubleColumn(RATIO).append(shallow / deep);
    }
    wide.numericColumns().forEach(column -> ((DoubleColumn) column).setPrintFormatter(SHORT));
    return wide;
  }

  /**
   * How many times as much the first two layers differ as the deeper half does, for reading.
   *
   * @param differences rows of any number of data sets of one network, as {@link #table()}
   * @return a row for each corruption and a column for each data set with the ratio of the means
   *     over seeds, the largest of the first column first
   */
  public static Table ratios(Table differences) {
    Table byLayer = byLayer(differences);
    List<String> sets = byLayer.stringColumn(DATA).asList().stream().distinct().toList();
    List<String> labels = byLayer.stringColumn(CORRUPTION).asList().stream().distinct().toList();
    Table ratios = Table.create(RATIO, StringColumn.create(CORRUPTION, labels));
    for (String set : sets) {
      DoubleColumn column = DoubleColumn.create(set);
      for (String label : labels) {
        Table row =
            byLayer.where(
                byLayer
                    .stringColumn(DATA)
                    .isEqualTo(set)
                    .and(byLayer.stringColumn(CORRUPTION).isEqualTo(label)));
        if (row.isEmpty()) {
          column.appendMissing();
        } else {
          column.append(row.doubleColumn(RATIO).get(0));
        }
      }
      column.setPrintFormatter(TWO_DIGITS);
      ratios.addColumns(column);
    }
    return ratios.sortDescendingOn(sets.get(0));
  }
}
