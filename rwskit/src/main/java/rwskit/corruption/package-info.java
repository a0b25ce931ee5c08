/**
 * The common corruptions of D. Hendrycks and T. Dietterich, "Benchmarking Neural Network Robustness
 * to Common Corruptions and Perturbations", ICLR 2019, with the parameters of CIFAR-10-C,
 * Tiny-ImageNet-C and ImageNet-C. Each is a short function in a file of its own that begins with
 * its five parameter rows.
 *
 * <p>Start with {@link rwskit.corruption.Corruption}.
 */
package rwskit.corruption;
