package rwskit.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

class ChartFormTest {
  @Test
  void aChartOfXChartIsShownAtItsSizeWithTwicePixels() throws IOException {
    XYChart chart = new XYChartBuilder().width(200).height(100).title("own").build();
    chart.addSeries("line", new double[] {1, 2}, new double[] {3, 4});
    Rendering shown = ChartForm.of(chart);
    assertThat(shown.plainText()).isEqualTo("[own, 200 × 100]");
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(shown.content())));
    assertThat(image.getWidth()).isEqualTo(400);
    assertThat(image.getHeight()).isEqualTo(200);
    assertThat(shown.metadata()).containsEntry("width", 200).containsEntry("height", 100);
  }
}
