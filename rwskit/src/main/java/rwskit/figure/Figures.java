package rwskit.figure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import rwskit.analysis.Columns;
import rwskit.analysis.LayerDifferences;
import rwskit.analysis.SignatureMap;
import rwskit.analysis.Similarity;
import rwskit.analysis.StorageTable;
import rwskit.data.ImageSet;
import rwskit.drawing.CellPlot;
import rwskit.drawing.LinePlot;
import rwskit.drawing.PictureGrid;
import rwskit.evaluation.CorruptionErrors;
import rwskit.file.BadInputException;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * The paper's figures, each from the table that carries its numbers and is saved beside it. Bars
 * are one standard deviation over seeds.
 */
public final class Figures {
  private Figures() {}

  /**
   * One picture under every corruption at every severity: a column for each corruption, a row for
   * each severity, the families side by side.
   *
   * @param images any number of images
   * @param index which of them is shown; its draws are those of the seed 0
   * @param title what the reader is to look at
   * @return the figure, with the parameters of the variant nearest to the images in size; its table
   *     has a row for each corruption and severity: the mean absolute change of a value, 0 to 255
   */
  public static Figure gallery(ImageSet images, int index, String title) {
    Gallery gallery = Gallery.of(images, index, title);
    return new Figure(gallery.sheet(), gallery.changes());
  }

  /**
   * Single images, each between two lines of text.
   *
   * @param images sets, of which the first image each is shown
   * @param above a line for each
   * @param below another
   * @param title what the reader is to look at
   * @return the figure; its table has a row for each image, with its two lines
   * @throws BadInputException if there is not a line above and below for each image
   */
  public static Figure pictures(
      List<ImageSet> images, List<String> above, List<String> below, String title) {
    if (above.size() != images.size() || below.size() != images.size()) {
      throw new BadInputException(
          "%s images with %s lines above and %s below: expected one each"
              .formatted(images.size(), above.size(), below.size()));
    }
    List<PictureGrid.Cell> cells =
        IntStream.range(0, images.size())
            .mapToObj(
                i -> new PictureGrid.Cell(Picture.of(images.get(i), 0), above.get(i), below.get(i)))
            .toList();
    return new Figure(
        new PictureGrid(title, cells, "").sheet(),
        Table.create(
            title, StringColumn.create("above", above), StringColumn.create("below", below)));
  }

