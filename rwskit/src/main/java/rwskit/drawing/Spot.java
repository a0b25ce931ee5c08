package rwskit.drawing;

/**
 * A point of a series.
 *
 * @param x across
 * @param y upwards
 * @param spreadX how far the bar to either side reaches; 0 or NaN where there is none
 * @param spreadY how far the bar up and down reaches; 0 or NaN where there is none
 * @param note what stands beside the point, blank for nothing
 */
public record Spot(double x, double y, double spreadX, double spreadY, String note) {
  /**
   * @param x across
   * @param y upwards
   * @return a point without bars
   */
  public static Spot of(double x, double y) {
    return new Spot(x, y, 0, 0, "");
  }

  /**
   * @param spread how far a bar up and down reaches
   * @return this point with the bar
   */
  public Spot upAndDown(double spread) {
    return new Spot(x, y, spreadX, spread, note);
  }

  /**
   * @param spread how far a bar to either side reaches
   * @return this point with the bar
   */
  public Spot sideways(double spread) {
    return new Spot(x, y, spread, spreadY, note);
  }

  /**
   * @param text what stands beside the point
   * @return this point with it
   */
  public Spot noted(String text) {
    return new Spot(x, y, spreadX, spreadY, text);
  }

  /** Whether it can be drawn. */
  boolean isKnown() {
    return Double.isFinite(x) && Double.isFinite(y);
  }

  double lowX() {
    return x - bar(spreadX);
  }

  double highX() {
    return x + bar(spreadX);
  }

  double lowY() {
    return y - bar(spreadY);
  }

  double highY() {
    return y + bar(spreadY);
  }

  private static double bar(double spread) {
    return Double.isFinite(spread) ? spread : 0;
  }
}
