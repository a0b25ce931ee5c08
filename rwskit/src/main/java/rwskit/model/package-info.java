/**
 * The paper's networks in DJL, with torchvision's tensor names. Knows weights and images, and
 * nothing of corruptions.
 */
package rwskit.model;
