package rwskit.analysis;

/** What the columns of a stream through time are called; it has a row for each batch. */
public final class StreamColumns {
  /** How many images came before; a whole number. */
  public static final String FIRST = "images before";

  /** Images of the batch; a whole number. */
  public static final String IMAGES = "images";

  /** What its first image suffers from: {@code fog/3} or {@code clean}. */
  public static final String CONDITION = "condition";

  /** What was detected: {@code fog/3}, {@code clean} or {@code unknown}. */
  public static final String DETECTED = "detected";

  /** What the network was patched against: {@code fog/5}, or {@link #NONE}. */
  public static final String PATCH = "patch on";

  /** What {@link #PATCH} says where the network ran unpatched. */
  public static final String NONE = "none";

  /** The patch's strength; 0 without one. */
  public static final String ALPHA = Columns.ALPHA;

  /** How many images the network that patches itself gets right. */
  public static final String RIGHT = "right";

  /** How many θ_std gets right. */
  public static final String RIGHT_STANDARD = "right with θ_std";

  private StreamColumns() {}
}
