// The statements that were sent to the stores for this view, folded.
import { el, replace } from "../front/dom.mjs";

export function askedPanel() {
  const summary = el("summary", {});
  const list = el("ol", {});
  const box = el("details", { class: "planes-asked" }, summary, list);

  function show(statements) {
    const runs = statements.reduce((sum, one) => sum + one.runs, 0);
    summary.textContent = `What was asked: ${statements.length} statements, run ${runs} times`;
    replace(list, statements.map((one) => el("li", {},
      el("span", {}, `${one.store}: ${one.runs}×, ${one.rows} rows, ${Math.round(one.ms)} ms`), el("pre", {}, one.statement))));
    box.hidden = !statements.length;
  }

  return { el: box, show };
}
