/** What a long computation tells while it runs, and who shows it. */
package rwskit.progress;
