// Bundles each view into static/: `node build.mjs` all of them, `node build.mjs graph` one.
// The same sources give the same bytes, which tests/widgets/test_bundles.py holds.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const VIEWS = ["graph", "planes", "threads", "embeddings", "query", "evaluation"];
const TARGET = ["chrome110", "firefox113", "safari16.4"]; // the first with DecompressionStream

// A file `x.worker.mjs` is bundled by itself and imported as text: a frame without an origin
// can start a worker only from a blob.
const workers = {
  name: "workers",
  setup(plugin) {
    plugin.onLoad({ filter: /\.worker\.mjs$/ }, async ({ path }) => {
      const built = await bundled(path, { format: "iife", write: false });
      return { contents: built.outputFiles[0].text.trim(), loader: "text" };
    });
  },
};

function bundled(entry, more) {
  return build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    charset: "utf8",
    target: TARGET,
    legalComments: "none", // their licences are in static/THIRD_PARTY_LICENSES.txt
    logLevel: "warning",
    absWorkingDir: HERE,
    ...more,
  });
}

// What ends a script element may not stand in text that is put into one.
function inlinable(text) {
  return text.replaceAll("</script", "<\\/script").replaceAll("<!--", "<\\!--");
}

// Views stand on one page, in a notebook or linked, and name their parts alike: each style sheet
// holds for its own view alone. `:where` weighs nothing, so that rules outdo each other as written.
function ofView(text, name) {
  return text.replaceAll(".workbench-view", `.workbench-view:where([data-view=${name}])`);
}

async function bundle(name, entry) {
  const built = await bundled(entry, { format: "esm", plugins: [workers], write: false });
  const text = inlinable(built.outputFiles[0].text);
  writeFileSync(join(HERE, "static", `${name}.mjs`), text);
  const style = entry.replace(/\.mjs$/, ".css");
  if (!existsSync(join(HERE, style))) return;
  const css = await bundled(style, { write: false });
  writeFileSync(join(HERE, "static", `${name}.css`), ofView(css.outputFiles[0].text, name));
}

function licences() {
  const lock = JSON.parse(readFileSync(join(HERE, "package-lock.json"), "utf8"));
  const shipped = ["events", "graphology-layout-forceatlas2", "graphology-utils", "sigma"];
  const texts = shipped.map((name) => {
    const folder = join(HERE, "node_modules", name);
    const file = ["LICENSE.txt", "LICENSE"].map((f) => join(folder, f)).find(existsSync);
    const version = lock.packages[`node_modules/${name}`].version;
    return `${name} ${version}\n\n${readFileSync(file, "utf8").trim()}\n`;
  });
  return texts.join(`\n${"-".repeat(72)}\n\n`);
}

const asked = process.argv.slice(2);
for (const name of asked.length ? asked : VIEWS) {
  if (name !== "host") await bundle(name, `${name}/view.mjs`);
}
if (!asked.length || asked.includes("host")) {
  await bundle("host", "front/host.mjs");
  writeFileSync(join(HERE, "static", "THIRD_PARTY_LICENSES.txt"), licences());
}
