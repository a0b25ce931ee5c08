package rwskit.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.FrostPictures;
import rwskit.file.BadInputException;
import rwskit.file.Sha256;

class FrostRecipeTest {
  private static final int[][] SIZES = {{900, 600}, {560, 315}, {560, 315}, {527, 350}, {660, 495}};

  @TempDir Path folder;
  private DataHome home;

  @BeforeEach
  void home() {
    home = new DataHome(folder);
  }

  @Test
  void theBenchmarksRecipeNamesSixPicturesWithTheirFingerprints() {
    DataRecipe recipe = FrostRecipe.ofBenchmark().recipe();
    assertThat(recipe.licence()).isEqualTo("Apache-2.0");
    assertThat(recipe.source()).contains("hendrycks/robustness");
    assertThat(List.of(recipe.title(), recipe.citation(), recipe.howToGet()))
        .allSatisfy(text -> assertThat(text).isNotBlank());
    assertThat(recipe.files())
        .extracting(DataFile::name)
        .containsExactly(
            "frost1.png", "frost2.png", "frost3.png", "frost4.jpg", "frost5.jpg", "frost6.jpg");
    assertThat(recipe.files())
        .allSatisfy(file -> assertThat(file.sha256()).matches("[0-9a-f]{64}"))
        .allSatisfy(file -> assertThat(file.bytes()).isPositive());
  }

  @Test
  void withoutPicturesIceIsDrawn() {
    assertThat(FrostRecipe.pictures(home)).isSameAs(FrostPictures.drawn());
    assertThat(FrostRecipe.ofBenchmark().isPresent(home)).isFalse();
  }

  @Test
  void picturesThatAreThereAreUsed() throws IOException {
    FrostRecipe recipe = writtenPictures();
    assertThat(recipe.isPresent(home)).isTrue();
    assertThat(recipe.picturesIn(home).description())
        .isEqualTo("the benchmark's five frost pictures");
  }

  @Test
  void aPictureThatIsMissingBesideOthersIsNamed() throws IOException {
    FrostRecipe recipe = writtenPictures();
    Path missing = folder.resolve("frost/frost4.jpg");
    Files.delete(missing);
    assertThatThrownBy(() -> recipe.picturesIn(home))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(missing + " is missing")
        .hasMessageContaining("data fetch frost");
  }

  @Test
  void otherPicturesOfTheSameNamesAreRefused() throws IOException {
    writtenPictures();
    assertThatThrownBy(() -> FrostRecipe.pictures(home))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("frost1.png is not the benchmark's picture: ")
        .hasMessageContaining("bytes, expected 1,199,930");
  }

  private FrostRecipe writtenPictures() throws IOException {
    DataRecipe benchmark = FrostRecipe.ofBenchmark().recipe();
    Path frost = Files.createDirectories(home.of(benchmark));
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < SIZES.length; i++) {
      String name = benchmark.files().get(i).name();
      Path file = frost.resolve(name);
      BufferedImage image =
          new BufferedImage(SIZES[i][0], SIZES[i][1], BufferedImage.TYPE_3BYTE_BGR);
      ImageIO.write(image, name.substring(name.length() - 3), file.toFile());
      files.add(Verification.fileOf(name, Sha256.of(file)));
    }
    files.add(benchmark.files().get(SIZES.length));
    return new FrostRecipe(SmallRecipe.of("frost", DataRecipe.Kind.FROST, files));
  }
}
