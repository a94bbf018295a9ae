// The colour of what is said of a quarter.

const LEVELS = { safe: 'calm', calm: 'calm', maybe: 'watch', unsure: 'none' };

/** The colour that goes with what is said: none, calm, watch or alarm. */
export const levelOf = (verdict) => (verdict ? LEVELS[verdict] ?? 'alarm' : 'none');
