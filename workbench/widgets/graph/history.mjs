// What was done, as a list that Python holds too; what was undone stays here, to be done again.

export function history(port) {
  let undone = [];
  let own = false;

  const set = (actions) => {
    own = true;
    port.setActions(actions);
    own = false;
  };
  // What Python does is new history: what was undone before it cannot be done again.
  port.on("actions", () => { if (!own) undone = []; });

  return {
    act(...actions) {
      undone = [];
      set([...port.actions, ...actions]);
    },
    undo() {
      const last = port.actions.at(-1);
      if (!last) return null;
      undone.push(last);
      set(port.actions.slice(0, -1));
      return last;
    },
    redo() {
      const next = undone.pop();
      if (!next) return null;
      set([...port.actions, next]);
      return next;
    },
    get canUndo() { return port.actions.length > 0; },
    get canRedo() { return undone.length > 0; },
  };
}
