package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.corruption.Corruption;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Guide;
import rwskit.drawing.Ink;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;

/** TA and RA by strength, or against each other; by κ; of methods. */
final class StrengthPlots {
  private static final int MAP_HEIGHT = 480;
  private static final String STATISTICS =
      "Dotted is the RA of θ_std with the patch's running statistics and no signature.";
  private static final Look TA = new Look(Ink.TEXT, Glyph.NONE, Dash.DASHED);

  private StrengthPlots() {}

  /** RA a whole line, TA a dashed one in the same colour. */
  static LinePlot byAlpha(Rows strength, String title) {
    LinePlot plot =
        LinePlot.of(title, Axis.of(Columns.ALPHA), Axis.percent("accuracy"))
            .captioned(
                Caption.of(
                    "Whole lines are RA, dashed ones TA; α = 0 is θ_std.",
                    strength.has(Columns.RA_STATISTICS) ? STATISTICS : "",
                    Caption.bars(strength)));
    for (String label : strength.texts(Columns.CORRUPTION)) {
      Rows its = strength.where(Columns.CORRUPTION, label);
      Look look = CorruptionLook.of(Corruption.named(label));
      plot = plot.with(end("RA " + label, by(its, Columns.ALPHA, Columns.RA), look));
      plot =
          plot.with(
              end(
                  "TA " + label,
                  by(its, Columns.ALPHA, Columns.TA),
                  look.with(Dash.DASHED).with(Glyph.NONE)));
      if (its.has(Columns.RA_STATISTICS)) {
        plot =
            plot.with(
                new Series(
                    "statistics " + label,
                    by(its, Columns.ALPHA, Columns.RA_STATISTICS),
                    look.with(Dash.DOTTED).with(Glyph.NONE),
                    Series.Naming.NONE));
      }
    }
    return plot;
  }

  /** A curve for each corruption; along it α grows. */
  static LinePlot frontier(Rows strength, String title) {
    List<Double> alphas = strength.numbers(Columns.ALPHA);
    LinePlot plot =
        LinePlot.of(title, Axis.percent(Columns.TA), Axis.percent(Columns.RA))
            .ofHeight(MAP_HEIGHT)
            .captioned(
                Caption.of(
                    "Along each line α takes the values "
                        + String.join("; ", alphas.stream().map(Caption::number).toList())
                        + ". The name stands at the largest.",
                    Caption.bars(strength)));
    for (String label : strength.texts(Columns.CORRUPTION)) {
      Rows its = strength.where(Columns.CORRUPTION, label);
      List<Spot> spots = new ArrayList<>();
      for (double alpha : its.numbers(Columns.ALPHA)) {
        spots.add(against(its.at(Columns.ALPHA, alpha)));
      }
      plot =
          plot.with(
              new Series(
                  label, spots, CorruptionLook.of(Corruption.named(label)), Series.Naming.BESIDE));
    }
    return plot;
  }

  /** TA and RA over all corruptions of an α. */
  static LinePlot together(Rows together, String title) {
    int corruptions = together.texts(Columns.CORRUPTION).size();
    Look look = new Look(Ink.ACCENT, Glyph.CIRCLE, Dash.WHOLE);
    LinePlot plot =
        LinePlot.of(title, Axis.of("α of each signature"), Axis.percent("accuracy"))
            .with(
                end(
                    "RA, mean of " + Caption.corruptions(corruptions),
                    by(together, Columns.ALPHA, Columns.RA),
                    look))
            .with(end(Columns.TA, by(together, Columns.ALPHA, Columns.TA), TA))
            .captioned(Caption.of("α = 0 is θ_std.", Caption.bars(together)));
    return together.has(Columns.RA_STATISTICS)
        ? plot.with(
            end(
                "RA, new statistics alone",
                by(together, Columns.ALPHA, Columns.RA_STATISTICS),
                look.with(Dash.DOTTED).with(Glyph.NONE)))
        : plot;
  }

