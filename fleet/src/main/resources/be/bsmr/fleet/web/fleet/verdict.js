// What is said of a community's running quarter.

// Those of the house's alarm: raised at 75 %, over below 35 %.
const LIKELY = 0.75;
const UNLIKELY = 0.35;

/** calm, maybe or alarm; nothing without a target. */
export function verdictOf(state) {
  if (state?.target_w === undefined || state?.expected_w === undefined) {
    return undefined;
  }
  const breaks = state.break_probability;
  return breaks >= LIKELY ? 'alarm' : breaks >= UNLIKELY ? 'maybe' : 'calm';
}

/** The colour that goes with it. */
export const levelOf = (state) => ({ calm: 'calm', maybe: 'watch', alarm: 'alarm' })[verdictOf(state)] ?? 'none';
