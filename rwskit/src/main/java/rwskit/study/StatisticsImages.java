package rwskit.study;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import rwskit.corruption.Corruption;
import rwskit.data.ImageSet;
import rwskit.evaluation.MappedImages;

/**
 * What running statistics of batch normalisation are estimated on. Images with one corruption are
 * made once and kept, in a file that is mapped: they are the same for every patch of that
 * corruption. Safe for threads.
 */
final class StatisticsImages {
  private final Function<List<Corruption>, ImageSet> making;
  private final Map<Corruption, ImageSet> corrupted = new ConcurrentHashMap<>();

  /**
   * @param making gives a study's images, divided among corruptions
   */
  StatisticsImages(Function<List<Corruption>, ImageSet> making) {
    this.making = making;
  }

  ImageSet of(List<Corruption> corruptions) {
    return corruptions.size() == 1
        ? corrupted.computeIfAbsent(
            corruptions.get(0), any -> MappedImages.of(making.apply(corruptions)))
        : making.apply(corruptions);
  }
}
