// A place to type queries: a text with its values and limits, what was run before, errors in place.
import { el, replace } from "../front/dom.mjs";
import { copied } from "./copying.mjs";
import { editor } from "./editor.mjs";

const NAMES = { sql: "SQL", cypher: "Cypher", ask: "Query by name", velesql: "VelesQL" };

export function typing({ port, say }) {
  const given = port.data().meta.console;
  const language = el("select", {}, given.languages.map((name) => el("option", { value: name }, NAMES[name] ?? name)));
  const parameters = el("input", { type: "text", placeholder: '{"id": "a"}', spellcheck: false, class: "query-parameters" });
  const limit = el("input", { type: "number", min: 1, value: given.limit ?? "", class: "query-number" });
  const timeout = el("input", { type: "number", min: 1, value: given.timeout ?? "", class: "query-number" });
  const history = el("select", { on: { change: () => again(history.value) } });
  const runs = el("button", { type: "button", class: "query-run", on: { click: run } }, "Run");
  const copy = el("button", { type: "button", on: { click: copyCode } }, "Copy as Python");
  const typed = editor({ language: () => language.value, schema: once(() => port.ask("schema")), run, say });
  const fault = el("div", { class: "query-fault", role: "alert", hidden: true });

  async function run() {
    if (runs.disabled) return;
    runs.disabled = true;
    say(`Running; it ends within ${timeout.value} s, or when the kernel is interrupted`);
    try {
      const { refused } = await port.ask("run", {
        language: language.value, text: typed.area.value, parameters: parameters.value,
        limit: Number(limit.value), timeout: Number(timeout.value),
      });
      if (refused) failed({ message: refused });
      say(refused ?? port.data().meta.summary);
    } catch (error) {
      say(error.message);
    } finally {
      runs.disabled = false;
    }
  }

  function failed(told) {
    fault.hidden = !told;
    replace(fault, told ? [el("div", {}, told.type ? `${told.type}: ${told.message}` : told.message), told.marked ? el("pre", {}, told.marked) : null] : []);
    if (told?.place) typed.mark(told.place);
    else typed.unmark();
  }

  function show({ meta }) {
    if (meta.text) set(meta);
    failed(meta.fault);
  }

  function set(told) {
    language.value = told.language;
    if (typed.area.value !== told.text) typed.area.value = told.text;
  }

  function again(n) {
    const told = port.actions[n];
    if (!told) return;
    set(told);
    parameters.value = asText(told.parameters);
    limit.value = told.limit ?? "";
    timeout.value = told.timeout ?? "";
    failed(null);
  }

  function listed() {
    const entries = port.actions.map((told, n) => el("option", { value: n }, `${n + 1}. ${told.text.replaceAll(/\s+/g, " ").slice(0, 60)} (${told.error ? "failed" : `${told.rows} rows`})`));
    replace(history, entries.length ? entries.reverse() : el("option", { value: "" }, "nothing was run yet"));
    history.disabled = copy.disabled = !entries.length;
    const last = port.actions.at(-1);
    if (last) parameters.value = asText(last.parameters);
  }

  async function copyCode() {
    const code = port.actions[history.value]?.code ?? "";
    say(await copied(code, "query.py"));
  }

  port.on("actions", listed);
  listed();
  const field = (name, input) => el("label", {}, `${name} `, input);
  const root = el("section", { class: "query-console", aria: { label: "Query" } },
    el("div", { class: "wb-bar" }, field("Language", language), runs, field("Limit", limit), field("Timeout, s", timeout), field("History", history), copy),
    typed.el,
    el("div", { class: "wb-bar" }, el("label", { class: "query-wide" }, "Parameters (JSON) ", parameters)),
    fault);
  return { el: root, show };
}

function asText(parameters) { return Object.keys(parameters).length ? JSON.stringify(parameters) : ""; }

// The names are read once, when they are first wanted; a failure is tried again.
function once(read) {
  let found = null;
  return () => {
    found ??= read().catch((error) => {
      found = null;
      throw error;
    });
    return found;
  };
}
