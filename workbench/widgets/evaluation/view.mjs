import { view } from "../front/port.mjs";
import { el } from "../front/dom.mjs";
import { table } from "../front/table.mjs";
export default view("evaluation", ({ port, el: root }) => {
  const { columns } = port.data();
  const t = table({ columns: [{ name: "id" }, { name: "n" }], count: columns.id.length, label: "things",
    cell: (r, c) => (c ? String(columns.n[r]) : columns.id.at(r)), onOpen: (r) => port.select([columns.id.at(r)]),
    isSelected: (r) => port.selected.includes(columns.id.at(r)) });
  port.on("selected", () => t.refresh());
  root.append(el("div", { class: "wb-body" }, t.el));
});
