// A plan's rows in words.
export function number(value) {
  if (value === null || value === undefined) return "";
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toPrecision(3);
}

export function sizes(row) {
  return {
    expected: number(row.estimated), actual: number(row.actual),
    ms: row.ms === null ? "" : row.ms.toFixed(3), cost: number(row.cost),
    share: row.share === null ? "" : `${Math.round(row.share * 100)} %`,
  };
}

// One operator as a screen reader says it.
export function spoken(row, by) {
  const { expected, actual, ms, share } = sizes(row);
  return [
    `${row.operator} ${row.what}`.trim(),
    expected && `${expected} rows expected`, actual && `${actual} rows`, ms && `${ms} milliseconds`,
    share && `${share} of ${by === "ms" ? "the time" : "the cost"}`,
    ...row.warnings.map((text) => `warning: ${text}`),
  ].filter(Boolean).join(", ");
}

export function planText(rows) {
  return rows.map((row) => {
    const { expected, actual, ms, cost, share } = sizes(row);
    const told = [expected && `expected ${expected}`, actual && `rows ${actual}`, ms && `${ms} ms`, cost && `cost ${cost}`, share].filter(Boolean).join(", ");
    const warned = row.warnings.map((text) => `  ! ${text}`).join("");
    return `${"  ".repeat(row.depth)}${row.operator} ${row.what}`.trimEnd() + (told ? `  (${told})` : "") + warned;
  }).join("\n");
}
