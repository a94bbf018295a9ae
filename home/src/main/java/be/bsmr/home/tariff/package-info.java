/** The tariff sheets: data files, built in or the user's own. */
@NullMarked
package be.bsmr.home.tariff;

import org.jspecify.annotations.NullMarked;
