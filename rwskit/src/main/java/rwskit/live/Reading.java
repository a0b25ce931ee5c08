package rwskit.live;

/**
 * What a network under a patch does with the panel's images.
 *
 * @param alpha α of the patch
 * @param ta accuracy on the clean images, percent
 * @param ra accuracy on the corrupted images, percent
 * @param predictions a class index for each corrupted image
 */
record Reading(double alpha, double ta, double ra, int[] predictions) {}
