// Unpacks the blocks it is sent, one a line in base 64, and answers each with what was in it.
import { createInterface } from "node:readline";
import { unpack } from "../../workbench/widgets/front/wire.mjs";

const told = (column) =>
  ArrayBuffer.isView(column)
    ? { kind: column.constructor.name, length: column.length, bytes: Buffer.from(column.buffer, column.byteOffset, column.byteLength).toString("base64") }
    : { kind: "text", length: column.length, texts: [...column], last: column.length ? column.at(column.length - 1) : null };

for await (const line of createInterface({ input: process.stdin })) {
  const block = Buffer.from(line, "base64");
  const lying = Buffer.concat([Buffer.from("xyz"), block]); // as in a message: at no even place
  const { meta, columns } = unpack(new DataView(lying.buffer, lying.byteOffset + 3, block.length));
  const answer = { meta, columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, told(column)])) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
