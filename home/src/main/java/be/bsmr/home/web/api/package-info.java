/**
 * What the dashboard answers to programs and to its own page: a class for each address, and {@link
 * be.bsmr.home.web.api.PageState}, which most of them read.
 */
@NullMarked
package be.bsmr.home.web.api;

import org.jspecify.annotations.NullMarked;
