/**
 * State dicts: ordered names to tensors, and the files that hold them. Knows no network, no image.
 */
package rwskit.weights;
