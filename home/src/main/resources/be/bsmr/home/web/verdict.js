// What the running quarter means for the target.

// The chance to pass the target from which on it is said, and below which it is not any more: what
// wavers between them stays as it was said.
const POSSIBLE = 0.25;
const HARDLY = 0.15;
// Below this nothing is red. An alarm outlasts its cause by a minute; the colour does not.
const UNLIKELY = 0.35;

/**
 * The key of what is said of a quarter.
 *
 * @param before what was said of it a moment ago; undefined when nothing was
 */
export function judge(q, before) {
  if (q.certainty === 'over') {
    return 'passed';
  }
  if (q.certainty === 'under') {
    return 'safe';
  }
  if (q.alarm && q.break_probability >= UNLIKELY) {
    return 'alarm';
  }
  const warned = before === 'maybe' || before === 'alarm';
  if (q.break_probability >= (warned ? HARDLY : POSSIBLE)) {
    return 'maybe';
  }
  // What was drawn before we listened counts too: no promise without it.
  return q.from_start ? 'calm' : 'unsure';
}

const LEVELS = { safe: 'calm', calm: 'calm', maybe: 'watch', unsure: 'none' };

/** The colour that goes with what is said: none, calm, watch or alarm. */
export const levelOf = (verdict) => (verdict ? LEVELS[verdict] ?? 'alarm' : 'none');
