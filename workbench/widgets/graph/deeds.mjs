// What can be done to the graph: each deed changes the list of actions, the selection or the eye.
import { download } from "../front/dom.mjs";
import { code } from "./code.mjs";
import { pressedEntry } from "./legend.mjs";
import { saved } from "./saving.mjs";
import { matches } from "./search.mjs";
import { byDegree, said } from "./walk.mjs";

const CLOSE = 2; // times the scale at which everything is in sight, for what was searched for

export function deeds(app) {
  const deed = { ...choosing(app), ...searching(app), ...changing(app), ...looking(app) };
  const each = (i) => deed.goTo(i, true);
  return {
    ...deed,
    open: { node: each, edge: deed.openEdge },
    filter: {
      types: (types) => deed.act({ do: "filter", types }),
      edges: (edges) => deed.act({ do: "filter", edges }),
      property: (filter) => deed.act(filter),
      clear: () => deed.act({ do: "unfilter" }),
      opened: (panel) => panel.show(app.scene, app.look),
    },
    legend: {
      colour: (by) => deed.act({ do: "colour", by }),
      size: (by) => deed.act({ do: "size", by }),
      entry: deed.entry,
    },
    card: {
      node: each, edge: deed.openEdge, close: deed.clear, expand: deed.expand,
      focus: (i) => deed.act({ do: "focus", ids: [app.scene.id(i)], hops: 1 }),
      hide: (i) => deed.hideThese([app.scene.id(i)]),
      pin: deed.pin,
    },
    keys: {
      ...deed, expand: () => deed.expand(), focus: () => deed.focus(1), fit: () => app.painter.camera.fit(),
      zoom: (factor) => app.painter.camera.zoom(factor), pin: () => deed.pin(), clear: deed.clear,
      search: () => app.bar.search.focus(), help: () => app.bar.help.open(),
    },
  };
}

// Selection and the walk.
function choosing(app) {
  const spoken = () => app.say(said(app.scene, app.look, app.path));
  function goTo(i, centred = false) {
    app.path.goTo(i);
    app.select([app.scene.id(i)]);
    if (centred) app.painter.camera.centre(i);
    app.remark(); // at once: what is selected already makes no event
    spoken();
  }
  function hop(found) {
    if (!found) app.say(app.path.here < 0 ? "No node has the focus: N goes to the best connected" : "It has no edges here");
    else spoken();
    app.remark();
  }
  function node(by) {
    const order = byDegree(app.scene, app.look);
    if (!order.length) return;
    const at = order.indexOf(app.path.here);
    goTo(order[at < 0 ? 0 : (at + by + order.length) % order.length], true);
  }
  return {
    goTo,
    arrive(i) {
      app.path.goTo(i);
      app.painter.camera.centre(i);
      app.remark();
      spoken();
    },
    click(i, added) {
      if (!added) { goTo(i); return; }
      const id = app.scene.id(i);
      const chosen = new Set(app.port.selected);
      if (!chosen.delete(id)) chosen.add(id);
      app.path.goTo(i);
      app.select(chosen);
      app.say(`${chosen.size} selected`);
    },
    selectAll(nodes) {
      app.select(nodes.map((i) => app.scene.id(i)));
      app.say(`${nodes.length} selected`);
    },
    openEdge(e) {
      const { scene } = app;
      app.select([scene.edgeId(e)]);
      app.say(`Edge ${scene.edgeType(e)} from ${scene.name(scene.source[e])} to ${scene.name(scene.target[e])}`);
    },
    clear() {
      app.path.reset();
      app.select([]);
      app.remark();
      app.say("");
    },
    step: (by) => hop(app.path.look(app.scene, app.look, by)),
    stepTo: (at) => hop(app.path.lookAt(app.scene, app.look, at)),
    enter() {
      const next = app.path.hop(app.scene, app.look);
      if (next) goTo(next.node, true);
      else if (app.path.here >= 0) goTo(app.path.here);
      else node(1);
    },
    back: () => { if (app.path.back()) goTo(app.path.here, true); },
    node,
  };
}

