package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.data.ImageSet;
import rwskit.data.Split;
import rwskit.file.BadInputException;

class LayoutTest {
  @TempDir Path folder;

  /** Black and white columns become grey ones, a pixel of two. */
  private void save(String name, int side) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < side * side; i++) {
      image.setRGB(i % side, i / side, i % 2 == 0 ? 0 : 0xFFFFFF);
    }
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  @Test
  void tinyImageNetsArchiveIsShrunkWhereTheRecipeSaysSo() throws IOException {
    save("train/n01/images/n01_0.png", 64);
    DataRecipe recipe = DataRecipe.named("tiny-imagenet-32");
    assertThat(recipe.layouts().get(0)).isEqualTo(Layout.TINY_IMAGENET);
    ImageSet images = Layout.TINY_IMAGENET.read(recipe, folder, Split.TRAIN);
    assertThat(images.height()).isEqualTo(32);
    assertThat(images.image(0)).containsOnly((byte) 128);
    assertThat(
            Layout.TINY_IMAGENET
                .read(DataRecipe.named("tiny-imagenet"), folder, Split.TRAIN)
                .height())
        .isEqualTo(64);
  }

  /** What is no image is counted all the same, which shows that none is decoded. */
  @Test
  void imagesInFoldersAreCountedWithoutDecoding() throws IOException {
    DataRecipe recipe = DataRecipe.named("tiny-imagenet-32");
    for (String inside : new String[] {"", "images/"}) {
      Path root = folder.resolve(inside.isEmpty() ? "plain" : "archive");
      for (String name : new String[] {"n01/%sa.jpg", "n01/%sb.jpg", "n02/%sc.jpg"}) {
        Path file = root.resolve("train").resolve(name.formatted(inside));
        Files.createDirectories(file.getParent());
        Files.writeString(file, "no image");
      }
      Layout layout = inside.isEmpty() ? Layout.IMAGE_FOLDER : Layout.TINY_IMAGENET;
      assertThat(layout.labels(recipe, root, Split.TRAIN)).containsExactly(0, 0, 1);
      assertThatThrownBy(() -> layout.read(recipe, root, Split.TRAIN))
          .isInstanceOf(BadInputException.class);
    }
    DataHome home = new DataHome(folder);
    Files.move(folder.resolve("plain"), home.of(recipe));
    assertThat(recipe.perClass(Split.TRAIN, home)).startsWith(2, 1, 0).hasSize(200);
  }

  @Test
  void imagesOfThirtyTwoPixelsInFoldersOfClassesAreReadAsTheyAre() throws IOException {
    save("train/n01/0.png", 32);
    DataRecipe recipe = DataRecipe.named("tiny-imagenet-32");
    DataHome home = new DataHome(folder.getParent());
    assertThat(Layout.TINY_IMAGENET.isPresent(folder, Split.TRAIN)).isFalse();
    assertThat(Layout.IMAGE_FOLDER.isPresent(folder, Split.TRAIN)).isTrue();
    assertThat(Layout.IMAGE_FOLDER.read(recipe, folder, Split.TRAIN).height()).isEqualTo(32);
    assertThat(recipe.found(Split.TEST, home)).isEmpty();
  }
}
