/** Data sets by name: where each comes from, where its files lie and how they are read. */
package rwskit.recipe;