  /**
   * Relative difference of θ_c and θ_std by layer, a line for each corruption and a grey one for
   * the control: the mean over seeds, with bars of one standard deviation where there are several.
   *
   * @param differences rows of one data set, as {@link LayerDifferences#table()}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure layerDifferences(Table differences, String title) {
    return figure(LayerPlots.lines(new Rows(differences), title), differences);
  }

  /**
   * Relative difference of θ_c and θ_std, a row for each corruption and the control and a column
   * for each convolution: the mean over seeds.
   *
   * @param differences rows of one data set, as {@link LayerDifferences#table()}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure layerDifferenceMap(Table differences, String title) {
    return figure(LayerPlots.map(new Rows(differences), title), differences);
  }

  /**
   * Accuracy by corruption and severity, percent; the clean accuracy is that of severity 0.
   *
   * @param accuracies as {@link CorruptionErrors#accuracies()}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure accuracies(Table accuracies, String title) {
    return figure(AccuracyMaps.bySeverity(new Rows(accuracies), title), accuracies);
  }

  /**
   * Cosines of signatures, a row and a column for each corruption, from orange (−1) over white (0)
   * to blue (1). Empty where a corruption has one signature only.
   *
   * @param cosines as {@link Similarity#within} or {@link Similarity#between} give
   * @param columnsTitle what the columns are, such as the other data set
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure cosines(Table cosines, String columnsTitle, String title) {
    return figure(SignaturePlots.cosines(new Rows(cosines), columnsTitle, title), cosines);
  }

  /**
   * Signatures as points, a colour and marker for each corruption.
   *
   * @param map as {@link SignatureMap#of} gives
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure signatureMap(Table map, String title) {
    return figure(SignaturePlots.map(new Rows(map), title), map);
  }

  /**
   * How many times smaller than a full copy a signature's file is, by the layers that it keeps: on
   * a logarithmic scale, a colour and marker for each number of bits, whole lines for the first
   * network and dashed ones for others, and a grey line at the 13 times that the paper claims.
   *
   * @param storage rows of one quantiser, as {@link StorageTable#table()}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure storage(Table storage, String title) {
    return figure(SizePlots.storage(new Rows(storage), title), storage);
  }

  /**
   * RA of each corruption under θ_std, patched with growing numbers of layers at α = 1, and under
   * θ_c: the mean over seeds, percent.
   *
   * @param patching rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure patching(Table patching, String title) {
    return figure(AccuracyMaps.patching(new Rows(patching), title), patching);
  }

  /**
   * RA of each corruption as it is, with wrong signatures of another data set, with the right one
   * of the other, with its own, and under θ_c: the mean over seeds, percent.
   *
   * @param transfer rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure transfer(Table transfer, String title) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("θ_std", Columns.RA_STANDARD);
    boolean control = transfer.containsColumn(Columns.RA_STATISTICS);
    if (control) {
      columns.put(Columns.STATISTICS, Columns.RA_STATISTICS);
    }
    columns.put("wrong", Columns.RA_WRONG);
    columns.put("other set's", Columns.RA_OTHER);
    columns.put("own", Columns.RA_OWN);
    columns.put("θ_c", Columns.RA_ROBUST);
    String says =
        "θ_std, then with the other data set's wrong signatures (mean of at most three), with its"
            + " right one and with the set's own, then θ_c."
            + (control
                ? " “statistics” is θ_std with new running statistics and no signature."
                : "");
    return figure(AccuracyMaps.columns(new Rows(transfer), columns, says, title), transfer);
  }

  /**
   * RA (full lines) and TA (dashed) of θ_std with a signature, by its strength: the mean over
   * seeds.
   *
   * @param strength rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure strength(Table strength, String title) {
    return figure(StrengthPlots.byAlpha(new Rows(strength), title), strength);
  }

  /**
   * RA against TA as the strength of a signature grows: the mean over seeds.
   *
   * @param strength rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure frontier(Table strength, String title) {
    return figure(StrengthPlots.frontier(new Rows(strength), title), strength);
  }

  /**
   * What a second signature costs the first: for each pair, named beside its point, the RA with
   * both less the RA with the right one alone, mean over the images of the two corruptions and over
   * seeds, against the cosine of the two signatures.
   *
   * @param interference a row for each pair; bars where it has {@link Columns#CHANGE_DEVIATION}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure interference(Table interference, String title) {
    return figure(SignaturePlots.interference(new Rows(interference), title), interference);
  }

  /**
   * RA against how many times smaller than a full copy the signature's file is, on a logarithmic
   * scale, a line for each number of layers; beside each point stand the bits. With the levels of
   * θ_std and θ_c and the 13 times that the paper claims. Means over corruptions.
   *
   * @param lightweight rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure lightweight(Table lightweight, String title) {
    return figure(SizePlots.lightweight(new Rows(lightweight), title), lightweight);
  }

  /**
   * TA and mean RA over all corruptions when all signatures are added at once, by α: means over
   * seeds.
   *
   * @param together rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure together(Table together, String title) {
    return figure(StrengthPlots.together(new Rows(together), title), together);
  }

  /**
   * What signatures from before do for a backbone that was trained further: RA with less RA
   * without, of each corruption with the right signature from before, with wrong ones and, where
   * there is one, with the new images' own. Below each number of epochs stand how many of them were
   * kept and how far the weights have drifted.
   *
   * @param adapted rows of one data set
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure adaptation(Table adapted, String title) {
    return figure(AdaptationPlot.of(new Rows(adapted), title), adapted);
  }

  /**
   * Accuracy under attack (full lines) and TA (dashed) of θ_std with the first layers of RWS_adv,
   * and of θ_adv: the mean over seeds.
   *
   * @param patching rows of the experiment
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure adversarial(Table patching, String title) {
    return figure(AttackPlot.of(new Rows(patching), title), patching);
  }

  /**
   * RA of each corruption under θ_std, θ_std with RWS_adv, θ_adv, and θ_std with RWS_c: the mean
   * over seeds, percent.
   *
   * @param corruptions rows of the experiment
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure adversarialOnCorruptions(Table corruptions, String title) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("θ_std", Columns.RA_STANDARD);
    columns.put("RWS_adv", Columns.RA_ADVERSARIAL);
    columns.put("θ_adv", Columns.RA_ADVERSARIALLY_TRAINED);
    columns.put("RWS_c", Columns.RA_SIGNATURE);
    String says = "θ_std, θ_std with RWS_adv, θ_adv, and θ_std with RWS_c.";
    return figure(AccuracyMaps.columns(new Rows(corruptions), columns, says, title), corruptions);
  }

  /**
   * What each corruption's signature does against an attack, against its cosine with RWS_adv: a
   * point for each corruption, means over seeds.
   *
   * @param corruptions rows of the experiment
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure underAttack(Table corruptions, String title) {
    return figure(SignaturePlots.underAttack(new Rows(corruptions), title), corruptions);
  }

  /**
   * RA against TA, a line for each method along which its strength grows, at the largest number of
   * layers; and of networks that no method made. Means over corruptions and seeds.
   *
   * @param methods rows of the experiment that compares methods
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure methods(Table methods, String title) {
    return figure(StrengthPlots.methods(new Rows(methods), title), methods);
  }

  /**
   * TA (dashed) and RA by κ, the share of the standard direction that is taken off τ_c, a colour
   * for each data set; the level of RWS a thin line. Means over corruptions and seeds.
   *
   * @param summary of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure standardDirection(Table summary, String title) {
    return figure(StrengthPlots.byKappa(new Rows(summary), title), summary);
  }

  /**
   * κ of each corruption's signature by layer: the mean over seeds.
   *
   * @param rows of the experiment of that name, of one data set
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure projections(Table rows, String title) {
    return figure(LayerPlots.kappas(new Rows(rows), title), rows);
  }

  /**
   * How much of the gap each method closes in each setting, percent; empty where it was not
   * measured.
   *
   * @param summary a row for each setting and method with {@link Columns#GAP_CLOSED}, as the
   *     experiment that compares methods gives
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure comparison(Table summary, String title) {
    return figure(AccuracyMaps.comparison(new Rows(summary), title), summary);
  }

  /**
   * What signatures of other images gain beyond new running statistics, against how alike they are
   * to the images' own: a point for each direction, with its spread where there are seeds.
   *
   * @param likeness rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure likeness(Table likeness, String title) {
    return figure(LikenessPlot.of(new Rows(likeness), title), likeness);
  }

  /**
   * RA of each method, a column for each setting, severities and number of images a batch; of clean
   * stretches TA in a column beside it. Means over corruptions and seeds.
   *
   * @param rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure streams(Table rows, String title) {
    return figure(StreamPlots.map(new Rows(rows), title), rows);
  }

  /**
   * One stream through time: accuracy, mean over the last 100 images, of θ_std and of the network
   * that patches itself; below it three rows of points: what came, what was detected, what was on.
   *
   * @param rows a row for each batch, see {@link rwskit.analysis.StreamColumns}
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure stream(Table rows, String title) {
    return figure(StreamPlots.throughTime(new Rows(rows), title), rows);
  }

  /**
   * RA by rule, a column for each severity. Means over corruptions and seeds.
   *
   * @param rows of the experiment of that name
   * @param title what the reader is to look at
   * @return the figure
   */
  public static Figure patchChoice(Table rows, String title) {
    return figure(StreamPlots.choice(new Rows(rows), title), rows);
  }

  private static Figure figure(LinePlot plot, Table table) {
    return new Figure(plot.sheet(), table);
  }

  private static Figure figure(CellPlot plot, Table table) {
    return new Figure(plot.sheet(), table);
  }
}
