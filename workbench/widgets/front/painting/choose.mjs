// Which renderer paints a graph, and why: WebGL only where a GPU does it and the size asks for it.

// Where a processor plays the GPU, WebGL is ten times slower than Canvas2D.
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|microsoft basic/i;
const LARGE = 8000; // nodes and edges up to which Canvas2D has frames to spare

// What draws WebGL here: { name } as the driver tells it, or null where there is no WebGL. The
// context that was asked is given back: a page may have some sixteen.
export function graphics() {
  const gl = new OffscreenCanvas(1, 1).getContext("webgl2");
  if (!gl) return null;
  const told = gl.getExtension("WEBGL_debug_renderer_info");
  const name = String(gl.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
  gl.getExtension("WEBGL_lose_context")?.loseContext();
  return { name };
}

// asked: "auto", "canvas" or "webgl"; gpu: what graphics() returned; size: nodes and edges.
// { name: "canvas" | "webgl", why }
export function choose(asked, gpu, size) {
  if (asked === "canvas") return { name: "canvas", why: "asked for" };
  if (!gpu) return { name: "canvas", why: "no WebGL here" };
  if (asked === "webgl") return { name: "webgl", why: `asked for, on ${gpu.name}` };
  if (SOFTWARE.test(gpu.name)) return { name: "canvas", why: `WebGL without a GPU (${gpu.name})` };
  if (size <= LARGE) return { name: "canvas", why: `fast enough for ${size} nodes and edges` };
  return { name: "webgl", why: `${size} nodes and edges, on ${gpu.name}` };
}
