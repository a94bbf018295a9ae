/**
 * The dashboard: a page over HTTP, kept live by server-sent events, and {@code /metrics} for
 * Prometheus. What a person sets on the page (a load's mode, the mode of control) goes into the
 * site's queue like any other request, and only from the page itself and from who may; nothing here
 * changes a site. Who may come in is known by {@code users}; the doors are here.
 */
@NullMarked
package be.bsmr.home.web;

import org.jspecify.annotations.NullMarked;
