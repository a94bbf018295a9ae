/** Certificates, keys and those that vouch for others, from PEM files that people write. */
@NullMarked
package be.bsmr.home.tls;

import org.jspecify.annotations.NullMarked;
