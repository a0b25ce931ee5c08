package rwskit.study;

import java.util.ServiceLoader;
import rwskit.progress.ProgressDisplay;
import rwskit.store.Store;

/**
 * Trains studies. What a study is does not depend on how processes and clusters are run: the
 * trainer is found as a service, which {@code rwskit.worker} provides.
 */
public interface Trainer {
  /**
   * @return the trainer on the class path
   * @throws IllegalStateException if there is none, which is a fault of the class path
   */
  static Trainer installed() {
    return ServiceLoader.load(Trainer.class, Trainer.class.getClassLoader())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + Trainer.class.getName()));
  }

  /**
   * @param study what to train
   * @param compute where
   * @param store where the models are kept
   * @param display is shown how far it is
   * @return as {@link Study#train(Compute, Store, ProgressDisplay)}
   */
  Models train(Study study, Compute compute, Store store, ProgressDisplay display);
}
