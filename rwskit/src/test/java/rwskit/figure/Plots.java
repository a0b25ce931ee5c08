package rwskit.figure;

import java.util.List;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;

/** What tests ask of a plot. */
final class Plots {
  private Plots() {}

  static Series series(LinePlot plot, String name) {
    return plot.series().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
  }

  static List<String> names(LinePlot plot) {
    return plot.series().stream().map(Series::name).toList();
  }

  static double[] xs(LinePlot plot, String name) {
    return series(plot, name).spots().stream().mapToDouble(Spot::x).toArray();
  }

  static double[] ys(LinePlot plot, String name) {
    return series(plot, name).spots().stream().mapToDouble(Spot::y).toArray();
  }

  static double[] bars(LinePlot plot, String name) {
    return series(plot, name).spots().stream().mapToDouble(Spot::spreadY).toArray();
  }
}
