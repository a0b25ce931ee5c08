/**
 * Robust Weight Signatures: what a network learns when it is trained on a corruption, less what it
 * learns anyway, layer by layer; and patching, which adds scaled signatures to other weights of the
 * same network, quantised and packed where storage counts. After R. Cai, Z. Zhang, Z. Wang, "Robust
 * Weight Signatures: Gaining Robustness as Easy as Patching Weights?", ICML 2023, arXiv 2302.12480.
 * Knows weights, not how they came to be.
 *
 * <p>Start with {@link rwskit.signature.Signature} and {@link rwskit.signature.Patch}.
 */
package rwskit.signature;
