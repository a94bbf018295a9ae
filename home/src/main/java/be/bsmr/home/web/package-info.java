/**
 * The dashboard: one page over HTTP, kept live by server-sent events. It only shows; nothing here
 * changes a site, and nothing that a browser sends gets further than this room.
 */
@NullMarked
package be.bsmr.home.web;

import org.jspecify.annotations.NullMarked;
