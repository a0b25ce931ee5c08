package rwskit.bench;

/**
 * What a corruption takes in this program, microseconds an image.
 *
 * @param oneCore on one core
 * @param wall wall time, a whole set on all cores
 * @param processor processor time of all threads in that
 */
record CorruptionTime(double oneCore, double wall, double processor) {
  CorruptionTime plus(CorruptionTime other) {
    return new CorruptionTime(
        oneCore + other.oneCore, wall + other.wall, processor + other.processor);
  }
}
