/** A table in, a chart out: one method a figure, and the files that a figure leaves. */
package rwskit.figure;
