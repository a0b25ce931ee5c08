package rwskit.method;

import java.util.List;
import rwskit.signature.Signature;
import rwskit.weights.StateDict;
import rwskit.weights.Tensor;

/**
 * Robust Weight Signatures: θ + α·Σ_c RWS_c with RWS_c = τ_c − a·(τ_c·a)/(a·a), τ_c = θ_c − θ₀ and
 * a = θ_std − θ₀, per tensor. R. Cai, Z. Zhang, Z. Wang, "Robust Weight Signatures: Gaining
 * Robustness as Easy as Patching Weights?", ICML 2023, arXiv 2302.12480. Each RWS_c is a {@link
 * Signature}'s, which is checked against the official implementation.
 *
 * <p>The authors take the first layers. Signatures of another corruption than the one that is
 * tested are this method with that corruption's θ_c.
 */
public final class Rws implements Method {
  private static final MethodDescription DESCRIPTION =
      new MethodDescription(
          "rws",
          "adds the part of θ_c − θ₀ that is orthogonal to θ_std − θ₀",
          "Cai et al. 2023",
          "2 passes",
          Need.PRETRAINED,
          Need.STANDARD,
          Need.ROBUST);

  @Override
  public MethodDescription description() {
    return DESCRIPTION;
  }

  @Override
  public Merge merge(Ingredients ingredients) {
    List<String> names = ingredients.parameters(DESCRIPTION.needs());
    return new Addition(ingredients.standard().only(names), name -> signature(ingredients, name));
  }

  /** One tensor of Σ_c RWS_c. */
  static Tensor signature(Ingredients ingredients, String name) {
    List<Tensor> parts =
        ingredients.robust().stream().map(robust -> signature(ingredients, robust, name)).toList();
    return parts.size() == 1 ? parts.get(0) : total(parts);
  }

  private static Tensor signature(Ingredients ingredients, StateDict robust, String name) {
    List<String> one = List.of(name);
    return Signature.extract(
            ingredients.requirePretrained().only(one),
            ingredients.standard().only(one),
            robust.only(one))
        .weights()
        .get(name);
  }

  private static Tensor total(List<Tensor> parts) {
    return Elementwise.compute(
        parts.get(0).shape(),
        parts.get(0).size(),
        chunk -> {
          float[] other = new float[Elementwise.RUN];
          return (from, count, result) -> {
            parts.get(0).copyTo(from, result, 0, count);
            for (Tensor part : parts.subList(1, parts.size())) {
              part.copyTo(from, other, 0, count);
              add(result, other, count);
            }
          };
        });
  }

  private static void add(float[] sum, float[] other, int count) {
    for (int i = 0; i < count; i++) {
      sum[i] += other[i];
    }
  }
}
