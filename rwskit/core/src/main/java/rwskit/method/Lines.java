package rwskit.method;

import java.util.List;
import java.util.Map;

/**
 * LiNeS, layer-increasing network scaling: θ + α·λ_ℓ·Σ_c τ_c with τ_c = θ_c − θ₀, where λ rises in
 * even steps from {@code lowest} at the first layer to 1 at the last: λ_ℓ = lowest + (1 −
 * lowest)·ℓ/(L − 1) for ℓ = 0 … L − 1. K. Wang et al., "LiNeS: Post-Training Layer Scaling Prevents
 * Forgetting and Enhances Model Merging", ICLR 2025, arXiv 2410.17146. Checked against
 * wang-kee/LiNeS ({@code line_scaling} with alpha = lowest, beta = 1 − lowest).
 *
 * <p>It keeps what deep layers learnt, where RWS keeps shallow ones; {@link #reversed} has λ fall
 * from 1 at the first layer. L counts the layers of the whole network, also where fewer are
 * changed. A tensor that belongs to no layer (a normalisation between them, a head) is scaled as
 * the last layer that stands before it, and a head as the last of all; the authors' program scales
 * all these by {@code lowest}.
 */
public final class Lines implements Method {
  private static final String LOWEST = "lowest";

  /** Which end of the network is scaled down. */
  private enum Direction {
    FORWARD("lines", "adds θ_c − θ₀, shallow layers scaled down"),
    REVERSED("lines-reversed", "adds θ_c − θ₀, deep layers scaled down");

    private final MethodDescription description;

    Direction(String name, String summary) {
      this.description =
          new MethodDescription(
              name, summary, "Wang et al. 2025", "1 pass", Need.PRETRAINED, Need.ROBUST);
    }
  }

  private final Direction direction;
  private final Parameters parameters;

  private Lines(Direction direction, Parameters parameters) {
    this.direction = direction;
    this.parameters = parameters;
  }

  /**
   * @return as the authors have it: the first layer scaled down to a tenth, the last not at all
   */
  public static Lines forward() {
    return new Lines(Direction.FORWARD, scale());
  }

  /**
   * @return the other way round: the last layer scaled down to a tenth, the first not at all
   */
  public static Lines reversed() {
    return new Lines(Direction.REVERSED, scale());
  }

  private static Parameters scale() {
    return Parameters.of(new Parameter(LOWEST, 0.1, 0, 1, "smallest factor of a layer"));
  }

  /**
   * @param lowest the smallest factor of a layer, 0 to 1
   * @return LiNeS with that factor
   * @throws rwskit.file.BadInputException if it is not in the range
   */
  public Lines withLowest(double lowest) {
    return new Lines(direction, parameters.with(LOWEST, lowest));
  }

  @Override
  public MethodDescription description() {
    return direction.description;
  }

  @Override
  public Parameters parameters() {
    return parameters;
  }

  @Override
  public Lines with(Map<String, Double> values) {
    return new Lines(direction, parameters.with(values));
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(needs());
    Depths depths = Depths.of(ingredients.standard());
    return new Addition(
        ingredients.standard().only(names),
        name -> ingredients.taskVectors(name).sum(factor(depths.of(name))));
  }

  private float factor(double depth) {
    double lowest = parameters.value(LOWEST);
    double from = direction == Direction.FORWARD ? depth : 1 - depth;
    return (float) (lowest + (1 - lowest) * from);
  }
}
