// Tells of the sources in the folder it runs in: which npm packages their bundles are made of,
// and what these would still import where they run.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const here = process.cwd();
const { build } = createRequire(join(here, "build.mjs"))("esbuild");
const all = readdirSync(here, { recursive: true }).filter((file) => !file.startsWith("node_modules") && !file.startsWith("static"));
const entries = all.filter((file) => /(^|[\\/])(view|host)\.mjs$|\.worker\.mjs$/.test(file));
const workers = {
  name: "workers",
  setup: (plugin) => plugin.onLoad({ filter: /\.worker\.mjs$/ }, () => ({ contents: "", loader: "text" })),
};

const packages = new Set();
const imported = [];
for (const entry of entries) {
  const plugins = entry.endsWith(".worker.mjs") ? [] : [workers];
  const { metafile } = await build({ entryPoints: [entry], absWorkingDir: here, bundle: true, metafile: true, write: false, logLevel: "error", plugins });
  for (const output of Object.values(metafile.outputs)) {
    imported.push(...output.imports.map(({ path }) => path));
    for (const [input, { bytesInOutput }] of Object.entries(output.inputs)) {
      const found = input.match(/^node_modules\/((?:@[^/]+\/)?[^/]+)\//);
      if (found && bytesInOutput) packages.add(found[1]);
    }
  }
}
process.stdout.write(JSON.stringify({ entries, imported, packages: [...packages].sort() }));