  /** As the summary has them: RA and TA by κ, and the level of RWS across. */
  static LinePlot byKappa(Rows summary, String title) {
    LinePlot plot =
        LinePlot.of(
                title, Axis.of("κ: how much of θ_std − θ₀ is taken off"), Axis.percent("accuracy"))
            .captioned(
                "Whole lines are RA, dashed ones TA, thin ones the RA of RWS, which chooses κ for"
                    + " each tensor. Means over corruptions; bars are one standard deviation over"
                    + " seeds.");
    int rank = 0;
    for (String data : summary.texts(Columns.DATA)) {
      Rows its = summary.where(Columns.DATA, data);
      Look look = CorruptionLook.ofRank(rank++);
      plot = plot.with(end("RA, " + data, read(its, Columns.RA), look));
      plot =
          plot.with(
              end("TA, " + data, read(its, Columns.TA), look.with(Dash.DASHED).with(Glyph.NONE)));
      double level = estimate(its.without(Columns.KAPPA), Columns.RA).mean();
      plot = plot.with(new Guide("RA of RWS, " + data, level, Guide.Crosses.Y, look.color()));
    }
    return plot;
  }

  /** RA against TA, a line for each method along which its strength grows. */
  static LinePlot methods(Rows rows, String title) {
    List<Double> layers = rows.numbers(Columns.LAYERS);
    LinePlot plot =
        LinePlot.of(title, Axis.percent(Columns.TA), Axis.percent(Columns.RA))
            .ofHeight(MAP_HEIGHT)
            .captioned(
                Caption.of(
                    "Along each line the strength grows; the name stands at the largest.",
                    Caption.bars(rows)));
    int rank = 0;
    for (String method : rows.texts(Columns.METHOD)) {
      Rows its = rows.where(Columns.METHOD, method);
      Rows deepest = its.without(Columns.LAYERS);
      if (!layers.isEmpty()) {
        deepest = deepest.and(its.at(Columns.LAYERS, layers.get(layers.size() - 1)));
      }
      if (!deepest.isEmpty()) {
        boolean ofMethod = !List.of(Columns.STANDARD, Columns.ROBUST).contains(method);
        Look none =
            new Look(
                Ink.TEXT, method.equals(Columns.STANDARD) ? Glyph.CROSS : Glyph.PLUS, Dash.WHOLE);
        plot =
            plot.with(
                new Series(
                    method,
                    alongStrength(deepest),
                    ofMethod ? CorruptionLook.ofRank(rank++) : none,
                    Series.Naming.BESIDE));
      }
    }
    return plot;
  }

  private static List<Spot> alongStrength(Rows rows) {
    List<Double> alphas = rows.numbers(Columns.ALPHA);
    return alphas.isEmpty()
        ? List.of(against(rows))
        : alphas.stream().map(alpha -> against(rows.at(Columns.ALPHA, alpha))).toList();
  }

  private static Spot against(Rows rows) {
    Estimate ta = rows.mean(Columns.TA);
    Estimate ra = rows.mean(Columns.RA);
    return Spot.of(ta.mean(), ra.mean()).sideways(ta.deviation()).upAndDown(ra.deviation());
  }

  /** A column's mean for each value of another. */
  static List<Spot> by(Rows rows, String by, String column) {
    return rows.numbers(by).stream()
        .map(
            value -> {
              Estimate found = rows.at(by, value).mean(column);
              return Spot.of(value, found.mean()).upAndDown(found.deviation());
            })
        .toList();
  }

  private static List<Spot> read(Rows summary, String column) {
    return summary.numbers(Columns.KAPPA).stream()
        .map(
            kappa -> {
              Estimate found = estimate(summary.at(Columns.KAPPA, kappa), column);
              return Spot.of(kappa, found.mean()).upAndDown(found.deviation());
            })
        .toList();
  }

  private static Estimate estimate(Rows one, String column) {
    return one.isEmpty()
        ? Estimate.UNKNOWN
        : Estimate.parse(one.table().stringColumn(column).get(0));
  }

  private static Series end(String name, List<Spot> spots, Look look) {
    return new Series(name, spots, look, Series.Naming.AT_END);
  }
}
