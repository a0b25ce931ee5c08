package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.analysis.SignatureMap;
import rwskit.analysis.Similarity;
import rwskit.corruption.Corruption;
import rwskit.drawing.Axis;
import rwskit.drawing.CellPlot;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Guide;
import rwskit.drawing.Ink;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;

/** Signatures beside each other: cosines, a map, pairs, and what they do against an attack. */
final class SignaturePlots {
  private static final int MAP_HEIGHT = 520;

  private SignaturePlots() {}

  static CellPlot cosines(Rows cosines, String columnsTitle, String title) {
    CellMap map =
        CellMap.of(
            cosines.texts(Similarity.CORRUPTION),
            cosines.texts(Similarity.OTHER),
            (one, other) -> {
              Rows cell = cosines.where(Similarity.CORRUPTION, one).where(Similarity.OTHER, other);
              return new Estimate(
                  cell.mean(Similarity.COSINE).mean(), cell.mean(Similarity.DEVIATION).mean());
            });
    return map.cosines(
        title,
        columnsTitle,
        Caption.of(pairs(cosines), Caption.spread(map.all(), "of the pairs", "")));
  }

  private static String pairs(Rows cosines) {
    List<Double> counts = cosines.numbers(Similarity.PAIRS);
    int most = counts.get(counts.size() - 1).intValue();
    int fewest = counts.stream().filter(count -> count > 0).findFirst().orElse(0.).intValue();
    if (most == 1) {
      return "Each cell is the cosine of one pair of signatures, its row's and its column's.";
    }
    return String.format(
        Locale.ROOT,
        "Each cell is the mean cosine of %s pairs of signatures, one of its row and one of its"
            + " column.",
        fewest == most ? Caption.count(most) : fewest + " to " + most);
  }

  static LinePlot map(Rows map, String title) {
    LinePlot plot =
        LinePlot.of(title, Axis.of(SignatureMap.X), Axis.of(SignatureMap.Y))
            .ofHeight(MAP_HEIGHT)
            .captioned(
                map.seeds() < 2
                    ? "A point is the signature of a corruption. One seed."
                    : "A point is the signature of a corruption and seed; each corruption has %s."
                        .formatted(Caption.count(map.seeds())));
    for (Corruption corruption : Corruption.values()) {
      Rows its = map.where(Similarity.CORRUPTION, corruption.label());
      double[] x = its.all(SignatureMap.X);
      double[] y = its.all(SignatureMap.Y);
      List<Spot> spots = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        spots.add(Spot.of(x[i], y[i]));
      }
      plot =
          plot.with(
              new Series(
                  corruption.label(),
                  spots,
                  CorruptionLook.of(corruption).with(Dash.NONE),
                  Series.Naming.BESIDE));
    }
    return plot;
  }

  static LinePlot interference(Rows pairs, String title) {
    List<Spot> spots = new ArrayList<>();
    List<String> first = pairs.table().stringColumn(Columns.FIRST).asList();
    List<String> second = pairs.table().stringColumn(Columns.SECOND).asList();
    double[] cosines = pairs.all(Columns.COSINE);
    double[] changes = pairs.all(Columns.CHANGE);
    double[] deviations =
        pairs.has(Columns.CHANGE_DEVIATION)
            ? pairs.all(Columns.CHANGE_DEVIATION)
            : new double[changes.length];
    boolean bars = false;
    for (int i = 0; i < changes.length; i++) {
      bars |= deviations[i] > 0;
      spots.add(
          Spot.of(cosines[i], changes[i])
              .upAndDown(deviations[i])
              .noted(first.get(i) + " + " + second.get(i)));
    }
    return LinePlot.of(
            title,
            Axis.of("cosine of the two signatures"),
            Axis.of("RA with both − with the right one, points").including(0.))
        .ofHeight(MAP_HEIGHT)
        .with(new Guide("no change", 0, Guide.Crosses.Y, CorruptionLook.NONE.color()))
        .with(
            new Series(
                "pairs", spots, new Look(Ink.ACCENT, Glyph.CIRCLE, Dash.NONE), Series.Naming.NONE))
        .captioned(
            Caption.of(
                "A point is a pair of corruptions: the mean of its two kinds of images, each with"
                    + " one corruption. Below 0 the second signature does harm.",
                bars ? "Bars are one standard deviation over seeds." : ""));
  }

  static LinePlot underAttack(Rows rows, String title) {
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("cosine of RWS_c and RWS_adv"),
                Axis.of("accuracy under attack, with RWS_c − without, points").including(0.))
            .ofHeight(MAP_HEIGHT)
            .with(new Guide("no change", 0, Guide.Crosses.Y, CorruptionLook.NONE.color()))
            .captioned(Caption.of("A point is a corruption.", Caption.bars(rows)));
    for (String label : rows.texts(Columns.CORRUPTION)) {
      Rows its = rows.where(Columns.CORRUPTION, label);
      Estimate cosine = its.mean(Columns.COSINE);
      Estimate gain = its.difference(Columns.ATTACKED_SIGNATURE, Columns.ATTACKED_STANDARD);
      Spot spot =
          Spot.of(cosine.mean(), gain.mean())
              .sideways(cosine.deviation())
              .upAndDown(gain.deviation());
      plot =
          plot.with(
              new Series(
                  label,
                  List.of(spot),
                  CorruptionLook.of(Corruption.named(label)).with(Dash.NONE),
                  Series.Naming.BESIDE));
    }
    return plot;
  }
}
