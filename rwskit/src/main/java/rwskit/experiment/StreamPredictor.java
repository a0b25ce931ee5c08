package rwskit.experiment;

import rwskit.detect.StreamBatch;

/** Predicts a stream, batch after batch. Holds native memory: close it. For one thread. */
interface StreamPredictor extends AutoCloseable {
  /** A class for each image; only an oracle may look at the conditions, and none at labels. */
  int[] predict(StreamBatch batch);

  /** Begins anew. */
  void reset();

  @Override
  void close();
}
