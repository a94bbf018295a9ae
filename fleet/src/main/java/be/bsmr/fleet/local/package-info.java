/** A broker and a database of this process's own, for demonstrations and tests. */
@NullMarked
package be.bsmr.fleet.local;

import org.jspecify.annotations.NullMarked;
