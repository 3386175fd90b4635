// Texts and numbers as readers see them.

// A template with the values of its {names}.
export function filled(template, values) {
  return template.replace(/\{(\w+)\}/g, (gap, name) => values[name] ?? gap);
}

// At most `decimals` digits after the point.
export function written(value, decimals = 2) {
  return withMinus(String(rounded(value, decimals)));
}

// Exactly `decimals` digits after the point.
export function fixed(value, decimals = 2) {
  return withMinus(rounded(value, decimals).toFixed(decimals));
}

// JavaScript writes -0 as "0", but a small negative number's toFixed as "-0.00".
function rounded(value, decimals) {
  return Number(value.toFixed(decimals));
}

function withMinus(text) {
  return text.replace("-", "\u2212");
}
