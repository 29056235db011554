// Moments in words, and places on a time axis whose long pauses are folded: as scale.py.
export const LONG = 10;

// Of each time (ascending, ms) its place from 0 to 1, and which pauses were folded.
export function folded(times, fold = true) {
  const count = times.length;
  const places = new Float64Array(count);
  const limit = fold ? longest(times) : Infinity;
  let at = 0;
  for (let i = 1; i < count; i += 1) {
    at += Math.min(Math.max(0, times[i] - times[i - 1]), limit);
    places[i] = at;
  }
  if (at) for (let i = 0; i < count; i += 1) places[i] /= at;
  return { places, limit };
}

function longest(times) {
  const gaps = [];
  for (let i = 1; i < times.length; i += 1) if (times[i] > times[i - 1]) gaps.push(times[i] - times[i - 1]);
  if (!gaps.length) return Infinity;
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  return LONG * (gaps.length % 2 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2);
}

// The clock of the store, which names no zone: shown as it is stored.
export function moment(ms) {
  if (ms === null || !Number.isFinite(ms)) return "";
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

export function clock(ms) { return moment(ms).slice(11); }

export function duration(ms) {
  if (ms === null || ms === undefined) return "";
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
  if (ms < 3_600_000) return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  if (ms < 172_800_000) return `${(ms / 3_600_000).toFixed(1)} h`;
  return `${(ms / 86_400_000).toFixed(1)} days`;
}
