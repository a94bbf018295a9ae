// The points of the running quarter, an array for each line, as the program sends them.

export const LINES = ['limit_wh', 'alarm_line_wh', 'forecast_wh', 'import_wh'];

/** Of a quarter that begins. */
export function noPoints() {
  return { elapsed_s: [], import_wh: [], forecast_wh: [], low80_w: [], high80_w: [], alarm_line_wh: [], limit_wh: [] };
}

/** Adds the newest point; a meter that was set back takes what it repeats with it. */
export function addPoint(points, quarter) {
  const keys = Object.keys(points);
  while (points.elapsed_s.length > 0 && points.elapsed_s.at(-1) >= quarter.elapsed_s) {
    keys.forEach((key) => points[key].pop());
  }
  keys.forEach((key) => points[key].push(quarter[key]));
}
