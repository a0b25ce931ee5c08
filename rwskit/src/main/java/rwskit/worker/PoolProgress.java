package rwskit.worker;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import rwskit.progress.Progress;
import rwskit.study.ModelSpec;
import rwskit.study.Study;
import rwskit.training.TrainingProgress;

/** What is shown of a pool: how many models are there, and below it what each worker does. */
final class PoolProgress {
  private static final int STEPS = 1000;

  private final Study study;
  private final int places;
  private final List<PoolTask> tasks;
  private final Optional<String> cluster;
  private long fineTuningImages;
  private Optional<Duration> silence = Optional.empty();

  /**
   * @param places what the running tasks are numbered up to
   * @param cluster where they run; empty on this machine
   */
  PoolProgress(Study study, int places, List<PoolTask> tasks, Optional<String> cluster) {
    this.study = study;
    this.places = places;
    this.tasks = tasks;
    this.cluster = cluster;
  }

  /**
   * @param since the cluster has given a sign of life; empty where that is not long ago
   */
  void silent(Optional<Duration> since) {
    silence = since;
  }

  /** Models in the store of all, images a second of all workers, and the time left. */
  Progress whole() {
    learnFineTuningImages();
    long over = count(TaskState.TRAINED) + count(TaskState.FOUND) + count(TaskState.FAILED);
    double fraction =
        over + trainings().mapToDouble(now -> (double) now.images() / now.totalImages()).sum();
    double perSecond = trainings().mapToDouble(TrainingProgress::imagesPerSecond).sum();
    int all = study.models().size();
    return new Progress(
        title(),
        (int) (all - tasks.size() + over - count(TaskState.FAILED)),
        all,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Math.round(STEPS * fraction),
        (long) STEPS * tasks.size(),
        perSecond,
        OptionalDouble.empty(),
        secondsLeft(perSecond));
  }

  private String title() {
    StringBuilder title = new StringBuilder("models of ").append(study.name());
    cluster.ifPresent(master -> title.append(" on ").append(master));
    if (cluster.isPresent() && count(TaskState.RUNNING) + count(TaskState.HELD) == 0) {
      title.append(
          silence
              .map(time -> " · no resources for %s s: start workers".formatted(time.toSeconds()))
              .orElse(" · waiting for executors"));
    } else {
      silence.ifPresent(
          time -> title.append(" · executors lost? no word for %s s".formatted(time.toSeconds())));
    }
    if (count(TaskState.FAILED) > 0) {
      title.append(" · %s failed".formatted(count(TaskState.FAILED)));
    }
    if (count(TaskState.HELD) > 0) {
      title.append(" · another process trains %s".formatted(count(TaskState.HELD)));
    }
    return title.toString();
  }

  /** All fine-tunings see as many images; how many is known as soon as one runs. */
  private void learnFineTuningImages() {
    tasks.stream()
        .filter(task -> task.spec().role() != ModelSpec.Role.PRETRAINED)
        .flatMap(task -> task.progress().stream())
        .findFirst()
        .ifPresent(progress -> fineTuningImages = progress.totalImages());
  }

  private OptionalDouble secondsLeft(double perSecond) {
    long silent =
        tasks.stream().filter(task -> !task.isOver() && task.progress().isEmpty()).count();
    if (perSecond == 0 || (silent > 0 && fineTuningImages == 0)) {
      return OptionalDouble.empty();
    }
    long images =
        silent * fineTuningImages
            + trainings().mapToLong(now -> now.totalImages() - now.images()).sum();
    return OptionalDouble.of(images / perSecond);
  }

  /** A reading for each worker, in the order of their numbers. */
  List<Progress> running() {
    return tasks.stream()
        .filter(task -> task.state() == TaskState.RUNNING)
        .sorted(Comparator.comparingInt(PoolTask::number))
        .map(
            task ->
                StudyRunner.reading(
                    task.spec().toString(), task.number() + 1, places, task.progress()))
        .toList();
  }

  private Stream<TrainingProgress> trainings() {
    return tasks.stream().map(PoolTask::progress).flatMap(Optional::stream);
  }

  private long count(TaskState state) {
    return tasks.stream().filter(task -> task.state() == state).count();
  }
}
