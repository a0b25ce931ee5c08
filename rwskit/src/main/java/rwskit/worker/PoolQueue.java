package rwskit.worker;

import java.util.List;
import java.util.stream.Stream;
import rwskit.file.BadInputException;
import rwskit.file.FirstFew;
import rwskit.study.ModelKeys;
import rwskit.study.ModelSpec;
import rwskit.study.Study;

/** The models that a pool trains: θ₀ first, since all others start from it. */
final class PoolQueue {
  private final Study study;
  private final List<PoolTask> tasks;

  private PoolQueue(Study study, List<PoolTask> tasks) {
    this.study = study;
    this.tasks = tasks;
  }

  /**
   * @param missing of the study's models, in its order
   */
  static PoolQueue of(Study study, List<ModelSpec> missing) {
    return new PoolQueue(
        study,
        missing.stream()
            .map(spec -> new PoolTask(spec, ModelKeys.of(study, spec).hash()))
            .toList());
  }

  List<PoolTask> tasks() {
    return tasks;
  }

  boolean isOver() {
    return tasks.stream().allMatch(PoolTask::isOver);
  }

  /** What nobody has and may be begun: while θ₀ is not there, nothing else. */
  List<PoolTask> startable() {
    boolean pretraining = tasks.stream().anyMatch(task -> isPretrained(task) && !task.isOver());
    return tasks.stream()
        .filter(task -> task.isDue() && (!pretraining || isPretrained(task)))
        .toList();
  }

  private static boolean isPretrained(PoolTask task) {
    return task.spec().role() == ModelSpec.Role.PRETRAINED;
  }

  /** One try was in vain. */
  void failed(PoolTask task, String reason, int triesInAll) {
    task.failed(reason, triesInAll);
    if (task.isOver() && isPretrained(task)) {
      tasks.stream()
          .filter(other -> !other.isOver())
          .forEach(other -> other.failed("there is no θ₀ to start from", 1));
    }
  }

  int trained() {
    return (int) tasks.stream().filter(task -> task.state() == TaskState.TRAINED).count();
  }

  /**
   * @param how they were tried, in a few words
   * @throws BadInputException if some were given up; the message names them
   */
  void requireAll(String how) {
    List<PoolTask> failed =
        tasks.stream().filter(task -> task.state() == TaskState.FAILED).toList();
    if (!failed.isEmpty()) {
      Stream<String> reasons =
          failed.stream().map(task -> "%s (%s)".formatted(task.spec(), task.reason()));
      throw new BadInputException(
          "study %s: %s of %s models could not be trained %s: %s; run it again for these"
              .formatted(
                  study.name(),
                  failed.size(),
                  study.models().size(),
                  how,
                  FirstFew.of(reasons.toList(), "; ")));
    }
  }
}
