package rwskit.figure;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import rwskit.analysis.Columns;
import rwskit.analysis.StreamColumns;
import rwskit.corruption.Corruption;
import rwskit.drawing.Axis;
import rwskit.drawing.CellPlot;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.Ink;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.drawing.Tick;

/** Networks that patch themselves, on streams of images. */
final class StreamPlots {
  /** Accuracy is the mean over so many images. */
  private static final int SMOOTHED = 100;

  private static final String UNKNOWN = "unknown";
  private static final Color STANDARD = new Color(0x999999);
  private static final double CAME = -8;
  private static final double DETECTED = -16;
  private static final double ON = -24;
  private static final double LOWEST = -28;

  private StreamPlots() {}

  /** RA and, of clean stretches, TA: a row for each method, two columns for each setting. */
  static CellPlot map(Rows rows, String title) {
    Map<String, Rows> columns = new LinkedHashMap<>();
    for (String setting : rows.texts(Columns.SETTING)) {
      Rows of = rows.where(Columns.SETTING, setting);
      for (String severities : of.texts(Columns.SEVERITIES)) {
        Rows at = of.where(Columns.SEVERITIES, severities);
        for (double batch : at.numbers(Columns.BATCH)) {
          String place =
              "%s %s · %s"
                  .formatted(setting, severities.contains(" ") ? "1–5" : severities, (int) batch);
          Rows its = at.at(Columns.BATCH, batch);
          List<Rows> corrupted =
              its.texts(Columns.CORRUPTION).stream()
                  .filter(name -> !name.equals(Columns.CLEAN))
                  .map(name -> its.where(Columns.CORRUPTION, name))
                  .toList();
          corrupted.stream()
              .reduce(Rows::and)
              .ifPresent(all -> columns.put(place + " · " + Columns.RA, all));
          Rows clean = its.where(Columns.CORRUPTION, Columns.CLEAN);
          if (!clean.isEmpty()) {
            columns.put(place + " · " + Columns.TA, clean);
          }
        }
      }
    }
    CellMap map =
        CellMap.of(
            rows.texts(Columns.METHOD),
            List.copyOf(columns.keySet()),
            (method, place) ->
                columns.get(place).where(Columns.METHOD, method).mean(Columns.ACCURACY));
    return map.percent(
        title,
        "setting and severities · images a batch",
        "accuracy, %",
        Caption.spread(rows, map.all(), " points"));
  }

  /** RA by rule and severity. */
  static CellPlot choice(Rows rows, String title) {
    List<String> severities =
        rows.numbers(Columns.SEVERITY).stream()
            .map(severity -> Integer.toString(severity.intValue()))
            .toList();
    CellMap map =
        CellMap.of(
            rows.texts(Columns.RULE),
            severities,
            (rule, severity) ->
                rows.where(Columns.RULE, rule)
                    .at(Columns.SEVERITY, Integer.parseInt(severity))
                    .mean(Columns.RA));
    return map.percent(title, "severity", "RA, %", Caption.spread(rows, map.all(), " points"));
  }

  /** Accuracy through time and, under it, three rows of points, coloured by corruption. */
  static LinePlot throughTime(Rows rows, String title) {
    List<Tick> ticks =
        Stream.concat(
                Stream.of(
                    new Tick(CAME, "came"), new Tick(DETECTED, "detected"), new Tick(ON, "on")),
                Stream.of(0, 25, 50, 75, 100).map(at -> new Tick(at, Integer.toString(at))))
            .toList();
    LinePlot plot =
        LinePlot.of(
                title,
                Axis.of("images"),
                Axis.of("accuracy, %").within(LOWEST, 100).including(LOWEST, 100.).with(ticks))
            .ofHeight(460)
            .captioned(
                ("Accuracy is the mean over the last %s images. Below it a point for each batch:"
                        + " what came, what was detected, and whose signature was on.")
                    .formatted(SMOOTHED))
            .with(line("θ_std", rows, StreamColumns.RIGHT_STANDARD, STANDARD))
            .with(line("patches itself", rows, StreamColumns.RIGHT, Ink.TEXT));
    Map<String, List<Spot>> points = new LinkedHashMap<>();
    collect(points, rows, StreamColumns.CONDITION, CAME);
    collect(points, rows, StreamColumns.DETECTED, DETECTED);
    collect(points, rows, StreamColumns.PATCH, ON);
    for (Map.Entry<String, List<Spot>> of : points.entrySet()) {
      Look look = new Look(color(of.getKey()), Glyph.SQUARE, Dash.NONE);
      plot = plot.with(new Series(of.getKey(), of.getValue(), look, Series.Naming.AT_END));
    }
    return plot;
  }

  private static Color color(String name) {
    return Stream.of(Corruption.values())
        .filter(corruption -> corruption.label().equals(name))
        .findFirst()
        .map(corruption -> CorruptionLook.of(corruption).color())
        .orElse(name.equals(UNKNOWN) ? Ink.TEXT : CorruptionLook.NONE.color());
  }

  private static Series line(String name, Rows rows, String column, Color color) {
    double[] images = rows.all(StreamColumns.IMAGES);
    double[] right = rows.all(column);
    double[] first = rows.all(StreamColumns.FIRST);
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < right.length; i++) {
      double count = 0;
      double hits = 0;
      for (int j = i; j >= 0 && count < SMOOTHED; j--) {
        count += images[j];
        hits += right[j];
      }
      spots.add(Spot.of(first[i] + images[i], 100 * hits / count));
    }
    return new Series(name, spots, new Look(color, Glyph.NONE, Dash.WHOLE), Series.Naming.AT_END);
  }

  /** Where there are points, by the corruption's name without its severity. */
  private static void collect(
      Map<String, List<Spot>> points, Rows rows, String column, double height) {
    double[] first = rows.all(StreamColumns.FIRST);
    List<String> names =
        rows.table().stringColumn(column).asList().stream()
            .map(name -> name.replaceFirst("/.*", ""))
            .collect(Collectors.toList());
    for (int i = 0; i < first.length; i++) {
      if (!names.get(i).equals(StreamColumns.NONE)) {
        points
            .computeIfAbsent(names.get(i), any -> new ArrayList<>())
            .add(Spot.of(first[i], height));
      }
    }
  }
}
