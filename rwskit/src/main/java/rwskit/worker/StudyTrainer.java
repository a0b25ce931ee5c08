package rwskit.worker;

import rwskit.progress.ProgressDisplay;
import rwskit.store.Store;
import rwskit.study.Compute;
import rwskit.study.Models;
import rwskit.study.Study;
import rwskit.study.Trainer;

/** Trains in this JVM, in worker processes, or on Spark. */
public final class StudyTrainer implements Trainer {
  /** For {@link java.util.ServiceLoader}. */
  public StudyTrainer() {}

  @Override
  public Models train(Study study, Compute compute, Store store, ProgressDisplay display) {
    StudyRunner runner = new StudyRunner(study, store, display);
    if (compute instanceof Compute.Spark spark) {
      return runner.runOn(SparkCluster.at(spark));
    }
    return runner.run(() -> workers(compute, study));
  }

  /** How many processes may train at once. */
  static int workers(Compute compute, Study study) {
    return compute instanceof Compute.Workers some
        ? some.count()
        : WorkerPool.usualWorkers(study.threads());
  }
}
