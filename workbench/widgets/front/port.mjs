// What a view knows of its host, kernel or page: data, settings, actions, what is selected.
import { unpack } from "./wire.mjs";

export class Port {
  #model;
  #waiting = new Map();
  #asked = 0;
  #own = Math.random().toString(36).slice(2); // several views of one model hear every answer
  #off = [];

  constructor(model) {
    this.#model = model;
    this.live = !model.kernelFree;
    this.#listen("msg:custom", (message) => this.#answered(message));
  }

  data() { return unpack(this.#model.get("data")); }
  get settings() { return this.#model.get("settings") ?? {}; }
  get actions() { return this.#model.get("actions") ?? []; }
  get selected() { return this.#model.get("selected") ?? []; }

  // `name` is data, settings, actions or selected; also called for what this view itself set.
  on(name, heard) { this.#listen(`change:${name}`, () => heard()); }

  select(ids) { this.#set("selected", [...ids]); }
  setActions(actions) { this.#set("actions", actions); }

  // Asks Python: resolves to what its answer returned, rejects with its error's words.
  ask(what, details = {}) {
    if (!this.live) return Promise.reject(new Error("This needs a kernel: run the view's .live()"));
    this.#asked += 1;
    const ask = `${this.#own}-${this.#asked}`;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, { resolve, reject });
      this.#model.send({ ...details, do: what, ask });
    });
  }

  close() { this.#off.forEach((off) => off()); }

  #set(name, value) {
    if (JSON.stringify(this.#model.get(name)) === JSON.stringify(value)) return;
    this.#model.set(name, value);
    this.#model.save_changes();
  }

  #listen(event, heard) {
    this.#model.on(event, heard);
    this.#off.push(() => this.#model.off(event, heard));
  }

  #answered(message) {
    const waiting = this.#waiting.get(message?.answer);
    if (!waiting) return;
    this.#waiting.delete(message.answer);
    if (message.error === undefined) waiting.resolve(message.value);
    else waiting.reject(new Error(message.error));
  }
}

// JupyterLab takes plain keys for commands wherever the focus is: D twice on a select or a button
// deletes the cell. Those with Ctrl, Alt or Meta, and Shift+Enter, stay its own.
function keep(event) {
  const commands = event.ctrlKey || event.altKey || event.metaKey;
  if (!commands && !(event.shiftKey && event.key === "Enter")) event.stopPropagation();
}

// The default export of a view's module. `paint({ port, el })` fills el and may return a cleanup;
// the page of a view without a kernel finds it under its name.
export function view(name, paint) {
  const made = {
    render({ model, el }) {
      const port = new Port(model);
      el.classList.add("workbench-view");
      el.dataset.view = name; // what its style sheet goes by, see build.mjs
      // A cell has no height of its own to fill: without one, a table would show all its rows.
      if (port.live) el.style.height = `${model.get("height")}px`;
      el.addEventListener("keydown", keep);
      const cleanup = paint({ port, el });
      return () => {
        cleanup?.();
        port.close();
        el.removeEventListener("keydown", keep);
      };
    },
  };
  (globalThis.workbenchViews ??= {})[name] = made;
  return made;
}
