// How the picture and its mask are looked at: in the state, and in the page's address, without asking the server.

const NAMES = ["view", "show", "only", "opacity", "outline", "dim", "at"];

let applied; // the last look that came from the server

// The look that counts: the server's where it is new (at first, after a contrast or a reset), else the address's, which
// the browser has kept up to date.
export function lookOf({ look, looked, prefix, start, classes, size }) {
  const isNew = applied !== looked;
  applied = looked;
  const words = new URL(window.location.href).searchParams;
  const told = isNew ? look : Object.fromEntries(NAMES.map((name) => [name, words.get(prefix + name)]));
  return checked({ ...start, ...withoutGaps(told) }, start, classes, size);
}

function withoutGaps(told) {
  return Object.fromEntries(Object.entries(told).filter(([, value]) => value !== null && value !== undefined));
}

// The words of an address as values; what makes no sense is as at the start.
function checked(told, start, classes, [height, width]) {
  const opacity = Number.parseFloat(told.opacity);
  const only = Number.parseInt(told.only, 10);
  const [row, column] = String(told.at).split(".").map(Number);
  return {
    view: ["picture", "overlay", "mask", "beside"].includes(told.view) ? told.view : start.view,
    show: ["classes", "probability", "entropy", "margin"].includes(told.show) ? told.show : start.show,
    only: only >= 0 && only < classes ? only : null,
    opacity: opacity >= 0 && opacity <= 1 ? opacity : Number(start.opacity),
    outline: told.outline === "True",
    dim: told.dim === "True",
    at: row >= 0 && row < height && column >= 0 && column < width ? [row, column].map(Math.floor) : null,
    lit: null,
  };
}

// Write what differs from the start into the address.
export function keepLook(look, { prefix, start }) {
  const address = new URL(window.location.href);
  for (const name of NAMES) {
    const word = wordOf(look[name]);
    if (word === wordOf(start[name])) address.searchParams.delete(prefix + name);
    else address.searchParams.set(prefix + name, word);
  }
  window.history.replaceState(window.history.state, "", address);
}

function wordOf(value) {
  if (value === null) return "";
  if (Array.isArray(value)) return value.join(".");
  return { true: "True", false: "False" }[value] ?? String(value);
}
