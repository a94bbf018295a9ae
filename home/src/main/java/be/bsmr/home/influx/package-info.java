/** Sends what is stored to a server that takes InfluxDB's lines. */
@NullMarked
package be.bsmr.home.influx;

import org.jspecify.annotations.NullMarked;
