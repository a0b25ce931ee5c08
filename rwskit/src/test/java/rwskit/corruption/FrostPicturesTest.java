package rwskit.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import rwskit.corrupted.NpzFile;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;

class FrostPicturesTest {
  private static final Path RESIZED =
      Path.of("src/test/resources/fixtures/corruptions/frost-resized.npz");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void areShrunkAsOpenCvDoes(Variant variant) throws IOException {
    NpzFile fixture = NpzFile.read(RESIZED);
    FrostPicture picture = picture(fixture.get("picture"));
    FrostPicture expected = picture(fixture.get(variant.label()));
    FrostPicture small = FrostPictures.of("one", List.of(picture)).shrunk(variant).get(0);
    assertThat(small.height()).isEqualTo(expected.height());
    assertThat(small.width()).isEqualTo(expected.width());
    assertThat(small.rgb()).isEqualTo(expected.rgb());
  }

  @Test
  void areReadInTheOrderOfTheirNumbers() throws IOException {
    writePictures();
    FrostPictures pictures = FrostPictures.read(folder);
    assertThat(pictures.description()).isEqualTo("the benchmark's five frost pictures");
    List<FrostPicture> all = pictures.shrunk(Variant.IMAGENET);
    assertThat(all).extracting(FrostPicture::height).containsExactly(600, 315, 315, 350, 495);
    for (int i = 0; i < 5; i++) {
      assertThat(all.get(i).rgb()[0] & 0xFF).isCloseTo(50 * i, within(2));
    }
    assertThat(pictures.shrunk(Variant.CIFAR).get(1).height()).isEqualTo(63);
    assertThat(pictures.shrunk(Variant.TINY).get(1).width()).isEqualTo(168);
  }

  @Test
  void aMissingOrForeignPictureIsNamed() throws IOException {
    writePictures();
    write("frost2.png", 315, 560, 0);
    assertThatThrownBy(() -> FrostPictures.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("frost2.png is 315×560 pixels: expected")
        .hasMessageContaining("560×315");
    Files.delete(folder.resolve("frost2.png"));
    assertThatThrownBy(() -> FrostPictures.read(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("frost2.png");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 77.7, 149.1, 165.7, 26.9, 16.5, 15.3",
    "1, 200.8, 205.4, 214.5, 21.4, 22.1, 22.6",
    "2, 200.8, 205.4, 214.5, 21.4, 22.1, 22.6",
    "3, 137.6, 152.8, 165.2, 28.5, 28.5, 29.9",
    "4, 112.4, 123.4, 134.8, 44.4, 43.3, 41.7"
  })
  void drawnIceHasTheColoursOfTheBenchmarksPictures(
      int index, double r, double g, double b, double dr, double dg, double db) {
    byte[] rgb = FrostPictures.drawn().shrunk(Variant.IMAGENET).get(index).rgb();
    double[] means = {r, g, b};
    double[] deviations = {dr, dg, db};
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      double squares = 0;
      for (int i = channel; i < rgb.length; i += 3) {
        sum += rgb[i] & 0xFF;
        squares += (rgb[i] & 0xFF) * (rgb[i] & 0xFF);
      }
      double mean = sum / (rgb.length / 3);
      assertThat(mean).isCloseTo(means[channel], within(2.));
      assertThat(Math.sqrt(squares / (rgb.length / 3) - mean * mean))
          .isCloseTo(deviations[channel], within(2.));
    }
  }

  @Test
  void drawnIceIsTheSameOnEveryMachine() {
    Sha256 sha = new Sha256();
    DrawnIce.all().forEach(picture -> sha.add(picture.rgb()));
    assertThat(sha.hex())
        .isEqualTo("76a0006e402f9f99777d68c30e64cf32a9e75a6bd6905a5368ffdf2bb8fa1454");
  }

  @Test
  void aSettingTellsWhichPicturesItUses() {
    Setting setting = Setting.of(Variant.CIFAR, 3);
    assertThat(setting).hasToString("cifar, severity 3, frost from drawn ice");
    assertThat(setting).isEqualTo(Setting.of(Variant.CIFAR, 3));
    assertThat(setting.withFrost(FrostPictures.of("hoar", List.of())))
        .hasToString("cifar, severity 3, frost from hoar");
  }

  private void writePictures() throws IOException {
    write("frost1.png", 900, 600, 0);
    write("frost2.png", 560, 315, 50);
    write("frost3.png", 560, 315, 100);
    write("frost4.jpg", 527, 350, 150);
    write("frost5.jpg", 660, 495, 200);
  }

  private void write(String name, int width, int height, int grey) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, grey * 0x010101);
    }
    ImageIO.write(image, name.substring(7), folder.resolve(name).toFile());
  }

  private static FrostPicture picture(NpzFile.Array array) {
    byte[] rgb = new byte[array.values().length];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (int) array.values()[i];
    }
    return new FrostPicture(array.shape()[0], array.shape()[1], rgb);
  }
}
