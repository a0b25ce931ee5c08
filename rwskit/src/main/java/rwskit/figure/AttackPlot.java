package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.Estimate;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.drawing.Tick;

/** Accuracy under attack and TA by layers of RWS_adv. */
final class AttackPlot {
  private AttackPlot() {}

  static LinePlot of(Rows patching, String title) {
    List<Double> layers =
        Stream.concat(Stream.of(0.), patching.numbers(Columns.LAYERS).stream()).toList();
    List<Tick> ticks =
        layers.stream().map(count -> new Tick(count, Integer.toString(count.intValue()))).toList();
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("layers of RWS_adv").with(ticks),
                Axis.percent("accuracy").including(0., 100.))
            .captioned(
                Caption.of(
                    "Whole lines are accuracy under attack, dashed ones TA; 0 layers is θ_std.",
                    Caption.bars(patching)));
    int rank = 0;
    for (double alpha : patching.numbers(Columns.ALPHA)) {
      Rows its = patching.at(Columns.ALPHA, alpha);
      Look look = CorruptionLook.ofRank(rank++);
      for (String column : List.of(Columns.ATTACKED, Columns.TA)) {
        List<Spot> spots = new ArrayList<>();
        for (double count : layers) {
          Rows cell =
              count == 0
                  ? patching.where(Columns.WEIGHTS, Columns.STANDARD)
                  : its.at(Columns.LAYERS, count);
          Estimate found = cell.mean(column);
          spots.add(Spot.of(count, found.mean()).upAndDown(found.deviation()));
        }
        String name = column + ", α = " + Caption.number(alpha);
        plot = plot.with(new Series(name, spots, line(look, column), Series.Naming.AT_END));
      }
    }
    Rows robust = patching.where(Columns.WEIGHTS, Columns.ROBUST);
    for (String column : List.of(Columns.ATTACKED, Columns.TA)) {
      Estimate found = robust.mean(column);
      List<Spot> level =
          Stream.of(layers.get(0), layers.get(layers.size() - 1))
              .map(end -> Spot.of(end, found.mean()).upAndDown(found.deviation()))
              .toList();
      Look look = line(CorruptionLook.NONE, column).with(Glyph.NONE);
      plot = plot.with(new Series(column + ", θ_adv", level, look, Series.Naming.AT_END));
    }
    return plot;
  }

  private static Look line(Look look, String column) {
    return column.equals(Columns.TA) ? look.with(Dash.DASHED).with(Glyph.NONE) : look;
  }
}
