/** Files that are whole or absent, and the one exception that says what is wrong with an input. */
package rwskit.file;
