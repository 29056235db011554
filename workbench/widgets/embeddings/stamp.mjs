// Discs put into pixels by hand: a hundred thousand of them in some milliseconds, without a GPU.

// How much of each pixel a disc covers, 0 to 256, as a square of `size` pixels.
export function stamp(radius) {
  const reach = Math.max(1, Math.ceil(radius + 0.5) - 1);
  const size = 2 * reach + 1;
  const cover = new Uint16Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const away = Math.hypot(row - reach, column - reach);
      cover[row * size + column] = Math.round(256 * Math.min(1, Math.max(0, radius + 0.5 - away)));
    }
  }
  return { cover, size, reach };
}

// Puts the points that `wanted` names into the pixels. `sx`, `sy` are places in pixels, `colour`
// is 0xRRGGBB, `strength` 0 to 256. Pixels are ABGR, as a little-endian view of RGBA has them.
export function splat(pixels, width, height, { sx, sy, colour, wanted, strength }, disc) {
  const { cover, size, reach } = disc;
  let put = 0;
  for (let i = 0; i < sx.length; i += 1) {
    if (!wanted(i)) continue;
    const left = Math.round(sx[i]) - reach;
    const top = Math.round(sy[i]) - reach;
    if (left < 0 || top < 0 || left + size > width || top + size > height) {
      if (left + size > 0 && top + size > 0 && left < width && top < height) {
        put += clipped(pixels, width, height, { left, top, colour: colour[i], strength }, disc);
      }
      continue;
    }
    put += 1;
    const own = pixel(colour[i]);
    for (let row = 0; row < size; row += 1) {
      let at = (top + row) * width + left;
      for (let c = row * size; c < (row + 1) * size; c += 1, at += 1) {
        if (cover[c]) pixels[at] = blended(pixels[at], own, (cover[c] * strength) >> 8);
      }
    }
  }
  return put;
}

// A disc that the picture's border cuts.
function clipped(pixels, width, height, { left, top, colour, strength }, { cover, size }) {
  const own = pixel(colour);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      const [x, y] = [left + column, top + row];
      const share = cover[row * size + column];
      if (share && x >= 0 && y >= 0 && x < width && y < height) {
        pixels[y * width + x] = blended(pixels[y * width + x], own, (share * strength) >> 8);
      }
    }
  }
  return 1;
}

// Two channels at once: red and blue lie far enough apart not to touch when they are multiplied.
function blended(under, over, share) {
  const rest = 256 - share;
  const outer = (((under & 0xff00ff) * rest + (over & 0xff00ff) * share) >>> 8) & 0xff00ff;
  const green = (((under & 0xff00) * rest + (over & 0xff00) * share) >>> 8) & 0xff00;
  return (0xff000000 | outer | green) >>> 0;
}

// 0xRRGGBB as a pixel.
export function pixel(colour) {
  return (0xff000000 | ((colour & 255) << 16) | (colour & 0xff00) | ((colour >> 16) & 255)) >>> 0;
}

// The radius of a point in CSS pixels: many are small, and grow as one looks closer.
export function radius(count, closer) {
  const base = [[300, 5], [2_000, 4], [10_000, 3], [50_000, 2]].find(([most]) => count <= most)?.[1] ?? 1.3;
  return Math.min(7, base * Math.max(1, closer) ** 0.3);
}
