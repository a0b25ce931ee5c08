package rwskit.drawing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A sheet as SVG. Letters stay text: small files, which can be searched and read aloud. */
final class SvgText {
  private static final String FONTS = "DejaVu Sans,Verdana,Helvetica,Arial,sans-serif";

  /** Sheets with more pixels in their pictures show them in few colors: noise cannot be packed. */
  private static final int FEW_PIXELS = 50_000;

  private static final int COLORS = 128;

  private static final int NO_CHARACTER = 0xFFFD;

  private final Sheet sheet;
  private final List<Pixels> pictures;
  private final StringBuilder svg = new StringBuilder();
  private String group = "";

  SvgText(Sheet sheet) {
    this.sheet = sheet;
    this.pictures =
        sheet.marks().stream()
            .filter(mark -> mark instanceof Pixels)
            .map(mark -> (Pixels) mark)
            .toList();
  }

  String text() {
    int width = sheet.width();
    int height = sheet.height();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\"".formatted(width));
    svg.append(" height=\"%s\" viewBox=\"0 0 %s %s\"".formatted(height, width, height));
    svg.append(" font-family=\"%s\" role=\"img\">\n".formatted(FONTS));
    svg.append("<title>").append(escaped(sheet.title())).append("</title>\n");
    svg.append("<desc>").append(escaped(sheet.caption())).append("</desc>\n");
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n");
    if (!pictures.isEmpty()) {
      appendPictures();
    }
    sheet.marks().forEach(this::append);
    into("");
    return svg.append("</svg>\n").toString();
  }

  private void append(Mark mark) {
    if (mark instanceof Label label) {
      append(label);
    } else if (mark instanceof Line line) {
      append(line);
    } else if (mark instanceof Box box) {
      into("");
      svg.append(
          "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"/>\n"
              .formatted(
                  number(box.x()),
                  number(box.y()),
                  number(box.width()),
                  number(box.height()),
                  color(box.color())));
    } else if (mark instanceof Corners corners) {
      into("");
      svg.append(
          "<path d=\"%sZ\" fill=\"%s\"/>\n"
              .formatted(path(corners.points()), color(corners.color())));
    } else if (mark instanceof Disc disc) {
      into("");
      svg.append(
          "<circle cx=\"%s\" cy=\"%s\" r=\"%s\" fill=\"%s\"/>\n"
              .formatted(
                  number(disc.x()), number(disc.y()), number(disc.radius()), color(disc.color())));
    } else if (mark instanceof Pixels pixels) {
      append(pixels);
    }
  }

  private void append(Label label) {
    into(
        "<g font-size=\"%s\"%s fill=\"%s\" text-anchor=\"%s\">"
            .formatted(
                label.type().size(),
                label.type().weight() == Type.Weight.BOLD ? " font-weight=\"bold\"" : "",
                color(label.color()),
                anchor(label.anchor())));
    String x = number(label.x());
    String y = number(label.y());
    svg.append("<text x=\"%s\" y=\"%s\"".formatted(x, y));
    if (label.turn() == Label.Turn.UPWARD) {
      svg.append(" transform=\"rotate(-90 %s %s)\"".formatted(x, y));
    }
    svg.append(
        " textLength=\"%s\" lengthAdjust=\"spacingAndGlyphs\">"
            .formatted(number(label.type().width(label.text()))));
    svg.append(escaped(label.text())).append("</text>\n");
  }

  private void append(Line line) {
    into(
        "<g fill=\"none\" stroke=\"%s\" stroke-width=\"%s\"%s stroke-linejoin=\"round\">"
            .formatted(color(line.color()), number(line.width()), dashes(line.dash())));
    svg.append("<path d=\"%s\"/>\n".formatted(path(line.points())));
  }

  /** The pictures of a sheet are one image, of which each place shows its part. */
  private void appendPictures() {
    BufferedImage strip = strip();
    svg.append("<defs><image id=\"pictures\" width=\"%s\"".formatted(strip.getWidth()));
    svg.append(" height=\"%s\" style=\"image-rendering:pixelated\"".formatted(strip.getHeight()));
    svg.append(" href=\"data:image/png;base64,%s\"/></defs>\n".formatted(png(strip)));
  }

  private BufferedImage strip() {
    int width = pictures.stream().mapToInt(picture -> picture.image().getWidth()).max().orElse(0);
    int height = pictures.stream().mapToInt(picture -> picture.image().getHeight()).sum();
    BufferedImage strip = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = strip.createGraphics();
    for (Pixels picture : pictures) {
      graphics.drawImage(picture.image(), 0, top(picture), null);
    }
    graphics.dispose();
    return width * height <= FEW_PIXELS ? strip : FewColors.of(strip, COLORS);
  }

  /** Where a picture begins in the strip. */
  private int top(Pixels picture) {
    return pictures.stream()
        .takeWhile(before -> before != picture)
        .mapToInt(before -> before.image().getHeight())
        .sum();
  }

  private void append(Pixels pixels) {
    into("");
    svg.append("<svg x=\"%s\" y=\"%s\"".formatted(number(pixels.x()), number(pixels.y())));
    svg.append(
        " width=\"%s\" height=\"%s\" preserveAspectRatio=\"none\""
            .formatted(number(pixels.width()), number(pixels.height())));
    int width = pixels.image().getWidth();
    int height = pixels.image().getHeight();
    svg.append(" viewBox=\"0 %s %s %s\">".formatted(top(pixels), width, height));
    svg.append("<use href=\"#pictures\"/></svg>\n");
  }

  /** Marks that follow each other and look alike share a group, which says how. */
  private void into(String opening) {
    if (group.equals(opening)) {
      return;
    }
    if (!group.isEmpty()) {
      svg.append("</g>\n");
    }
    if (!opening.isEmpty()) {
      svg.append(opening).append('\n');
    }
    group = opening;
  }

  private static String png(BufferedImage image) {
    return Base64.getEncoder().encodeToString(Png.bytes(image));
  }

  private static String dashes(Dash dash) {
    return dash.pattern().isEmpty()
        ? ""
        : dash.pattern().stream()
            .map(SvgText::number)
            .collect(Collectors.joining(" ", " stroke-dasharray=\"", "\""));
  }

  private static String anchor(Label.Anchor anchor) {
    return switch (anchor) {
      case START -> "start";
      case MIDDLE -> "middle";
      case END -> "end";
    };
  }

  private static String path(List<Point2D> points) {
    return points.stream()
        .map(point -> number(point.getX()) + " " + number(point.getY()))
        .collect(Collectors.joining("L", "M", ""));
  }

  private static String color(Color color) {
    return String.format(Locale.ROOT, "#%06x", color.getRGB() & 0xFFFFFF);
  }

  /** To a tenth of a unit, as short as it can be. */
  private static String number(double value) {
    return BigDecimal.valueOf(value)
        .setScale(1, RoundingMode.HALF_EVEN)
        .stripTrailingZeros()
        .toPlainString();
  }

  private static String escaped(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                default -> escaped.appendCodePoint(isInXml(c) ? c : NO_CHARACTER);
              }
            });
    return escaped.toString();
  }

  /** XML has no place for control characters and halves of characters, not even escaped. */
  private static boolean isInXml(int c) {
    return c == '\t'
        || c == '\n'
        || c >= 0x20 && c < Character.MIN_SURROGATE
        || c > Character.MAX_SURROGATE && c < 0xFFFE
        || c >= Character.MIN_SUPPLEMENTARY_CODE_POINT;
  }
}
