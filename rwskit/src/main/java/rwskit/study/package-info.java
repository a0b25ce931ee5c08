/**
 * Studies: which models an experiment needs, the store that keeps them, the processes that train
 * them, and what is read from them.
 */
package rwskit.study;
