// Lines set pixel by pixel. Canvas2D without a GPU strokes 20,000 lines in 45–70 ms, this draws
// them in 10–20: what keeps a large graph moving under the pointer.

// One line of the colour 0xAABBGGRR, ends included, into `pixels` of width × height; what lies
// outside is cut off. Returns how many pixels were set.
export function line(pixels, width, height, [ax, ay, bx, by], colour) {
  const [dx, dy] = [bx - ax, by - ay];
  let [from, to] = clip(ax, dx, width - 1, 0, 1);
  [from, to] = clip(ay, dy, height - 1, from, to);
  if (!(from <= to)) return 0; // outside, or not a number
  const x0 = Math.round(ax + dx * from);
  const y0 = Math.round(ay + dy * from);
  return run(pixels, width, [x0, y0, Math.round(ax + dx * to), Math.round(ay + dy * to)], colour);
}

// The part of [from, to] of a + share × d that lies in [0, most].
function clip(a, d, most, from, to) {
  if (d === 0) return a >= 0 && a <= most ? [from, to] : [1, 0];
  const [near, far] = d > 0 ? [-a / d, (most - a) / d] : [(most - a) / d, -a / d];
  return [Math.max(from, near), Math.min(to, far)];
}

// Bresenham's line, along the longer side.
function run(pixels, width, [x0, y0, x1, y1], colour) {
  const across = Math.abs(x1 - x0);
  const down = Math.abs(y1 - y0);
  const right = x0 < x1 ? 1 : -1;
  const below = y0 < y1 ? width : -width;
  const steep = down > across;
  const [long, short] = steep ? [down, across] : [across, down];
  const [along, aside] = steep ? [below, right] : [right, below];
  let at = y0 * width + x0;
  let left = long >> 1;
  for (let n = 0; n <= long; n += 1) {
    pixels[at] = colour;
    at += along;
    left -= short;
    if (left < 0) {
      at += aside;
      left += long;
    }
  }
  return long + 1;
}
