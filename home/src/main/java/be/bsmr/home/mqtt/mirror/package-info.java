/**
 * What the site says, said once more in the words of other programs, for those that listen to
 * nothing else (ADR 61).
 */
@NullMarked
package be.bsmr.home.mqtt.mirror;

import org.jspecify.annotations.NullMarked;
