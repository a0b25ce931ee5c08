package rwskit.drawing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.constraints.Whitespace;
import org.junit.jupiter.api.Test;

class LinePlotTest {
  private static final Look LOOK = new Look(Color.BLUE, Glyph.CIRCLE, Dash.WHOLE);

  private static Series series(String name, Series.Naming naming, double... ys) {
    return new Series(
        name,
        IntStream.range(0, ys.length).mapToObj(i -> Spot.of(i, ys[i])).toList(),
        LOOK,
        naming);
  }

  private static void requireReadable(LinePlot plot) {
    SvgPage page = SvgPage.of(plot.sheet().svg());
    page.requireTextInside();
    page.requireTextApart();
    page.requireContrast();
  }

  @Property(tries = 60)
  void textsStayInsideAndApartWhateverTheyAre(
      @ForAll @AlphaChars @Whitespace @StringLength(max = 300) String title,
      @ForAll @AlphaChars @Whitespace @StringLength(max = 150) String axis,
      @ForAll @Size(min = 1, max = 8)
          List<@AlphaChars @Whitespace @StringLength(max = 90) String> names,
      @ForAll @Size(min = 2, max = 5) List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
    LinePlot plot = LinePlot.of(title, Axis.of(axis), Axis.of(axis)).captioned(title + axis);
    double[] ys = values.stream().mapToDouble(v -> v).toArray();
    for (String name : names) {
      plot = plot.with(series(name, Series.Naming.AT_END, ys));
    }
    requireReadable(plot);
  }

  @Property(tries = 40)
  void namesOfTwentyLinesThatEndTogetherAreApart(@ForAll @IntRange(min = 1, max = 26) int count) {
    LinePlot plot = LinePlot.of("", Axis.of("x"), Axis.percent("y"));
    for (int i = 0; i < count; i++) {
      plot = plot.with(series("line " + i, Series.Naming.AT_END, 50, 60 + i * .01));
    }
    requireReadable(plot);
    assertThat(plot.sheet().labels())
        .filteredOn(label -> label.text().startsWith("line"))
        .hasSize(count);
  }

  @Property(tries = 40)
  void namesBesideNineteenPointsAreApart(
      @ForAll @Size(19) List<@DoubleRange(min = 0, max = 1) Double> xs,
      @ForAll @Size(19) List<@DoubleRange(min = 0, max = 1) Double> ys) {
    LinePlot plot = LinePlot.of("", Axis.of("x"), Axis.of("y")).ofHeight(520);
    for (int i = 0; i < 19; i++) {
      plot =
          plot.with(
              new Series(
                  "corruption_" + i,
                  List.of(Spot.of(xs.get(i), ys.get(i))),
                  LOOK.with(Dash.NONE),
                  Series.Naming.BESIDE));
    }
    requireReadable(plot);
  }

  /** A text's rectangle without its rim, which its own leader touches. */
  private static Rectangle2D inside(Rectangle2D text) {
    return new Rectangle2D.Double(
        text.getX() + 1, text.getY() + 1, text.getWidth() - 2, text.getHeight() - 2);
  }

  /** In a cluster, whoever comes first used to take the room of those that need it. */
  @Property(tries = 30)
  void aLeaderCrossesNoTextAndNoPointThoughPointsCrowd(
      @ForAll @IntRange(min = 0, max = 5) int left) {
    LinePlot plot = LinePlot.of("", Axis.of("x"), Axis.of("y")).ofHeight(520);
    double[][] crowd = {{.2, .5}, {.22, .5}, {.26, .5}, {.245, .55}, {.6, 0}, {1, 1}};
    for (int i = 0; i < crowd.length; i++) {
      double[] at = crowd[(i + left) % crowd.length];
      plot =
          plot.with(
              new Series(
                  "corruption_" + i,
                  List.of(Spot.of(at[0], at[1])),
                  LOOK.with(Dash.NONE),
                  Series.Naming.BESIDE));
    }
    Sheet sheet = plot.sheet();
    List<Line2D> leaders =
        sheet.marks().stream()
            .filter(mark -> mark instanceof Line line && line.color().equals(Ink.LEADER))
            .map(mark -> ((Line) mark).points())
            .map(ends -> (Line2D) new Line2D.Double(ends.get(0), ends.get(1)))
            .toList();
    assertThat(leaders).isNotEmpty();
    for (Line2D leader : leaders) {
      assertThat(sheet.labels())
          .filteredOn(label -> label.text().startsWith("corruption"))
          .filteredOn(label -> leader.intersects(inside(label.bounds())))
          .isEmpty();
      assertThat(sheet.marks())
          .filteredOn(mark -> mark instanceof Disc && mark.bounds().intersectsLine(leader))
          .hasSize(1);
    }
  }

