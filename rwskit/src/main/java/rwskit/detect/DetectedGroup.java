package rwskit.detect;

import java.util.List;

/**
 * Images of a batch that are taken to have the same condition.
 *
 * @param places in the batch, ascending
 * @param detection of them together
 */
record DetectedGroup(List<Integer> places, Detection detection) {
  DetectedGroup {
    places = List.copyOf(places);
  }
}
