package rwskit.figure;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import rwskit.corruption.Corruption;
import rwskit.corruption.Family;
import rwskit.corruption.Setting;
import rwskit.corruption.Variant;
import rwskit.data.ImageSet;
import rwskit.drawing.PicturePlot;
import rwskit.drawing.Sheet;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/**
 * One picture under every corruption at every severity: a column for each corruption, a row for
 * each severity, the families side by side.
 */
final class Gallery {
  /** Which families stand side by side. */
  private static final List<List<Family>> BLOCKS =
      List.of(List.of(Family.NOISE, Family.BLUR), List.of(Family.WEATHER, Family.DIGITAL));

  private final ImageSet picture;
  private final Variant variant;
  private final String title;

  private Gallery(ImageSet picture, Variant variant, String title) {
    this.picture = picture;
    this.variant = variant;
    this.title = title;
  }

  static Gallery of(ImageSet images, int index, String title) {
    return new Gallery(
        images.select(index), Variant.nearest(images.height(), images.width()), title);
  }

  /** A row for each corruption and severity: the mean absolute change of a value, 0 to 255. */
  Table changes() {
    Table table =
        Table.create(
            "change of the picture",
            StringColumn.create("corruption"),
            IntColumn.create("severity"),
            DoubleColumn.create("mean absolute change"));
    byte[] clean = picture.image(0);
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        byte[] changed = corrupted(corruption, severity).image(0);
        long sum = 0;
        for (int i = 0; i < clean.length; i++) {
          sum += Math.abs((clean[i] & 0xFF) - (changed[i] & 0xFF));
        }
        table.stringColumn("corruption").append(corruption.label());
        table.intColumn("severity").append(severity);
        table.doubleColumn("mean absolute change").append(sum / (double) clean.length);
      }
    }
    return table;
  }

  Sheet sheet() {
    return new PicturePlot(
            title,
            "severity",
            IntStream.rangeClosed(1, Corruption.SEVERITIES).mapToObj(Integer::toString).toList(),
            BLOCKS.stream().map(this::columns).toList(),
            "One picture of %s × %s pixels at severities 1 to %s, drawn with seed 0. Frost lays ice"
                    .formatted(picture.width(), picture.height(), Corruption.SEVERITIES)
                + " over it that the kit draws, not the benchmark's photographs.")
        .sheet();
  }

  private List<PicturePlot.Column> columns(List<Family> block) {
    return block.stream()
        .flatMap(family -> Arrays.stream(Corruption.values()).filter(one -> one.family() == family))
        .map(
            corruption ->
                new PicturePlot.Column(
                    corruption.family().label(),
                    corruption.label().replace('_', ' '),
                    IntStream.rangeClosed(1, Corruption.SEVERITIES)
                        .mapToObj(severity -> Picture.of(corrupted(corruption, severity), 0))
                        .toList()))
        .toList();
  }

  private ImageSet corrupted(Corruption corruption, int severity) {
    return corruption.apply(picture, Setting.of(variant, severity), 0);
  }
}
