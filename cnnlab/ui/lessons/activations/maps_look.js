// How a layer's maps are looked at: in the state, and in the page's address, without asking the server.

const NAMES = ["channel", "scale", "order", "view", "at"];

let applied; // the last look that came from the server

// The look that counts: the server's where it is new (at first, after a contrast or a reset), else the address's, which
// the browser has kept up to date.
export function lookOf(header) {
  const isNew = applied !== header.looked;
  applied = header.looked;
  const words = new URL(window.location.href).searchParams;
  const told = isNew ? header.look : Object.fromEntries(NAMES.map((name) => [name, words.get(header.prefix + name)]));
  return checked(told, header);
}

// The words of an address as values; what makes no sense is as at the start.
function checked(told, { start, count, first, rows, columns }) {
  const channel = Number.parseInt(told.channel, 10) - 1;
  const [row, column] = String(told.at).split(".").map(Number);
  return {
    channel: channel >= 0 && channel < count ? channel : first,
    scale: ["own", "layer", "network"].includes(told.scale) ? told.scale : start.scale,
    order: ["number", "mean", "zeros"].includes(told.order) ? told.order : start.order,
    view: ["beside", "over"].includes(told.view) ? told.view : start.view,
    at: row >= 1 && row <= rows && column >= 1 && column <= columns ? [row - 1, column - 1].map(Math.floor) : null,
  };
}

// Write what differs from the start into the address; channels, rows and columns count from 1 there.
export function keepLook(look, { prefix, start, first }) {
  const address = new URL(window.location.href);
  const words = {
    ...look,
    channel: look.channel === first ? start.channel : String(look.channel + 1),
    at: look.at ? look.at.map((index) => index + 1).join(".") : start.at,
  };
  for (const name of NAMES) {
    if (words[name] === start[name]) address.searchParams.delete(prefix + name);
    else address.searchParams.set(prefix + name, words[name]);
  }
  window.history.replaceState(window.history.state, "", address);
}
