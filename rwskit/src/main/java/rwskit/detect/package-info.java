/**
 * Which corruption, which patch, how much: a detector that tells from images what is wrong with
 * them, a network that patches itself by it, and the streams of images on which both are measured.
 *
 * <p>Start with {@link rwskit.detect.Detector} and {@link rwskit.detect.AutoPatch}.
 */
package rwskit.detect;
