// What is selected after ids were chosen: they, or nothing where they were all that was.
export function toggled(selected, ids) {
  const same = selected.length === ids.length && ids.every((id) => selected.includes(id));
  return same ? [] : ids;
}

// The same with Shift: ids are added, or taken away where they are there.
export function added(selected, id) {
  return selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id];
}
