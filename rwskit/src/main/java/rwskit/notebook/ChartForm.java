package rwskit.notebook;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.Map;
import org.knowm.xchart.internal.chartpart.IChart;
import rwskit.drawing.Png;

/**
 * An XChart chart as a picture with two pixels to each of the chart's, shown at the chart's own
 * size, on white: charts are drawn for paper, and white can be read on a dark page too.
 */
final class ChartForm {
  private static final int PIXELS_PER_UNIT = 2;

  private ChartForm() {}

  static Rendering of(IChart chart) {
    String title =
        chart.getTitle() == null || chart.getTitle().isBlank() ? "chart" : chart.getTitle();
    return new Rendering(
        Rendering.PNG,
        Base64.getEncoder().encodeToString(png(chart)),
        Map.of("width", chart.getWidth(), "height", chart.getHeight()),
        "[%s, %s × %s]".formatted(title, chart.getWidth(), chart.getHeight()));
  }

  private static byte[] png(IChart chart) {
    int width = chart.getWidth() * PIXELS_PER_UNIT;
    int height = chart.getHeight() * PIXELS_PER_UNIT;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.scale(PIXELS_PER_UNIT, PIXELS_PER_UNIT);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    return Png.bytes(image);
  }
}
