// The graph: painted, searched, walked, expanded; all that is done to it is a list of actions.
import { view } from "../front/port.mjs";
import { GraphApp } from "./app.mjs";

export default view("graph", ({ port, el }) => {
  const app = new GraphApp(port, el);
  return () => app.destroy();
});