  @Property(tries = 40)
  void aTextBesideAPointStandsOffALineAcrossThePlot(
      @ForAll @DoubleRange(min = .3, max = .7) double at) {
    LinePlot plot =
        LinePlot.of("", Axis.of("x"), Axis.of("y"))
            .ofHeight(520)
            .with(new Guide("across", at, Guide.Crosses.X, Color.GRAY))
            .with(
                new Series(
                    "corruption",
                    List.of(Spot.of(.5, .5)),
                    LOOK.with(Dash.NONE),
                    Series.Naming.BESIDE))
            .with(series("ends", Series.Naming.AT_END, 0, 1));
    Sheet sheet = plot.sheet();
    Line2D across =
        sheet.marks().stream()
            .filter(mark -> mark instanceof Line line && line.color().equals(Color.GRAY))
            .map(mark -> ((Line) mark).points())
            .map(ends -> new Line2D.Double(ends.get(0), ends.get(1)))
            .findFirst()
            .orElseThrow();
    assertThat(sheet.labels())
        .filteredOn(label -> label.text().equals("corruption"))
        .hasSize(1)
        .noneMatch(label -> across.intersects(label.bounds()));
  }

  @Test
  void aLeaderGoesFromTheEndOfALineAndFromNoPoint() {
    LinePlot plot =
        LinePlot.of("", Axis.of("x"), Axis.of("y"))
            .with(series("a line", Series.Naming.AT_END, 1, 2))
            .with(
                new Series(
                    "points",
                    List.of(Spot.of(0, 3), Spot.of(1, 3)),
                    LOOK.with(Dash.NONE),
                    Series.Naming.AT_END));
    assertThat(plot.sheet().marks())
        .filteredOn(mark -> mark instanceof Line line && line.color().equals(Ink.LEADER))
        .hasSize(1);
  }

  @Property
  void everyAxisHasThreeTicksThatAreApart(
      @ForAll @DoubleRange(min = -1000, max = 1000) double low,
      @ForAll @DoubleRange(min = .01, max = 1e5) double range) {
    Axis axis = Axis.of("");
    double[] ends = axis.range(low, low + range);
    List<Tick> ticks = Ticks.of(axis, ends[0], ends[1], any -> true);
    assertThat(ticks).hasSizeBetween(Ticks.FEWEST, 9);
    assertThat(ticks).extracting(Tick::label).doesNotHaveDuplicates();
    assertThat(ticks).allMatch(tick -> tick.at() >= ends[0] - 1e-9 * range);
    assertThat(ticks).allMatch(tick -> tick.at() <= ends[1] + 1e-9 * range);
    assertThat(Ticks.of(axis, ends[0], ends[1], any -> false))
        .as("where there is no room")
        .hasSizeGreaterThanOrEqualTo(Ticks.FEWEST);
  }

  @Property
  void aLogarithmicAxisHasThreeTicksToo(
      @ForAll @DoubleRange(min = .01, max = 1000) double low,
      @ForAll @DoubleRange(min = 1.01, max = 1e6) double factor) {
    Axis axis = Axis.of("").logarithmic();
    double[] ends = axis.range(low, low * factor);
    List<Tick> ticks = Ticks.of(axis, ends[0], ends[1], any -> true);
    assertThat(ticks).hasSizeGreaterThanOrEqualTo(Ticks.FEWEST);
    assertThat(ticks).extracting(Tick::label).doesNotHaveDuplicates();
  }

  @Test
  void ticksAreWrittenAsPeopleWriteNumbers() {
    assertThat(Ticks.of(Axis.of(""), -1.04, 1.04, any -> true))
        .extracting(Tick::label)
        .containsExactly("−1.0", "−0.5", "0.0", "0.5", "1.0");
    double[] large = Axis.of("").logarithmic().range(1, 20000);
    assertThat(Ticks.of(Axis.of("").logarithmic(), large[0], large[1], any -> true))
        .extracting(Tick::label)
        .contains("1", "10,000");
  }

