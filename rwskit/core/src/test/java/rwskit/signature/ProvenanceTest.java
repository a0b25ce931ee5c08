package rwskit.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rwskit.checkpoint.SafeTensors;
import rwskit.file.BadInputException;

class ProvenanceTest {
  @TempDir Path folder;

  @Test
  void allThatIsKnownIsNotedInTheFile() {
    Provenance provenance =
        Provenance.of(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
            .withCorruption("fog")
            .withSeverity(5)
            .withArchitecture("vgg16")
            .withDataSet("cifar10")
            .withRecipe("SGD 0.01, 50 epochs")
            .withBefore(new Accuracies(100.0 / 3, 1e-5))
            .withAfter(Accuracies.parse("92/81.5"));
    assertThat(provenance.pretrainedSha256()).hasValue(Networks.vgg(1).sha256());
    assertThat(provenance.standardSha256()).hasValue(Networks.vgg(2).sha256());
    assertThat(provenance.robustSha256()).hasValue(Networks.vgg(3).sha256());
    assertThat(provenance.before()).hasValue(new Accuracies(100.0 / 3, 1e-5));
    Path file = folder.resolve("fog");
    Signature.extract(Networks.vgg(1), Networks.vgg(2), Networks.vgg(3))
        .withProvenance(provenance)
        .write(file);
    assertThat(Signature.read(file).provenance()).isEqualTo(provenance);
    assertThat(SafeTensors.readMetadata(file))
        .containsEntry("rwskit.architecture", "vgg16")
        .containsEntry("rwskit.data-set", "cifar10")
        .containsEntry("rwskit.recipe", "SGD 0.01, 50 epochs")
        .containsEntry("rwskit.after.ta/ra", "92.0/81.5")
        .containsEntry("rwskit.standard.sha256", Networks.vgg(2).sha256());
  }

  @Test
  void filesOfBeforeHaveHundredths() {
    assertThat(Accuracies.parse("92.00/81.55")).isEqualTo(new Accuracies(92, 81.55));
    assertThat(new Accuracies(100.0 / 3, 1e-5)).hasToString("33.33/0.00");
  }

  @Test
  void aSeverityIsOneToFive() {
    for (int severity : new int[] {1, 5}) {
      assertThat(Provenance.unknown().withSeverity(severity).severity()).hasValue(severity);
    }
    for (int severity : new int[] {0, 6}) {
      assertThatThrownBy(() -> Provenance.unknown().withSeverity(severity))
          .isInstanceOf(BadInputException.class)
          .hasMessage("severity " + severity + "; a corruption's severity is 1 to 5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "90", "90/", "90/101", "-1/50", "NaN/50", "90/50/3", "1e1/50"})
  void accuraciesAreTwoPercentages(String text) {
    assertThatThrownBy(() -> Accuracies.parse(text))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("TA");
  }
}
