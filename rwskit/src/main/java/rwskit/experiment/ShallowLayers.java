package rwskit.experiment;

import java.util.List;
import rwskit.analysis.LayerDifferences;
import rwskit.corruption.Corruption;
import rwskit.figure.Figure;
import rwskit.figure.Figures;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplay;
import rwskit.study.Models;
import tech.tablesaw.api.Table;

/**
 * How far every θ_c is from θ_std of its seed, by layer, and how far each θ_std is from that of the
 * next seed, as a control: the paper's first observation. Nothing is evaluated.
 *
 * <p>Rows: one for each corruption, seed and convolution, see {@link LayerDifferences}.
 */
public final class ShallowLayers extends Experiment {
  private final List<ShallowLayers> parts;

  private ShallowLayers(Models models, List<ShallowLayers> parts) {
    super(models, parts);
    this.parts = parts;
  }

  /**
   * @param models to be compared
   * @return all corruptions and seeds
   */
  public static ShallowLayers of(Models models) {
    return new ShallowLayers(models, List.of());
  }

  /**
   * @param other models on other data
   * @return both, one after the other
   * @throws BadInputException if both are of the same data and of networks that were made in
   *     different ways: no column would tell their rows apart
   */
  public ShallowLayers and(ShallowLayers other) {
    return new ShallowLayers(models, joined(this, parts, other));
  }

  @Override
  Table measure(ProgressDisplay display) {
    LayerDifferences differences = new LayerDifferences(models.study().data().label());
    List<Long> seeds = models.study().seeds();
    for (int i = 0; i < seeds.size(); i++) {
      Models here = models.seed(seeds.get(i));
      for (Corruption corruption : models.study().corruptions()) {
        differences.add(corruption, here.seed(), here.standard(), here.robust(corruption));
      }
      // Of two seeds there is one pair, of three there are three.
      if (seeds.size() > 2 || i + 1 < seeds.size()) {
        Models next = models.seed(seeds.get((i + 1) % seeds.size()));
        differences.addControl(here.seed(), here.standard(), next.standard());
      }
    }
    return differences.table();
  }

  /**
   * @return how much more the first two convolutions differ than the deeper half, by corruption
   */
  @Override
  public Table summary() {
    return LayerDifferences.ratios(rows());
  }

  /** Of weights alone. */
  @Override
  List<String> tested() {
    return List.of();
  }

  @Override
  Figure drawn(String title) {
    return Figures.layerDifferenceMap(rows(), title);
  }

  /**
   * @param title what the reader is to look at
   * @param shown which corruptions, as {@link LayerDifferences#CORRUPTION} names them
   * @return their differences as lines
   */
  public Figure curves(String title, String... shown) {
    return Figures.layerDifferences(some(shown), title);
  }

  /**
   * @param shown which corruptions, as {@link LayerDifferences#CORRUPTION} names them
   * @return their rows
   */
  public Table some(String... shown) {
    Table all = rows();
    return all.where(all.stringColumn(LayerDifferences.CORRUPTION).isIn(shown));
  }
}
