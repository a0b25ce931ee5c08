package rwskit.store;

import java.util.List;
import rwskit.training.EpochResult;
import rwskit.weights.StateDict;

/**
 * A model in the store. Weights stay in their files until they are used.
 *
 * @param bestTa the weights of the epoch with the best TA on validation images
 * @param bestRa the weights of the epoch with the best RA on them
 * @param record what the store knows about the model
 */
public record StoredModel(StateDict bestTa, StateDict bestRa, StoreRecord record) {

  /**
   * @return what each epoch of the training came to
   */
  public List<EpochResult> epochs() {
    return record.epochs();
  }
}
