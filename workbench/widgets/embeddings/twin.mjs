// The points as a table: those that are selected first, hidden ones left out.
import { table } from "../front/table.mjs";

export function twin(points, { onOpen, isSelected }) {
  let order = new Uint32Array(0);
  const columns = [{ name: "label", width: "minmax(14ch, 2fr)" }, { name: "id" }, ...points.columns.map(({ name, kind }) => (
    { name, align: kind === "number" ? "end" : undefined }
  ))];
  const cell = (row, column) => {
    const i = order[row];
    if (column === 0) return points.labels.at(i);
    return column === 1 ? points.ids.at(i) : points.columns[column - 2].text(i);
  };
  const made = table({
    columns, count: 0, cell, label: "Points",
    onOpen: (row) => onOpen(order[row]), isSelected: (row) => isSelected(order[row]),
  });
  made.el.querySelector(".wb-head").style.minWidth = `${columns.length * 9}ch`;

  // marked: Uint8Array or null; hidden: Uint8Array.
  function show(marked, hidden) {
    const first = [];
    const rest = [];
    for (let i = 0; i < points.n; i += 1) {
      if (marked?.[i]) first.push(i);
      else if (!hidden[i]) rest.push(i);
    }
    order = Uint32Array.from(first.concat(rest));
    made.refresh(order.length);
  }
  return { el: made.el, show, destroy: made.destroy };
}
