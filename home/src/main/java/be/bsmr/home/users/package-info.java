/**
 * Who may come in, and what each may do: people with a password, programs with a token, browsers
 * that have signed in. Only hashes are kept. How a password comes here, and how often somebody may
 * try, is the business of the doors.
 */
@NullMarked
package be.bsmr.home.users;

import org.jspecify.annotations.NullMarked;
