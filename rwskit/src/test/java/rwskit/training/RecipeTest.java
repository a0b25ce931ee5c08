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
    assertThat(paper.learningRateAt(0, 0, 1)).isEqualTo(.01f);
    assertThat(paper.learningRateAt(19, 0, 1)).isEqualTo(.01f);
    assertThat(paper.learningRateAt(20, 0, 1)).isCloseTo(.001f, within(1e-9f));
    assertThat(paper.learningRateAt(39, 0, 1)).isCloseTo(.001f, within(1e-9f));
    assertThat(paper.learningRateAt(40, 0, 1)).isCloseTo(.0001f, within(1e-10f));
  }

  @Test
  void withoutMilestonesTheLearningRateStays() {
    assertThat(Recipe.DRAWN.learningRateAt(1000, 0, 1)).isEqualTo(.01f);
  }

  /** LinearLR and CosineAnnealingLR of torch 2.7.1, one after the other, stepped every batch. */
  @Test
  void theRateRisesAndFallsByHalfACosineAsInTorch() {
    Recipe recipe =
        Recipe.DRAWN.withEpochs(3).withLearningRate(.4f).withSchedule(new Schedule.Cosine(.5f));
    double[] torch = {
      .2,
      .4,
      .4,
      .3902113033,
      .3618033989,
      .3175570505,
      .2618033989,
      .2,
      .1381966011,
      .0824429495,
      .0381966011,
      .0097886967
    };
    for (int step = 0; step < torch.length; step++) {
      assertThat(recipe.learningRateAt(step / 4, step % 4, 4))
          .as("step %s", step)
          .isCloseTo((float) torch[step], within(1e-7f));
    }
    assertThatThrownBy(() -> recipe.withSchedule(new Schedule.Cosine(3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a warm-up of 3.0 epochs of 3");
    assertThatThrownBy(() -> new Schedule.Cosine(-1)).isInstanceOf(BadInputException.class);
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
            .withLabelSmoothing(.1f)
            .withAttack(Attack.linf(8))
            .withAugmentation(Augmentation.NONE);
    assertThat(changed)
        .isEqualTo(
            new Recipe(
                2,
                3,
                .5f,
                .9f,
                5e-4f,
                new Schedule.Steps(List.of(1), .1f),
                Augmentation.NONE,
                .1f,
                .01f,
                Attack.linf(8)));
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
    assertThatThrownBy(() -> good.withLabelSmoothing(1)).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> good.withMilestones(2, 1)).isInstanceOf(BadInputException.class);
  }
}
