// Threads: a list and one of them open, or two side by side.
import { replace, speaker } from "../front/dom.mjs";
import { view } from "../front/port.mjs";
import { comparison } from "./compare.mjs";
import { explorer } from "./explorer.mjs";

export default view("threads", ({ port, el: root }) => {
  let shown = null;
  root.classList.add("wb-threads");

  function mount() {
    shown?.close();
    replace(root);
    const block = port.data();
    shown = block.meta.kind === "comparison" ? sideBySide(block.meta) : explorer({ port, root, block });
    root.dataset.ready = "yes";
  }

  function sideBySide(told) {
    const spoken = speaker();
    const pane = comparison({ port, told, say: spoken.say });
    root.append(pane.el, spoken.el);
    return pane;
  }

  port.on("data", mount);
  port.on("selected", () => shown.selected());
  port.on("actions", () => shown.acted?.());
  mount();
  return () => shown.close();
});
