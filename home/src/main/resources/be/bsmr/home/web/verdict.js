// What the running quarter means for the target.

// The chance to pass the target from which on it is said, and below which nothing is red.
const POSSIBLE = 0.2;
const UNLIKELY = 0.35;

/** The key of what is said of a quarter. */
export function judge(q) {
  if (q.certainty === 'over') {
    return 'passed';
  }
  if (q.certainty === 'under') {
    return 'safe';
  }
  // An alarm outlasts its cause by a minute; the colour does not.
  if (q.alarm && q.break_probability >= UNLIKELY) {
    return 'alarm';
  }
  if (q.break_probability >= POSSIBLE) {
    return 'maybe';
  }
  // What was drawn before we listened counts too: no promise without it.
  return q.from_start ? 'calm' : 'unsure';
}

const LEVELS = { safe: 'calm', calm: 'calm', maybe: 'watch', unsure: 'none' };

/** The colour that goes with a quarter: none, calm, watch or alarm. */
export const levelOf = (quarter) => (quarter ? LEVELS[judge(quarter)] ?? 'alarm' : 'none');
