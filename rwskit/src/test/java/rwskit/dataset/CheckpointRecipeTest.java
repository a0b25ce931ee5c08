package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import rwskit.checkpoint.Checkpoint;
import rwskit.file.BadInputException;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class CheckpointRecipeTest {
  private static final StateDict WEIGHTS =
      StateDict.of(Map.of("features.0.bias", Tensor.of(new float[] {1, 2}, 2)));

  @TempDir Path folder;

  static List<CheckpointRecipe> recipes() {
    return DataRecipe.all().stream()
        .filter(recipe -> recipe.kind() == DataRecipe.Kind.CHECKPOINT)
        .map(recipe -> CheckpointRecipe.named(recipe.name()))
        .toList();
  }

  @Test
  void theTwoThatThePaperStartsFromAreKnownToTheLastDigit() {
    assertThat(CheckpointRecipe.vgg16().sha256())
        .isEqualTo("397923af8e79cdbb6a7127f12361acd7a2f83e06b05044ddf496e83de57a5bf0");
    assertThat(CheckpointRecipe.resNet50().sha256())
        .isEqualTo("0676ba61b6795bbe1773cffd859882e5e297624d384b6993f7c9e683e722fb8a");
    assertThat(recipes()).hasSize(11);
    assertThatThrownBy(() -> CheckpointRecipe.named("cifar10"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("CIFAR-10 is no checkpoint");
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void namesAndFingerprintsAgree(CheckpointRecipe recipe) {
    boolean ofTorchvision = recipe.name().startsWith("imagenet-");
    assertThat(recipe.sha256()).matches("[0-9a-f]{8}|[0-9a-f]{64}");
    assertThat(recipe.file())
        .endsWith("-" + recipe.sha256().substring(0, 8) + (ofTorchvision ? ".pth" : ".th"));
    assertThat(recipe.source())
        .isEqualTo(
            (ofTorchvision
                    ? "https://download.pytorch.org/models/"
                    : "https://github.com/akamaster/pytorch_resnet_cifar10/raw/master/pretrained_models/")
                + recipe.file());
    assertThat(recipe.path(new DataHome(folder)))
        .isEqualTo(folder.resolve(recipe.name()).resolve(recipe.file()));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aMissingFileIsAnsweredWithWhereFromAndWhereTo(CheckpointRecipe recipe) {
    assertThatThrownBy(() -> recipe.read(new DataHome(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "%s is missing: \"data fetch %s\" fetches it from %s",
            recipe.path(new DataHome(folder)), recipe.name(), recipe.source());
  }

  @Test
  void anotherFileInItsPlaceIsRefused() throws IOException {
    CheckpointRecipe recipe = CheckpointRecipe.vgg16();
    Path path = recipe.path(new DataHome(folder));
    Files.createDirectories(path.getParent());
    Checkpoint.write(path, WEIGHTS, Map.of());
    assertThatThrownBy(() -> recipe.read(new DataHome(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not VGG-16, ImageNet: SHA-256 ")
        .hasMessageContaining("expected 397923af");
  }

  @Test
  void onesOwnFileIsReadAsLongAsItIsTheSame() throws IOException {
    Path file = folder.resolve("mine.pth");
    Checkpoint.write(file, WEIGHTS, Map.of());
    CheckpointRecipe recipe = CheckpointRecipe.of(file);
    DataHome elsewhere = new DataHome(folder.resolve("data"));
    assertThat(recipe.path(elsewhere)).isEqualTo(file);
    assertThat(recipe.read(elsewhere)).isEqualTo(WEIGHTS);
    Files.write(file, new byte[] {1}, java.nio.file.StandardOpenOption.APPEND);
    assertThatThrownBy(() -> recipe.read(elsewhere))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not mine.pth");
    assertThatThrownBy(() -> CheckpointRecipe.of(folder.resolve("none.pth")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("there is no");
  }
}
