package rwskit.worker;

import java.util.Optional;
import rwskit.study.ModelSpec;
import rwskit.training.TrainingProgress;

/** One model in a pool's queue, from waiting to its end. */
final class PoolTask {
  private static final long PAUSE_NANOS = 500_000_000;

  private final ModelSpec spec;
  private final String key;
  private TaskState state = TaskState.WAITING;
  private WorkerProcess worker;
  private int number;
  private TrainingProgress progress;
  private int tries;
  private String reason;
  private long notBefore = System.nanoTime();

  PoolTask(ModelSpec spec, String key) {
    this.spec = spec;
    this.key = key;
  }

  ModelSpec spec() {
    return spec;
  }

  String key() {
    return key;
  }

  TaskState state() {
    return state;
  }

  /** Why it last failed. */
  String reason() {
    return reason;
  }

  /** How far the training is; empty where none runs or it has not told yet. */
  Optional<TrainingProgress> progress() {
    return Optional.ofNullable(progress);
  }

  /** Its number among those that run, from 0; of a running task only. */
  int number() {
    return number;
  }

  boolean isOn(WorkerProcess process) {
    return worker == process;
  }

  boolean isOver() {
    return state.isEnd();
  }

  boolean isDue() {
    return !state.isEnd() && worker == null && System.nanoTime() - notBefore >= 0;
  }

  void runOn(WorkerProcess process, int place) {
    leave(TaskState.RUNNING);
    worker = process;
    number = place;
  }

  /** What its worker reported, other than a failure. */
  void became(TaskState next, TrainingProgress newest) {
    if (next == TaskState.RUNNING) {
      progress = newest;
    } else {
      leave(next);
      pause();
    }
  }

  /** One try was in vain. */
  void failed(String why, int triesInAll) {
    reason = why;
    tries++;
    leave(tries < triesInAll ? TaskState.WAITING : TaskState.FAILED);
    pause();
  }

  private void leave(TaskState next) {
    state = next;
    worker = null;
    progress = null;
  }

  /** The system may need a moment to free the lock of a process that died. */
  private void pause() {
    notBefore = System.nanoTime() + PAUSE_NANOS;
  }
}
