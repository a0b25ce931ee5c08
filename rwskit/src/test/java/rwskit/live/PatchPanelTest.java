package rwskit.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.evaluation.Evaluation;
import rwskit.file.BadInputException;
import rwskit.signature.Patch;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.study.NamedStudies;
import rwskit.study.Scale;
import rwskit.study.Study;
import rwskit.weights.StateDict;
import rwskit.zoo.Zoo;

/** With the network and the signatures that the kit ships. */
class PatchPanelTest {
  private static final int SEVERITY = 5;

  private final Study study = NamedStudies.get("shapes", Scale.QUICK).withTestImages(60);
  private final ImageSet images = study.data().test();
  private final StateDict standard = Zoo.load("shapes/contrast").standard();
  private final Signature contrast = Zoo.load("shapes/contrast").signature().firstLayers(4);

  private PatchPanel panel(Signature... signatures) {
    return PatchPanel.of(study.network(), standard, images, SEVERITY, List.of(signatures));
  }

  @Test
  void thePagesNumbersAreThoseOfTheUsualMeasure() {
    String html = panel(contrast).html();
    Evaluation evaluation = Evaluation.of(study.network(), images, SEVERITY);
    StateDict patched = Patch.of(standard).add(contrast, 1).weights();
    assertThat(number(html, "data-ta"))
        .isEqualTo(String.format(Locale.ROOT, "%.1f", evaluation.accuracy(patched).percent()));
    assertThat(number(html, "data-ra"))
        .isEqualTo("%.1f".formatted(evaluation.accuracy(patched, Corruption.CONTRAST).percent()));
    assertThat(number(html, "data-alpha")).isEqualTo("1.00");
  }

  /** The first number is that of the frame which is shown; α is 0 to 1.5 in quarters. */
  private static String number(String html, String name) {
    Matcher matcher = Pattern.compile(name + "=\"\">([^<]*)<").matcher(html);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }

  @Test
  void theShippedSignatureHelpsMore() {
    PatchMeter meter =
        new PatchMeter(
            study.network(), standard, images, study.withSeverity(SEVERITY).setting(images));
    Reading without = meter.read(contrast, Corruption.CONTRAST, 0);
    Reading with = meter.read(contrast, Corruption.CONTRAST, 1);
    assertThat(with.ra()).isGreaterThan(without.ra() + 30);
    assertThat(without.ta()).isGreaterThan(95);
  }

  @Test
  void theCurveIsAPictureThatCanBeRead() throws Exception {
    String svg = panel(contrast).svg();
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    for (int i = 0; i < 2; i++) {
      var points = document.getElementsByTagName("polyline").item(i).getAttributes();
      assertThat(points.getNamedItem("points").getNodeValue().split(" ")).hasSize(7);
    }
    assertThat(document.getElementsByTagName("text").getLength()).isGreaterThan(8);
  }

  @Test
  void answersAreAPictureOfEightImages() throws IOException {
    Answers answers = Answers.of(study.network(), standard, images);
    var picture = ImageIO.read(new ByteArrayInputStream(answers.png()));
    assertThat(picture.getWidth()).isEqualTo(8 * 84);
    assertThat(answers).hasToString("8 of 8 right");
    int frame = picture.getRGB(1, 1);
    int[] wrong = images.labels().clone();
    wrong[0] = (wrong[0] + 1) % 10;
    var other = Answers.known(images, wrong);
    assertThat(ImageIO.read(new ByteArrayInputStream(other.png())).getRGB(1, 1))
        .isNotEqualTo(frame);
    assertThat(other).hasToString("7 of 8 right");
  }

  @Test
  void signaturesThatThePanelCannotUseAreRefused() {
    assertThatThrownBy(this::panel)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a panel without signatures");
    assertThatThrownBy(() -> panel(contrast, contrast))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("two signatures of contrast");
    assertThatThrownBy(() -> panel(contrast.withProvenance(Provenance.unknown())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("of which corruption");
    Signature chosen =
        Signature.ofWeights(contrast.weights()).withProvenance(contrast.provenance());
    assertThatThrownBy(() -> panel(chosen))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("first layers");
  }

  @Test
  void withoutAKernelThePanelSaysSo() {
    assertThatThrownBy(() -> panel(contrast).show())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no notebook here");
  }
}
