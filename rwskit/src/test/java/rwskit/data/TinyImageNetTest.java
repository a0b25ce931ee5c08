package rwskit.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.file.BadInputException;

class TinyImageNetTest {
  @TempDir Path root;

  @BeforeEach
  void threeTrainingAndTwoValidationImages() throws IOException {
    save("train/n02/images/n02_0.JPEG", 0xFFFFFF);
    save("train/n01/images/n01_1.JPEG", 0x808080);
    save("train/n01/images/n01_0.JPEG", 0);
    Files.writeString(root.resolve("train/n01/n01_boxes.txt"), "n01_0.JPEG\t0\t0\t63\t63\n");
    save("val/images/val_0.JPEG", 0xFFFFFF);
    save("val/images/val_1.JPEG", 0);
    save("test/images/test_0.JPEG", 0);
    annotate("val_1.JPEG\tn01\t0\t0\t63\t63", "val_0.JPEG\tn02\t0\t0\t63\t63");
  }

  private void save(String name, int color) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 48; i++) {
      image.setRGB(i % 8, i / 8, color);
    }
    assertThat(ImageIO.write(image, "jpg", file.toFile())).isTrue();
  }

  private void annotate(String... lines) throws IOException {
    Files.write(root.resolve("val/val_annotations.txt"), Arrays.asList(lines));
  }

  @Test
  void trainingImagesComeByClassAndName() {
    ImageSet images = TinyImageNet.read(root, Split.TRAIN);
    assertThat(images.classNames()).containsExactly("n01", "n02");
    assertThat(images.labels()).containsExactly(0, 0, 1);
    assertThat(images.image(0)).containsOnly(0);
    assertThat(images.image(2)).containsOnly(-1);
    assertThat(images.height()).isEqualTo(6);
    assertThat(images.split()).isEqualTo(Split.TRAIN);
  }

  @Test
  void testImagesAreThoseOfValidationInTinyImageNetCsOrder() throws IOException {
    save("val/images/val_10.JPEG", 0x808080);
    save("val/images/val_2.JPEG", 0x404040);
    annotate("val_0.JPEG\tn02\t0\t0\t63\t63", "val_2.JPEG\tn01", "val_10.JPEG\tn01");
    ImageSet images = TinyImageNet.read(root, Split.TEST);
    assertThat(images.labels()).containsExactly(0, 0, 1);
    assertThat(images.image(0)).containsOnly(0x80);
    assertThat(images.image(1)).containsOnly(0x40);
    assertThat(images.image(2)).containsOnly(-1);
  }

  @Test
  void theListOfClassesIsWhatTrainHas() throws IOException {
    ImageSet images = TinyImageNet.read(root, Split.TEST);
    Files.writeString(root.resolve("wnids.txt"), "n02\nn01\n");
    assertThat(TinyImageNet.read(root, Split.TEST)).isEqualTo(images);
    for (String other : new String[] {"n02\nn01\nn03\n", "n02\n", "n01\nn03\n"}) {
      Files.writeString(root.resolve("wnids.txt"), other);
      assertThatThrownBy(() -> TinyImageNet.read(root, Split.TRAIN))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("wnids.txt lists " + other.lines().count() + " classes");
    }
  }

  @Test
  void theArchivesFolderMayLieInTheRoot(@TempDir Path outer) throws IOException {
    ImageSet images = TinyImageNet.read(root, Split.TRAIN);
    Files.move(
        root.resolve("train"),
        Files.createDirectory(outer.resolve("tiny-imagenet-200")).resolve("train"));
    assertThat(TinyImageNet.isPresent(outer, Split.TRAIN)).isTrue();
    assertThat(TinyImageNet.read(outer, Split.TRAIN)).isEqualTo(images);
  }

  @Test
  void greyImagesBecomeColourOnes() throws IOException {
    BufferedImage grey = new BufferedImage(8, 6, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 8, 6, 0, IntStream.generate(() -> 100).limit(48).toArray());
    ImageIO.write(grey, "jpg", root.resolve("train/n01/images/n01_0.JPEG").toFile());
    ImageSet images = TinyImageNet.read(root, Split.TRAIN);
    assertThat(images.channels()).isEqualTo(3);
    assertThat(images.image(0)).containsOnly(100);
  }

  @Test
  void testImagesAreThoseOfValidation() {
    ImageSet images = TinyImageNet.read(root, Split.TEST);
    assertThat(images.labels()).containsExactly(0, 1);
    assertThat(images.image(0)).containsOnly(0);
    assertThat(images.image(1)).containsOnly(-1);
    assertThat(images.split()).isEqualTo(Split.TEST);
  }

  @Test
  void anAnnotationThatIsNotUnderstoodIsNamedByItsLine() throws IOException {
    for (String wrong : new String[] {"val_0.JPEG", "val_0.JPEG n01", "val_0.JPEG\tn03\t0"}) {
      annotate("val_1.JPEG\tn01\t0\t0\t63\t63", wrong);
      assertThatThrownBy(() -> TinyImageNet.read(root, Split.TEST))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining(
              "val_annotations.txt, line 2: \"" + wrong.replace("\t", "\\t") + "\"")
          .hasMessageContaining("one of the 2 classes");
    }
  }

  @Test
  void anAnnotatedImageThatIsMissingIsNamed() throws IOException {
    annotate("val_7.JPEG\tn01\t0\t0\t63\t63");
    assertThatThrownBy(() -> TinyImageNet.read(root, Split.TEST))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("val_7.JPEG");
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    assertThat(TinyImageNet.isPresent(root, Split.TEST)).isTrue();
    Files.delete(root.resolve("val/val_annotations.txt"));
    assertThat(TinyImageNet.isPresent(root, Split.TEST)).isFalse();
    assertThat(TinyImageNet.isPresent(root, Split.TRAIN)).isTrue();
    for (Split split : new Split[] {Split.TEST, Split.VALIDATION}) {
      assertThatThrownBy(() -> TinyImageNet.read(root, split))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("expected train/<class>/images, val/images");
    }
    Path empty = Files.createDirectories(root.resolve("empty"));
    Files.createDirectories(empty.resolve("train/n01"));
    // Images right in their class's folder would be another layout.
    assertThat(TinyImageNet.isPresent(empty, Split.TRAIN)).isFalse();
    Files.createDirectories(empty.resolve("train/n01/images"));
    assertThatThrownBy(() -> TinyImageNet.read(empty, Split.TRAIN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no image in " + empty);
  }
}
