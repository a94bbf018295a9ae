/**
 * What a community's people see of it: a page, addresses of programs, figures for Prometheus; all
 * of it read from the tables of the sink. Nothing is changed here. Who comes in, and how, is the
 * house's own web room.
 */
@NullMarked
package be.bsmr.fleet.web;

import org.jspecify.annotations.NullMarked;
