package rwskit.study;

import java.util.Optional;
import rwskit.training.TrainingProgress;

/** One model in a pool's queue, from waiting to its end. */
final class PoolTask {
  private static final long PAUSE_NANOS = 500_000_000;

  /** Where a task stands; the last three are ends. */
  enum State {
    /** In the queue. */
    WAITING,
    /** In the queue, and another process that is not of this run trains the model. */
    HELD,
    /** A worker has it. */
    RUNNING,
    /** A worker trained the model. */
    TRAINED,
    /** The model was there. */
    FOUND,
    /** Given up. */
    FAILED
  }

  private final ModelSpec spec;
  private final String key;
  private State state = State.WAITING;
  private WorkerProcess worker;
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

  State state() {
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

  /** The worker's number, from 0; of a running task only. */
  int workerNumber() {
    return worker.number();
  }

  boolean isOn(WorkerProcess process) {
    return worker == process;
  }

  boolean isOver() {
    return state.compareTo(State.TRAINED) >= 0;
  }

  boolean isDue() {
    return state.compareTo(State.RUNNING) < 0 && System.nanoTime() - notBefore >= 0;
  }

  void runOn(WorkerProcess process) {
    leave(State.RUNNING);
    worker = process;
  }

  void goesOn(TrainingProgress newest) {
    progress = newest;
  }

  void ended(State end) {
    leave(end);
  }

  void held() {
    leave(State.HELD);
    pause();
  }

  /** One try was in vain. */
  void failed(String why, int triesInAll) {
    reason = why;
    tries++;
    leave(tries < triesInAll ? State.WAITING : State.FAILED);
    pause();
  }

  private void leave(State next) {
    state = next;
    worker = null;
    progress = null;
  }

  /** The system may need a moment to free the lock of a process that died. */
  private void pause() {
    notBefore = System.nanoTime() + PAUSE_NANOS;
  }
}
