package rwskit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import rwskit.file.BadInputException;
import rwskit.model.Attack;

class RecipeTest {
  @Test
  void theLearningRateFallsAtEveryMilestone() {
    Recipe paper = Recipe.PAPER_CIFAR;
    assertThat(paper.learningRateAt(0)).isEqualTo(.01f);
    assertThat(paper.learningRateAt(19)).isEqualTo(.01f);
    assertThat(paper.learningRateAt(20)).isCloseTo(.001f, within(1e-9f));
    assertThat(paper.learningRateAt(39)).isCloseTo(.001f, within(1e-9f));
    assertThat(paper.learningRateAt(40)).isCloseTo(.0001f, within(1e-10f));
  }

  @Test
  void withoutMilestonesTheLearningRateStays() {
    assertThat(Recipe.DRAWN.learningRateAt(1000)).isEqualTo(.01f);
  }

  @Test
  void everyChangeLeavesTheRest() {
    Recipe changed =
        Recipe.PAPER_CIFAR
            .withEpochs(2)
            .withBatchSize(3)
            .withLearningRate(.5f)
            .withMilestones(1)
            .withProximal(.01f)
            .withAttack(Attack.linf(8))
            .withAugmentation(Augmentation.NONE);
    assertThat(changed)
        .isEqualTo(
            new Recipe(
                2, 3, .5f, .9f, 5e-4f, List.of(1), .1f, Augmentation.NONE, .01f, Attack.linf(8)));
    assertThat(changed.withEpochs(5).withBatchSize(6).withLearningRate(.1f).withMilestones())
        .returns(.01f, Recipe::proximal)
        .returns(Attack.linf(8), Recipe::attack);
  }

  @Test
  void valuesOutOfRangeAreRefused() {
    Recipe good = Recipe.DRAWN;
    assertThatThrownBy(() -> good.withEpochs(0)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> good.withBatchSize(0)).isInstanceOf(BadInputException.class);
    for (float rate : new float[] {0, -1, Float.NaN}) {
      assertThatThrownBy(() -> good.withLearningRate(rate)).isInstanceOf(BadInputException.class);
    }
    for (float momentum : new float[] {-.1f, 1, Float.NaN}) {
      assertThatThrownBy(
              () -> new Recipe(1, 1, .1f, momentum, 0, List.of(), .1f, Augmentation.NONE))
          .isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> new Recipe(1, 1, .1f, 0, -1, List.of(), .1f, Augmentation.NONE))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> new Recipe(1, 1, .1f, 0, 0, List.of(), 0, Augmentation.NONE))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> good.withProximal(-1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> good.withMilestones(2, 1)).isInstanceOf(BadInputException.class);
  }
}
