// Reads what workbench/widgets/wire.py packs: { meta, columns: { name: typed array | texts } }.
const ARRAYS = {
  f4: Float32Array, f8: Float64Array, i4: Int32Array,
  u4: Uint32Array, u2: Uint16Array, u1: Uint8Array,
};

export function unpack(view) {
  // Columns lie at multiples of eight of the block; the block itself may lie anywhere.
  const block = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
  if (block.byteLength < 4) return { meta: {}, columns: {} };
  const size = new DataView(block).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(block, 4, size)));
  const start = 4 + size;
  const ends = header.columns.slice(1).map((column) => column.at);
  ends.push(block.byteLength - start);
  const columns = {};
  header.columns.forEach((column, n) => {
    columns[column.name] = read(block, column, start + column.at, start + ends[n]);
  });
  return { meta: header.meta, columns };
}

function read(block, { kind, length }, from, to) {
  if (kind !== "text") return new ARRAYS[kind](block, from, length);
  const ends = new Uint32Array(block, from, length);
  const all = new TextDecoder("utf-8", { ignoreBOM: true }).decode(new Uint8Array(block, from + 4 * length, to - from - 4 * length));
  return new Texts(all, ends);
}

// Texts of one column: `at(i)` cuts one out; nothing is made for those nobody looks at.
export class Texts {
  constructor(all, ends) {
    this.all = all;
    this.ends = ends;
    this.length = ends.length;
  }

  at(i) {
    return this.all.slice(i ? this.ends[i - 1] : 0, this.ends[i]);
  }

  *[Symbol.iterator]() {
    for (let i = 0; i < this.length; i += 1) yield this.at(i);
  }
}