  @Test
  void percentagesEndAtAHundred() {
    assertThat(Axis.percent("TA").title()).isEqualTo("TA, %");
    assertThat(Axis.percent("TA").range(40, 99.9)[1]).isEqualTo(100);
    assertThat(Axis.percent("TA").including(0.).range(40, 60)[0]).isZero();
    assertThat(Axis.percent("TA").range(40, 101)[1])
        .as("never before what is drawn")
        .isEqualTo(101);
  }

  @Test
  void aPlotOfNothingIsDrawn() {
    requireReadable(LinePlot.of("nothing", Axis.of("x"), Axis.of("y")));
    requireReadable(
        LinePlot.of("nothing known", Axis.of("x"), Axis.of("y"))
            .with(series("a", Series.Naming.AT_END, Double.NaN))
            .with(series("b", Series.Naming.BESIDE))
            .with(new Guide("no level", Double.NaN, Guide.Crosses.Y, Color.GRAY)));
  }

  @Test
  void whatIsNotKnownPartsTheLine() {
    Sheet sheet =
        LinePlot.of("", Axis.of("x"), Axis.of("y"))
            .with(series("a", Series.Naming.NONE, 1, 2, Double.NaN, 3, 4))
            .sheet();
    assertThat(sheet.marks())
        .filteredOn(mark -> mark instanceof Line line && line.color() == Color.BLUE)
        .hasSize(2);
    assertThat(sheet.marks()).filteredOn(mark -> mark instanceof Disc).hasSize(4);
  }

  @Test
  void barsReachAsFarAsTheSpread() {
    Sheet sheet =
        LinePlot.of("", Axis.of("x"), Axis.of("y"))
            .with(
                new Series(
                    "a",
                    List.of(Spot.of(0, 0), Spot.of(1, 10).upAndDown(5), Spot.of(2, 10).sideways(1)),
                    new Look(Color.RED, Glyph.CIRCLE, Dash.NONE),
                    Series.Naming.NONE))
            .sheet();
    List<Disc> points = of(sheet, Disc.class);
    double perUnit = (points.get(0).y() - points.get(1).y()) / 10;
    List<Line> bars = of(sheet, Line.class).stream().filter(l -> l.color() == Color.RED).toList();
    assertThat(bars).as("two bars with two ends each").hasSize(6);
    assertThat(bars.get(0).bounds().getHeight()).isCloseTo(10 * perUnit, within(1e-6));
    assertThat(bars.get(3).bounds().getWidth())
        .isCloseTo(2 * (points.get(1).x() - points.get(0).x()), within(1e-6));
  }

  private static <T> List<T> of(Sheet sheet, Class<T> type) {
    List<T> found = new ArrayList<>();
    sheet.marks().stream().filter(type::isInstance).map(type::cast).forEach(found::add);
    return found;
  }

  @Test
  void placesThatAreTooNearLoseTheirLabelsAndNotTheirLines() {
    List<Tick> near = List.of(new Tick(0, "zero"), new Tick(.001, "one"), new Tick(1, "two"));
    LinePlot plot =
        LinePlot.of("", Axis.of("x").with(near), Axis.of("y"))
            .with(series("a", Series.Naming.NONE, 1, 2));
    requireReadable(plot);
    assertThat(plot.sheet().labels()).extracting(Label::text).contains("zero", "two");
    assertThat(plot.sheet().labels()).extracting(Label::text).doesNotContain("one");
  }

  @Test
  void guidesHaveNamesInsideTheSheet() {
    LinePlot plot =
        LinePlot.of("t", Axis.of("x"), Axis.of("y"))
            .with(series("a", Series.Naming.AT_END, 1, 2))
            .with(new Guide("a level with a name", 1.5, Guide.Crosses.Y, Color.GRAY))
            .with(new Guide("an upright line with a long name", 1, Guide.Crosses.X, Color.GRAY));
    requireReadable(plot);
    assertThat(SvgPage.of(plot.sheet().svg()).words())
        .contains("a level with a name", "an upright line with a long name");
  }
}
