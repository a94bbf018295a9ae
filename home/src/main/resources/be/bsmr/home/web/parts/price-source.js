// Who says what energy costs, in words.

/** By what the configuration and the program call them. */
export const SOURCES = {
  none: 'prices.unsaid', fixed: 'prices.fixed', bands: 'prices.bands', 'energy-charts': 'prices.energyCharts', entsoe: 'prices.entsoe',
};
