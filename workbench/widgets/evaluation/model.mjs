// What the report shows of its columns: pairs that flipped, steps side by side.

// One record of a row of the packed columns.
export function judged({ columns }, row) {
  const record = {};
  for (const [name, column] of Object.entries(columns)) {
    record[name] = typeof column.at === "function" ? column.at(row) : column[row];
  }
  return record;
}

// Questions whose verdicts differ between runs a and b, by question and repeat, as in model.py.
export function flips(data, a, b) {
  const sides = new Map();
  const { run, question, repeat } = data.columns;
  for (let row = 0; row < run.length; row += 1) {
    const side = run.at(row) === a ? "a" : run.at(row) === b ? "b" : null;
    if (!side) continue;
    const key = JSON.stringify([question.at(row), repeat[row]]);
    if (!sides.has(key)) sides.set(key, { question: question.at(row), repeat: repeat[row], a: null, b: null });
    sides.get(key)[side] = judged(data, row);
  }
  const found = [...sides.values()].filter((pair) => (pair.a?.verdict ?? "") !== (pair.b?.verdict ?? ""));
  return found.sort((x, y) => order(x.question, y.question) || x.repeat - y.repeat);
}

// By code points, as Python sorts: the same order wherever the report is read.
function order(x, y) {
  const [p, q] = [[...x], [...y]];
  const at = p.findIndex((letter, n) => letter !== q[n]);
  if (at < 0) return p.length - q.length;
  return at >= q.length ? 1 : p[at].codePointAt(0) - q[at].codePointAt(0);
}

// Two lists of steps [kind, text, seconds] in rows, steps of the same kind side by side: the
// longest common subsequence of kinds.
export function aligned(left, right) {
  const best = Array.from({ length: left.length + 1 }, () => new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i -= 1) {
    for (let j = right.length - 1; j >= 0; j -= 1) {
      best[i][j] = left[i][0] === right[j][0] ? best[i + 1][j + 1] + 1 : Math.max(best[i + 1][j], best[i][j + 1]);
    }
  }
  const rows = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i][0] === right[j][0]) rows.push([left[i++], right[j++]]);
    else if (j >= right.length || (i < left.length && best[i + 1][j] >= best[i][j + 1])) rows.push([left[i++], null]);
    else rows.push([null, right[j++]]);
  }
  return rows;
}

export const percent = (value) => (value === null ? "–" : `${(value * 100).toFixed(1)} %`);

// "was right, is wrong" and so on: how a pair of verdicts reads.
export function change(pair) {
  const [a, b] = [pair.a?.verdict ?? "not asked", pair.b?.verdict ?? "not asked"];
  if (a === "fail" && b === "pass") return "gained";
  return a === "pass" && b === "fail" ? "lost" : `${a} → ${b}`;
}
