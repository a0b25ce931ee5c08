package rwskit.worker;

/** Where the training of one model by workers stands; a worker reports the last five. */
enum TaskState {
  /** In the queue. */
  WAITING,
  /** In the queue, and a process that is not of this run trains the model. */
  HELD,
  /** A worker has it. */
  RUNNING,
  /** A worker trained the model, and it is in the store. */
  TRAINED,
  /** The model was in the store. */
  FOUND,
  /** A worker could not train it; in the queue's books: it is given up. */
  FAILED;

  /** Whether nothing more is to come. */
  boolean isEnd() {
    return compareTo(TRAINED) >= 0;
  }
}
