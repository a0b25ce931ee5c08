package rwskit.detect;

import java.util.List;
import rwskit.data.ImageSet;

/**
 * Images that arrive together, with what only a measurement may know of them.
 *
 * @param images in the order of arrival, with their labels
 * @param conditions of each image; the same of all but in a mixed stream
 * @param stretch which of the stream's stretches they are of, from 0
 */
public record StreamBatch(ImageSet images, List<Condition> conditions, int stretch) {
  /** Takes a copy of the list. */
  public StreamBatch {
    conditions = List.copyOf(conditions);
  }
}
