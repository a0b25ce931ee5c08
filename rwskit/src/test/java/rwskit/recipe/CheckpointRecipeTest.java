package rwskit.recipe;

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
import rwskit.file.BadInputException;
import rwskit.weights.Checkpoint;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

class CheckpointRecipeTest {
  private static final StateDict WEIGHTS =
      StateDict.of(Map.of("features.0.bias", Tensor.of(new float[] {1, 2}, 2)));

  @TempDir Path folder;

  static List<CheckpointRecipe> recipes() {
    return List.of(CheckpointRecipe.vgg16(), CheckpointRecipe.resNet50());
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void torchvisionsNamesAndFingerprintsAgree(CheckpointRecipe recipe) {
    assertThat(recipe.sha256()).matches("[0-9a-f]{64}");
    assertThat(recipe.file()).endsWith("-" + recipe.sha256().substring(0, 8) + ".pth");
    assertThat(recipe.source()).isEqualTo("https://download.pytorch.org/models/" + recipe.file());
    assertThat(List.of(recipe.title(), recipe.citation(), recipe.licence()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
    assertThat(recipe.path(new DataHome(folder)))
        .isEqualTo(folder.resolve(recipe.name()).resolve(recipe.file()));
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void aMissingFileIsAnsweredWithWhereFromAndWhereTo(CheckpointRecipe recipe) {
    assertThatThrownBy(() -> recipe.read(new DataHome(folder)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "%s is missing: fetch it from %s and put it there",
            recipe.path(new DataHome(folder)), recipe.source());
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
