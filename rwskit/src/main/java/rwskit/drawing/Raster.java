package rwskit.drawing;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A sheet as an image. */
final class Raster {
  private Raster() {}

  static BufferedImage of(Sheet sheet, int scale) {
    BufferedImage image =
        new BufferedImage(
            sheet.width() * scale, sheet.height() * scale, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
    graphics.setColor(Ink.PAPER);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    graphics.scale(scale, scale);
    sheet.marks().forEach(mark -> draw(graphics, mark));
    graphics.dispose();
    return image;
  }

  private static void draw(Graphics2D graphics, Mark mark) {
    if (mark instanceof Label label) {
      label(graphics, label);
    } else if (mark instanceof Line line) {
      graphics.setColor(line.color());
      graphics.setStroke(stroke(line));
      graphics.draw(path(line.points()));
    } else if (mark instanceof Box box) {
      graphics.setColor(box.color());
      graphics.fill(new Rectangle2D.Double(box.x(), box.y(), box.width(), box.height()));
    } else if (mark instanceof Corners corners) {
      graphics.setColor(corners.color());
      Path2D path = path(corners.points());
      path.closePath();
      graphics.fill(path);
    } else if (mark instanceof Disc disc) {
      graphics.setColor(disc.color());
      double wide = 2 * disc.radius();
      graphics.fill(
          new Ellipse2D.Double(disc.x() - disc.radius(), disc.y() - disc.radius(), wide, wide));
    } else if (mark instanceof Pixels pixels) {
      AffineTransform place = AffineTransform.getTranslateInstance(pixels.x(), pixels.y());
      place.scale(
          pixels.width() / pixels.image().getWidth(), pixels.height() / pixels.image().getHeight());
      graphics.drawImage(pixels.image(), place, null);
    }
  }

  private static void label(Graphics2D graphics, Label label) {
    Rectangle2D bounds = label.bounds();
    graphics.setColor(label.color());
    graphics.setFont(label.type().font());
    if (label.turn() == Label.Turn.LEVEL) {
      graphics.drawString(label.text(), (float) bounds.getX(), (float) label.y());
      return;
    }
    AffineTransform before = graphics.getTransform();
    graphics.translate(label.x(), bounds.getMaxY());
    graphics.rotate(-Math.PI / 2);
    graphics.drawString(label.text(), 0, 0);
    graphics.setTransform(before);
  }

  private static BasicStroke stroke(Line line) {
    List<Float> pattern = line.dash().pattern();
    float width = (float) line.width();
    if (pattern.isEmpty()) {
      return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }
    float[] lengths = {pattern.get(0), pattern.get(1)};
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, lengths, 0);
  }

  private static Path2D path(List<Point2D> points) {
    Path2D path = new Path2D.Double();
    path.moveTo(points.get(0).getX(), points.get(0).getY());
    points.stream().skip(1).forEach(point -> path.lineTo(point.getX(), point.getY()));
    return path;
  }
}
