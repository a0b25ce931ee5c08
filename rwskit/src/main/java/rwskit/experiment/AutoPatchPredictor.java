package rwskit.experiment;

import rwskit.detect.AutoPatch;
import rwskit.detect.StreamBatch;

/** A network that patches itself. */
record AutoPatchPredictor(AutoPatch network) implements StreamPredictor {
  @Override
  public int[] predict(StreamBatch batch) {
    return network.predict(batch.images()).classes();
  }

  @Override
  public void reset() {
    network.reset();
  }

  @Override
  public void close() {
    network.close();
  }
}
