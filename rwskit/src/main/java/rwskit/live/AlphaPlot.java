package rwskit.live;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * TA and RA by α as SVG that takes its text's colour from the page. Drawn by hand and not by
 * XChart, as it is drawn again at every move of the slider.
 */
final class AlphaPlot {
  private static final int WIDTH = 520;
  private static final int HEIGHT = 230;
  private static final int LEFT = 54;
  private static final int RIGHT = 484;
  private static final int TOP = 12;
  private static final int BOTTOM = 190;
  private static final String RA_COLOUR = "#0072B2";

  private AlphaPlot() {}

  /**
   * @param curve readings, α ascending
   * @param now the reading that the slider stands at
   */
  static String svg(List<Reading> curve, Reading now) {
    double greatest = curve.get(curve.size() - 1).alpha();
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\" font-family=\"sans-serif\" font-size=\"13\">"
                .formatted(WIDTH, HEIGHT, WIDTH, HEIGHT));
    svg.append("<title>TA and RA by α</title>");
    for (int percent = 0; percent <= 100; percent += 25) {
      line(
          svg,
          LEFT,
          y(percent),
          RIGHT,
          y(percent),
          "stroke=\"currentColor\" stroke-opacity=\".2\"");
      text(svg, LEFT - 6, y(percent) + 4, "end", percent + " %");
    }
    for (double alpha = 0; alpha <= greatest; alpha += .5) {
      text(svg, x(alpha, greatest), BOTTOM + 18, "middle", number("%.1f", alpha));
    }
    text(svg, (LEFT + RIGHT) / 2.0, HEIGHT - 4, "middle", "α");
    curve(svg, curve, greatest, Reading::ta, "stroke=\"currentColor\" stroke-dasharray=\"6 5\"");
    curve(svg, curve, greatest, Reading::ra, "stroke=\"" + RA_COLOUR + "\"");
    double x = x(now.alpha(), greatest);
    line(svg, x, TOP, x, BOTTOM, "stroke=\"currentColor\" stroke-opacity=\".6\"");
    dot(svg, x, y(now.ta()), "currentColor");
    dot(svg, x, y(now.ra()), RA_COLOUR);
    labels(svg, curve.get(curve.size() - 1));
    return svg.append("</svg>").toString();
  }

  /** At the curves' right ends, kept apart. */
  private static void labels(StringBuilder svg, Reading last) {
    double ta = y(last.ta()) + 4;
    double ra = y(last.ra()) + 4;
    double apart = Math.max(0, 15 - Math.abs(ta - ra)) / 2 * (ta <= ra ? 1 : -1);
    text(svg, RIGHT + 8, ta - apart, "start", "TA");
    text(svg, RIGHT + 8, ra + apart, "start", "RA");
  }

  private static void curve(
      StringBuilder svg,
      List<Reading> curve,
      double greatest,
      ToDoubleFunction<Reading> accuracy,
      String stroke) {
    String points =
        curve.stream()
            .map(
                one ->
                    number("%.1f,", x(one.alpha(), greatest))
                        + number("%.1f", y(accuracy.applyAsDouble(one))))
            .collect(Collectors.joining(" "));
    svg.append(
        "<polyline fill=\"none\" stroke-width=\"2.5\" %s points=\"%s\"/>"
            .formatted(stroke, points));
  }

  private static void line(
      StringBuilder svg, double x1, double y1, double x2, double y2, String stroke) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" %s/>",
            x1,
            y1,
            x2,
            y2,
            stroke));
  }

  private static void dot(StringBuilder svg, double x, double y, String colour) {
    svg.append(
        String.format(
            Locale.ROOT, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\" fill=\"%s\"/>", x, y, colour));
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"currentColor\">%s</text>",
            x,
            y,
            anchor,
            words));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  private static double x(double alpha, double greatest) {
    return LEFT + (RIGHT - LEFT) * alpha / greatest;
  }

  private static double y(double percent) {
    return BOTTOM - (BOTTOM - TOP) * percent / 100;
  }
}
