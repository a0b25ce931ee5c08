package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.corruption.Corruption;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Guide;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.drawing.Tick;

/** Gains in RA by further epochs, of each corruption beside its controls. */
final class AdaptationPlot {
  private AdaptationPlot() {}

  static LinePlot of(Rows adapted, String title) {
    List<Double> epochs = adapted.numbers(Columns.EPOCHS);
    boolean own = adapted.numbers(Columns.RA_NEW).size() > 0;
    List<Tick> ticks = new ArrayList<>();
    for (double count : epochs) {
      Rows step = adapted.at(Columns.EPOCHS, count);
      ticks.add(
          new Tick(
              count,
              String.format(
                  Locale.ROOT,
                  "%d\n%.1f\n%.1f %%",
                  (int) count,
                  step.mean(Columns.KEPT).mean(),
                  100 * step.mean(Columns.DRIFT).mean())));
    }
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("further epochs; of these kept; drift of the weights").with(ticks),
                Axis.of("RA with a signature − without, points").including(0.))
            .ofHeight(460)
            .with(new Guide("no gain", 0, Guide.Crosses.Y, CorruptionLook.NONE.color()))
            .captioned(
                Caption.of(
                    "Whole lines are signatures from before, dotted ones wrong signatures from"
                        + " before"
                        + (own ? ", dashed ones the new images' own." : "."),
                    "The epochs kept are those until validation was best; drift is ‖θ_adapted − θ_std‖ /"
                        + " ‖θ_std‖, a mean as well.",
                    Caption.bars(adapted)));
    List<String> labels = adapted.texts(Columns.CORRUPTION);
    for (String label : labels) {
      Rows its = adapted.where(Columns.CORRUPTION, label);
      Look look = CorruptionLook.of(Corruption.named(label));
      plot = plot.with(series(label, its, epochs, Columns.RA_OLD, look));
    }
    for (String label : labels) {
      Rows its = adapted.where(Columns.CORRUPTION, label);
      Look look = CorruptionLook.of(Corruption.named(label)).with(Glyph.NONE);
      plot =
          plot.with(
              series(label + ", wrong", its, epochs, Columns.RA_WRONG_OLD, look.with(Dash.DOTTED)));
      if (own) {
        plot =
            plot.with(series(label + ", own", its, epochs, Columns.RA_NEW, look.with(Dash.DASHED)));
      }
    }
    return plot;
  }

  private static Series series(
      String name, Rows rows, List<Double> epochs, String column, Look look) {
    List<Spot> spots =
        epochs.stream()
            .map(
                count -> {
                  Estimate gain = rows.at(Columns.EPOCHS, count).difference(column, Columns.RA);
                  return Spot.of(count, gain.mean()).upAndDown(gain.deviation());
                })
            .toList();
    return new Series(name, spots, look, Series.Naming.AT_END);
  }
}
