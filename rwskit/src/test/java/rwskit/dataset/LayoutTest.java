package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.data.CifarPickle;
import rwskit.data.ImageSet;
import rwskit.data.Split;

class LayoutTest {
  private static final Path CIFAR = Path.of("src/test/resources/data");

  @Test
  void thePythonVersionOfCifarIsFoundAndRead() {
    DataRecipe recipe = DataRecipe.named("cifar10");
    assertThat(recipe.layouts()).contains(Layout.CIFAR10_PICKLE);
    assertThat(DataRecipe.named("cifar100").layouts()).contains(Layout.CIFAR100_PICKLE);
    assertThat(Layout.CIFAR10_PICKLE.isPresent(CIFAR, Split.TRAIN)).isTrue();
    assertThat(Layout.CIFAR10_PICKLE.read(recipe, CIFAR, Split.TRAIN))
        .isEqualTo(CifarPickle.CIFAR_10.read(CIFAR, Split.TRAIN));
    assertThat(Layout.CIFAR100_PICKLE.isPresent(CIFAR, Split.TEST)).isTrue();
    assertThat(Layout.CIFAR100_PICKLE.read(recipe, CIFAR, Split.TEST))
        .isEqualTo(CifarPickle.CIFAR_100.read(CIFAR, Split.TEST));
    assertThat(Layout.CIFAR10_BINARY.isPresent(CIFAR, Split.TRAIN)).isFalse();
  }

  @Test
  void idxFilesAreReadWithTheClassesOfTheirSet(@TempDir Path folder) throws IOException {
    assertThat(Layout.FASHION_MNIST_IDX.isPresent(folder, Split.TEST)).isFalse();
    Files.write(
        folder.resolve("t10k-images-idx3-ubyte"),
        new byte[] {0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 7});
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0, 1, 9});
    for (Layout layout : List.of(Layout.MNIST_IDX, Layout.FASHION_MNIST_IDX)) {
      assertThat(layout.isPresent(folder, Split.TEST)).isTrue();
      ImageSet images = layout.read(DataRecipe.named("shapes"), folder, Split.TEST);
      assertThat(images.image(0)).containsExactly(7);
      assertThat(images.classNames().get(images.label(0)))
          .isEqualTo(layout == Layout.MNIST_IDX ? "9" : "Ankle boot");
    }
  }
}
