import { speaker } from "../front/dom.mjs";
import { view } from "../front/port.mjs";
import { typing } from "./console.mjs";
import { result } from "./result.mjs";

export default view("query", ({ port, el: root }) => {
  const { el: live, say } = speaker();
  const shown = result({ port, say });
  const typed = port.data().meta.console ? typing({ port, say }) : null;
  if (typed) root.append(typed.el);
  root.append(shown.el, live);

  function paint() {
    const data = shown.show();
    typed?.show(data);
  }

  port.on("data", paint);
  paint();
  root.dataset.ready = "yes";
  return () => shown.destroy();
});
