/**
 * Corrupted data sets on disk, laid out as CIFAR-10-C and Tiny-ImageNet-C are.
 *
 * <p>Start with {@link rwskit.corrupted.CorruptedFiles}.
 */
package rwskit.corrupted;
