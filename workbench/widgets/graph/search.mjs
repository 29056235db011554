// Finds nodes by what is written on them.

// Places of the seen nodes that hold the text: those whose label begins with it first, then
// those with it in the label, the id, a property; within each in the order of the scene.
export function matches(scene, look, text) {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return [];
  const ranks = [[], [], [], []];
  for (let i = 0; i < scene.size; i += 1) {
    const rank = look.seen[i] ? ranked(scene, i, wanted) : -1;
    if (rank >= 0) ranks[rank].push(i);
  }
  return ranks.flat();
}

function ranked(scene, i, wanted) {
  const label = scene.label(i).toLowerCase();
  if (label.startsWith(wanted)) return 0;
  if (label.includes(wanted)) return 1;
  if (scene.id(i).toLowerCase().includes(wanted)) return 2;
  const held = Object.values(scene.properties(i)).some((value) => words(value).toLowerCase().includes(wanted));
  return held ? 3 : -1;
}

// A property's value as text.
export function words(value) {
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
