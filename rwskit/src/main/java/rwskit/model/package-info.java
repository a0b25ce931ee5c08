/**
 * The paper's networks in DJL, with torchvision's tensor names. Knows weights and images, and
 * nothing of corruptions.
 *
 * <p>Start with {@link rwskit.model.Network} and {@link rwskit.model.NetworkModel}.
 */
package rwskit.model;
