package rwskit.checkpoint;

import java.util.List;
import java.util.Optional;
import rwskit.checkpoint.TensorReference.Storage;

/**
 * A part of a storage that counts as one, as PyTorch wrote before 0.4.
 *
 * @param whole the storage that lies in the file
 * @param offset where in it the part begins
 */
record StorageView(Storage whole, long offset) {
  /**
   * @param view the part's key, where it begins and its number of elements
   * @return nothing if it does not fit the storage
   */
  static Optional<StorageView> of(Storage whole, List<?> view) {
    return view.size() == 3
            && view.get(1) instanceof Long offset
            && view.get(2) instanceof Long elements
            && offset >= 0
            && elements >= 0
            && offset <= whole.elements() - elements
        ? Optional.of(new StorageView(whole, offset))
        : Optional.empty();
  }

  /** A place in the part, as one in the whole; nothing if that overflows. */
  Optional<Long> shifted(long at) {
    long sum = offset + at;
    return sum < 0 ? Optional.empty() : Optional.of(sum);
  }
}
