package rwskit.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.analysis.StorageTable;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Guide;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.drawing.Tick;

/** How many times smaller than a full copy signatures are, and what that costs. */
final class SizePlots {
  /** R. Cai, Z. Zhang, Z. Wang, ICML 2023, abstract: up to 13 times. */
  static final int CLAIMED = 13;

  private static final String RATIO = "full copy ÷ signature, bytes of files (logarithmic)";
  private static final String CLAIM = "13 times: the paper's “up to”";
  private static final Color LEVEL = new Color(0x999999);

  /** Of the palette of {@link CorruptionLook}; these follow each other from dark to light too. */
  private static final List<Look> LOOKS =
      List.of(
          new Look(new Color(0x000000), Glyph.CIRCLE, Dash.WHOLE),
          new Look(new Color(0x0072B2), Glyph.SQUARE, Dash.WHOLE),
          new Look(new Color(0xD55E00), Glyph.DIAMOND, Dash.WHOLE),
          new Look(new Color(0x009E73), Glyph.UP, Dash.WHOLE),
          new Look(new Color(0xE69F00), Glyph.DOWN, Dash.WHOLE));

  private SizePlots() {}

  /** A line for each number of layers; along it the bits shrink. */
  static LinePlot lightweight(Rows rows, String title) {
    int corruptions = rows.texts(Columns.CORRUPTION).size();
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of(RATIO).logarithmic(),
                Axis.percent("RA, mean of " + Caption.corruptions(corruptions)))
            .ofHeight(460)
            .with(new Guide("θ_std", rows.mean(Columns.RA_STANDARD).mean(), Guide.Crosses.Y, LEVEL))
            .with(new Guide("θ_c", rows.mean(Columns.RA_ROBUST).mean(), Guide.Crosses.Y, LEVEL))
            .with(new Guide(CLAIM, CLAIMED, Guide.Crosses.X, LEVEL))
            .captioned(Caption.of("Numbers beside points are bits a weight.", Caption.bars(rows)));
    if (rows.has(Columns.RA_STATISTICS)) {
      double level = rows.mean(Columns.RA_STATISTICS).mean();
      plot = plot.with(new Guide("new statistics alone", level, Guide.Crosses.Y, LEVEL));
    }
    int rank = 0;
    for (double layers : rows.numbers(Columns.LAYERS)) {
      Rows its = rows.at(Columns.LAYERS, layers);
      List<Double> bits = its.numbers(Columns.BITS);
      List<Spot> spots = new ArrayList<>();
      for (double size : bits) {
        Rows cell = its.at(Columns.BITS, size);
        Estimate accuracy = cell.mean(Columns.RA);
        spots.add(
            Spot.of(cell.mean(Columns.RATIO).mean(), accuracy.mean())
                .upAndDown(accuracy.deviation())
                .noted(Integer.toString((int) size)));
      }
      spots.sort(Comparator.comparingDouble(Spot::x));
      plot =
          plot.with(
              new Series(
                  layers(layers), spots, LOOKS.get(rank++ % LOOKS.size()), Series.Naming.BESIDE));
    }
    return plot;
  }

  private static String layers(double count) {
    return count == 1 ? "1 layer" : (int) count + " layers";
  }

  /** A line for each network and number of bits. */
  static LinePlot storage(Rows storage, String title) {
    List<Double> layers = storage.numbers(StorageTable.LAYERS);
    List<Tick> ticks =
        layers.stream().map(count -> new Tick(count, Integer.toString(count.intValue()))).toList();
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("layers kept, input first").with(ticks),
                Axis.of(RATIO).logarithmic().including(1.))
            .ofHeight(460)
            .with(new Guide(CLAIM, CLAIMED, Guide.Crosses.Y, CorruptionLook.NONE.color()))
            .captioned("Sizes of files, header and all; they do not depend on the weights.");
    List<Double> sizes =
        storage.numbers(StorageTable.BITS).stream().sorted(Comparator.reverseOrder()).toList();
    List<String> networks = storage.texts(StorageTable.NETWORK);
    for (String network : networks) {
      for (double bits : sizes) {
        Rows its = storage.where(StorageTable.NETWORK, network).at(StorageTable.BITS, bits);
        List<Spot> spots =
            its.numbers(StorageTable.LAYERS).stream()
                .map(
                    count ->
                        Spot.of(
                            count,
                            its.at(StorageTable.LAYERS, count).mean(StorageTable.RATIO).mean()))
                .toList();
        if (!spots.isEmpty()) {
          boolean first = network.equals(networks.get(0));
          plot =
              plot.with(
                  new Series(
                      "%s, %s bits".formatted(network, (int) bits),
                      spots,
                      LOOKS
                          .get(sizes.indexOf(bits) % LOOKS.size())
                          .with(first ? Dash.WHOLE : Dash.DASHED),
                      Series.Naming.AT_END));
        }
      }
    }
    return plot;
  }
}
