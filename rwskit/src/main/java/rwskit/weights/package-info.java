/**
 * State dicts: ordered names to tensors, and the files that hold them; pickled dicts of NumPy
 * arrays, which are read by the same means. Knows no network, no image.
 */
package rwskit.weights;
