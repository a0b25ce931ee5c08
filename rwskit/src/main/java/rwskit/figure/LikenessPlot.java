package rwskit.figure;

import java.util.ArrayList;
import java.util.List;
import rwskit.analysis.Columns;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Guide;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;

/** What signatures of other images gain, against how alike they are to the images' own. */
final class LikenessPlot {
  private static final int HEIGHT = 460;

  private LikenessPlot() {}

  static LinePlot of(Rows rows, String title) {
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("mean cosine of signatures, same corruption").including(0.),
                Axis.of("gap closed beyond new statistics, %").including(0.))
            .ofHeight(HEIGHT)
            .with(new Guide("no gain", 0, Guide.Crosses.Y, CorruptionLook.NONE.color()))
            .captioned(
                "Two points a pair of sets, one for each direction: the share of the gap that the"
                    + " other set's signatures close, less what new running statistics close"
                    + " without a signature, where the network has any. Bars are one standard"
                    + " deviation over seeds of the share itself; without a bar there is one seed,"
                    + " or it is shorter than the mark.");
    int rank = 0;
    for (String pair : rows.texts(Columns.CASE)) {
      Rows its = rows.where(Columns.CASE, pair);
      double[] cosines = its.all(Columns.COSINE);
      double[] gaps = its.all(Columns.GAP_CLOSED);
      double[] spreads = its.all(Columns.SPREAD);
      double[] statistics = its.all(Columns.GAP_STATISTICS);
      List<Spot> spots = new ArrayList<>();
      for (int i = 0; i < gaps.length; i++) {
        double without = Double.isNaN(statistics[i]) ? 0 : statistics[i];
        spots.add(Spot.of(cosines[i], gaps[i] - without).upAndDown(spreads[i]));
      }
      plot =
          plot.with(
              new Series(
                  pair,
                  spots,
                  CorruptionLook.ofRank(rank++).with(Dash.NONE),
                  Series.Naming.BESIDE));
    }
    return plot;
  }
}
