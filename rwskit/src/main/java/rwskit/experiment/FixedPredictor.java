package rwskit.experiment;

import rwskit.detect.StreamBatch;
import rwskit.model.NetworkModel;

/** A network whose weights stay. */
record FixedPredictor(NetworkModel model) implements StreamPredictor {
  @Override
  public int[] predict(StreamBatch batch) {
    return model.predict(batch.images());
  }

  /** There is nothing that it has learned. */
  @Override
  public void reset() {}

  @Override
  public void close() {
    model.close();
  }
}
