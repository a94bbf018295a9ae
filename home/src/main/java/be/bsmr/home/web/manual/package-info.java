/**
 * The manual that the program serves: {@code docs/} of the repository, as it lies in the jar, made
 * to pages when somebody asks for one (ADR 77). It knows nothing of HTTP, nor who reads.
 */
@NullMarked
package be.bsmr.home.web.manual;

import org.jspecify.annotations.NullMarked;
