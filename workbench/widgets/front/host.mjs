// Shows views in a page without a kernel, and lets those that are linked select together.
class Model {
  kernelFree = true;
  #values;
  #heard = new Map();

  constructor(values) { this.#values = values; }
  get(name) { return this.#values[name]; }

  set(name, value) {
    this.#values[name] = value;
    for (const heard of this.#heard.get(`change:${name}`) ?? []) heard();
  }

  on(event, heard) {
    if (!this.#heard.has(event)) this.#heard.set(event, new Set());
    this.#heard.get(event).add(heard);
  }

  off(event, heard) { this.#heard.get(event)?.delete(heard); }
  save_changes() {}
  send() {}
}

async function inflated(text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new DataView(await new Response(stream).arrayBuffer());
}

function link(models) {
  for (const from of models) {
    from.on("change:selected", () => {
      const told = JSON.stringify(from.get("selected"));
      for (const to of models) {
        if (JSON.stringify(to.get("selected")) !== told) to.set("selected", from.get("selected"));
      }
    });
  }
}

async function show({ linked, views }) {
  const models = [];
  for (const told of views) {
    const model = new Model({ ...told, data: await inflated(told.data) });
    models.push(model);
    const el = document.createElement("div");
    el.style.height = views.length > 1 ? `${told.height}px` : "100vh";
    document.body.append(el);
    globalThis.workbenchViews[told.module].render({ model, el });
  }
  if (linked) link(models);
  document.body.dataset.ready = "yes";
}

document.body.style.margin = "0";
show(JSON.parse(document.getElementById("workbench-views").textContent));
