// Collects tests, runs them one after the other, and keeps what came of each for who looks on.

const tests = [];

export function test(name, run) {
  tests.push({ name, run });
}

/** That both are written alike as JSON, in which undefined and NaN are told apart from null. */
export function equal(actual, expected) {
  const written = (value) => JSON.stringify(value, (_, v) =>
    (v === undefined || Number.isNaN(v) ? String(v) : v));
  if (written(actual) !== written(expected)) {
    throw new Error(`${written(actual)} instead of ${written(expected)}`);
  }
}

export function truthy(actual) {
  if (!actual) {
    throw new Error(`${actual} is not so`);
  }
}

/** Names and, of those that failed, why. */
export async function runAll() {
  const results = [];
  for (const { name, run } of tests) {
    try {
      await run();
      results.push({ name, error: '' });
    } catch (error) {
      results.push({ name, error: String(error.stack ?? error) });
    }
  }
  return results;
}