function searching(app) {
  function find(text) {
    const list = matches(app.scene, app.look, text);
    app.found = { text, list, at: list.indexOf(app.found.list[app.found.at]) };
    app.bar.search.told(text.trim() && String(list.length));
    return list.length;
  }
  return {
    search(text) {
      const count = find(text);
      app.say(text.trim() ? `${count.toLocaleString("en")} ${count === 1 ? "match" : "matches"}` : "");
      app.remark();
    },
    searchAgain: () => { if (app.found.text) find(app.found.text); },
    nextMatch(by) {
      const { found } = app;
      if (!found.list.length) return;
      found.at = found.at < 0 ? (by > 0 ? 0 : found.list.length - 1) : (found.at + by + found.list.length) % found.list.length;
      const i = found.list[found.at];
      app.path.goTo(i);
      app.select([app.scene.id(i)]);
      app.painter.camera.centre(i, CLOSE);
      app.bar.search.told(`${found.at + 1}/${found.list.length}`);
      app.say(`Match ${found.at + 1} of ${found.list.length}: ${said(app.scene, app.look, app.path)}`);
    },
  };
}

// What becomes an action.
function changing(app) {
  const act = (...actions) => app.past.act(...actions);
  const here = () => (app.path.here < 0 ? [] : [app.path.here]);
  const ids = () => (app.picked.nodes.length ? app.picked.nodes : here()).map((i) => app.scene.id(i));
  const some = (deed) => () => (ids().length ? deed(ids()) : app.say("Nothing is selected"));
  function hideThese(chosen) {
    act({ do: "hide", ids: chosen });
    app.select([]);
    app.say(`${chosen.length} hidden`);
  }
  return {
    act,
    undo: () => app.say(app.past.undo() ? "Undone" : "Nothing to undo"),
    redo: () => app.say(app.past.redo() ? "Done again" : "Nothing to do again"),
    hideThese,
    hide: some(hideThese),
    showAll() {
      const steps = app.look.hidden.size ? [{ do: "show" }] : [];
      if (app.look.filtered) steps.push({ do: "unfilter" });
      if (app.look.state.focus) steps.push({ do: "unfocus" });
      act(...steps);
      app.say("Everything is shown");
    },
    focus: (hops) => some((chosen) => act({ do: "focus", ids: chosen, hops }))(),
    unfocus: () => { if (app.look.state.focus) act({ do: "unfocus" }); },
    pinAt: (i, x, y) => act({ do: "pin", id: app.scene.id(i), x: round(x), y: round(y) }),
    pin(i = app.path.here) {
      if (i < 0) { app.say("No node has the focus"); return; }
      const id = app.scene.id(i);
      if (app.look.pinned.has(id)) act({ do: "unpin", id });
      else act({ do: "pin", id, x: round(app.places.x[i]), y: round(app.places.y[i]) });
    },
    layout: (name, seed) => act({ do: "layout", name, seed }),
    entry: (label) => act(...pressedEntry(app.scene, app.look, label)),
    expand(i = app.path.here) {
      if (i < 0) app.say("No node has the focus: select one to expand it");
      else if (!app.port.live) app.say("To expand needs a kernel: run the view's .live()");
      else app.expansion.ask(app.scene.id(i), app.scene.name(i));
    },
  };
}

function looking(app) {
  return {
    stop: () => app.refinement.stop(),
    table: () => app.showTable(!app.tableShown),
    code: () => code(app.port.actions),
    copy: (text) => copy(text).then(() => app.say("Copied"), () => app.say("The browser does not allow it: select the text and copy it")),
    save: (kind) => saved(app, kind).then(({ name, content, type }) => {
      download(name, content, type);
      app.say(`${name} saved`);
    }),
  };
}

async function copy(text) {
  await navigator.clipboard.writeText(text);
}

// Six digits place a node more finely than a pixel.
function round(x) {
  return Number(x.toPrecision(6));
}
