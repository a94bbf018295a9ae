// Hands in the token of a display: what stands behind the # of its address, which no server is told.

const RETRY_MS = 5000;

const token = location.hash.slice(1);

async function enter() {
  const answer = await fetch('panel', { method: 'POST', body: token }).catch(() => undefined);
  if (answer?.status === 204) {
    location.replace(location.pathname + location.search);
  } else if (answer?.status !== 401) {
    // It guessed before, or the program is away for a moment: nobody stands here to try again.
    document.documentElement.dataset.state = answer?.status === 429 ? 'early' : 'out';
    setTimeout(enter, RETRY_MS);
  }
}

if (token) {
  enter();
} else {
  addEventListener('hashchange', () => location.reload());
}
