/** Labelled images in memory and where they come from: files and drawing programs. */
package rwskit.data;
