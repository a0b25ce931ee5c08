package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.file.BadInputException;

class ImageFolderTest {
  @TempDir Path root;

  @BeforeEach
  void threeImagesInTwoClasses() throws IOException {
    save("train/dog/b.png", rgb(4, 3, 0x102030));
    save("train/dog/a.PNG", rgb(4, 3, 0xFF0001));
    save("train/cat/z.jpg", rgb(4, 3, 0x808080));
    save("test/ant/x.png", rgb(4, 3, 0));
  }

  @Test
  void readsClassesAndFilesInTheOrderOfTheirNames() {
    ImageSet images = ImageFolder.read(root, Split.TRAIN);
    assertThat(images.classNames()).containsExactly("ant", "cat", "dog");
    assertThat(images.labels()).containsExactly(1, 2, 2);
    assertThat(images.height()).isEqualTo(3);
    assertThat(images.width()).isEqualTo(4);
    assertThat(images.split()).isEqualTo(Split.TRAIN);
    assertThat(Arrays.copyOf(images.image(1), 3)).isEqualTo(new byte[] {(byte) 255, 0, 1});
    assertThat(Arrays.copyOf(images.image(2), 3)).containsExactly(16, 32, 48);
  }

  @Test
  void labelsAgreeBetweenSplitsThatLackAClass() {
    ImageSet test = ImageFolder.read(root, Split.TEST);
    assertThat(test.classNames()).isEqualTo(ImageFolder.read(root, Split.TRAIN).classNames());
    assertThat(test.labels()).containsExactly(0);
  }

  @Test
  void tellsJpegsFromImagesWithoutLoss() {
    assertThat(ImageFolder.holdsJpegs(root, Split.TRAIN)).isTrue();
    assertThat(ImageFolder.holdsJpegs(root, Split.TEST)).isFalse();
  }

  @Test
  void passesOverHiddenAndOtherFiles() throws IOException {
    Files.writeString(root.resolve("train/cat/notes.txt"), "no image");
    Files.writeString(root.resolve("train/cat/.z.jpg"), "no image");
    Files.writeString(root.resolve("train/list.csv"), "no class");
    Files.createDirectory(root.resolve("train/.cache"));
    ImageSet images = ImageFolder.read(root, Split.TRAIN);
    assertThat(images.size()).isEqualTo(3);
    assertThat(images.classNames()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        BufferedImage.TYPE_BYTE_GRAY,
        BufferedImage.TYPE_USHORT_GRAY,
        BufferedImage.TYPE_BYTE_INDEXED,
        BufferedImage.TYPE_4BYTE_ABGR
      })
  void everyKindOfPngBecomesRgbWithItsStoredValues(int type) throws IOException {
    BufferedImage image = new BufferedImage(4, 3, type);
    boolean sampled = type == BufferedImage.TYPE_BYTE_GRAY;
    boolean wide = type == BufferedImage.TYPE_USHORT_GRAY;
    if (sampled || wide) {
      image.getRaster().setSample(0, 0, 0, wide ? 102 << 8 : 102);
    } else {
      image.setRGB(0, 0, 0xFF666666);
    }
    save("test/ant/a.png", image);
    byte[] read = ImageFolder.read(root, Split.TEST).image(0);
    assertThat(Arrays.copyOf(read, 3)).containsExactly(102, 102, 102);
  }

  @Test
  void aFlatJpegKeepsItsColourWithinRounding() {
    byte[] grey = ImageFolder.read(root, Split.TRAIN).image(0);
    for (byte value : grey) {
      assertThat(value & 0xFF).isBetween(126, 130);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {.3, .7, .95})
  void aJpegThatIsCutShortIsNamed(double part) throws IOException {
    BufferedImage noisy = rgb(64, 64, 0);
    for (int i = 0; i < 64 * 64; i++) {
      noisy.setRGB(i % 64, i / 64, i * 7919);
    }
    Path file = save("test/ant/cut.jpg", noisy);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (part * bytes.length)));
    assertBad(Split.TEST, "cut.jpg", "without its end marker");
  }

  @Test
  void aPngThatIsCutShortIsNamed() throws IOException {
    Path file = root.resolve("train/dog/b.png");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertBad(Split.TRAIN, "b.png", "cannot be decoded");
  }

  @Test
  void aFileThatIsNoImageIsNamed() throws IOException {
    Files.writeString(root.resolve("train/dog/page.jpg"), "<html>404</html>");
    assertBad(Split.TRAIN, "page.jpg", "neither a JPEG nor a PNG");
  }

  @Test
  void anImageOfAnotherSizeIsNamedWithBothSizes() throws IOException {
    save("train/dog/c.png", rgb(5, 3, 0));
    assertBad(Split.TRAIN, "c.png is 5×3 pixels", "z.jpg is 4×3");
  }

  @Test
  void aClassWithoutImagesIsRefusedWithWhatItHolds() throws IOException {
    Files.createDirectories(root.resolve("train/eel/small"));
    Files.writeString(root.resolve("train/eel/a.GIF"), "");
    Files.writeString(root.resolve("train/eel/b.gif"), "");
    save("train/eel/small/c.png", rgb(4, 3, 0));
    assertBad(
        Split.TRAIN,
        "no image in " + root.resolve("train/eel"),
        "images in folders below the classes' own: 1, files with .gif: 2");
  }

  @Test
  void whatIsPassedOverIsCounted() throws IOException {
    assertThat(ImageFolder.passedOver(root, Split.TRAIN).isEmpty()).isTrue();
    save("train/dog/more/c.png", rgb(4, 3, 0));
    save("train/beside.png", rgb(4, 3, 0));
    Files.writeString(root.resolve("train/dog/d.webp"), "");
    Files.writeString(root.resolve("train/dog/.hidden"), "");
    assertThat(ImageFolder.passedOver(root, Split.TRAIN))
        .isEqualTo(new PassedOver(1, 1, java.util.Map.of(".webp", 1)))
        .hasToString(
            "images in folders below the classes' own: 1, images beside the classes' folders: 1,"
                + " files with .webp: 1");
  }

  @Test
  void aMissingOrEmptySplitIsNamed() throws IOException {
    assertBad(Split.VALIDATION, root.resolve("validation").toString(), "one folder a class");
    Files.createDirectories(root.resolve("validation/cat"));
    assertBad(Split.VALIDATION, "no image in", root.resolve("validation").toString());
  }

  private void assertBad(Split split, String... parts) {
    assertThatThrownBy(() -> ImageFolder.read(root, split))
        .isInstanceOf(BadInputException.class)
        .message()
        .contains(parts);
  }

  private Path save(String name, RenderedImage image) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    String format = name.toLowerCase(Locale.ROOT).endsWith("png") ? "png" : "jpg";
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage rgb(int width, int height, int colour) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < width * height; i++) {
      image.setRGB(i % width, i / width, colour);
    }
    return image;
  }
}
