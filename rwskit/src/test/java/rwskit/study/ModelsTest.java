package rwskit.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rwskit.corruption.Corruption;
import rwskit.file.BadInputException;
import rwskit.signature.Provenance;
import rwskit.signature.Signature;
import rwskit.store.Store;
import rwskit.weights.StateDict;

class ModelsTest {
  private static final Study STUDY = TinyStudy.shapes().withSeeds(3, 5);

  @TempDir private static Path folder;
  private static Models models;

  @BeforeAll
  static void train() {
    models = STUDY.train(Compute.here(), Store.at(folder), new TinyStudy.Recorder());
  }

  @Test
  void withoutASeedTheFirstIsMeant() {
    assertThat(models.standard()).isEqualTo(models.seed(3).standard());
    assertThat(models.standard()).isNotEqualTo(models.seed(5).standard());
    assertThat(models.seed(5).standard()).isEqualTo(models.stored(ModelSpec.standard(5)).bestTa());
    assertThat(models.seed(5).robust(Corruption.CONTRAST))
        .isEqualTo(models.stored(ModelSpec.robust(Corruption.CONTRAST, 5)).bestRa());
    assertThat(models.seed(5).pretrained()).isEqualTo(models.pretrained());
  }

  @Test
  void modelsTellWhichTheyAre() {
    assertThat(models.seed(5)).hasToString("tiny: " + STUDY.models().size() + " models, seed 5");
  }

  @Test
  void whatTheStudyDoesNotHaveIsNamed() {
    assertThatThrownBy(() -> models.seed(4))
        .isInstanceOf(BadInputException.class)
        .hasMessage("study tiny has no seed 4; it has [3, 5]");
    assertThatThrownBy(() -> models.robust(Corruption.GAUSSIAN_BLUR))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("study tiny has no θ_c gaussian_blur, seed 3; it has [θ₀, ");
    assertThatThrownBy(() -> models.signature(Corruption.GAUSSIAN_BLUR))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("gaussian_blur");
  }

  @Test
  void theSignatureKnowsWhatItWasMadeFrom() {
    Models fifth = models.seed(5);
    Signature signature = fifth.signature(Corruption.PIXELATE);
    StateDict robust = fifth.robust(Corruption.PIXELATE);
    assertThat(signature.provenance())
        .isEqualTo(
            Provenance.of(models.pretrained(), fifth.standard(), robust)
                .withCorruption("pixelate")
                .withSeverity(5)
                .withArchitecture(STUDY.network().toString())
                .withDataSet("drawn shapes")
                .withRecipe(STUDY.fineTuning().toString()));
    assertThat(signature.weights())
        .isEqualTo(Signature.extract(models.pretrained(), fifth.standard(), robust).weights());
  }
}
