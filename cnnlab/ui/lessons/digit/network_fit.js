// Where the figure has a largest height, in presenter mode, the maps are drawn so small that all of them are seen at once.

import { paintGroup, typeSize } from "../../widgets/map_paint.js";

const SMALLER = [1, 0.9, 0.8, 0.7, 0.6, 0.5]; // of the usual size of a map
const TITLES = 6.75; // rem: the column of the layers' names, as in feature_maps.css

// Paint all groups but the first, the picture; returns how they are laid out.
export function paintAll(state, ink) {
  const { root, canvases, header } = state;
  const room = roomFor(root);
  root.classList.toggle("compact", room < Infinity);
  const width = root.clientWidth - (room < Infinity ? TITLES * typeSize() : 0);
  let forms = [];
  for (const scale of room < Infinity ? SMALLER : [1]) {
    forms = header.groups.map((group, at) =>
      at ? paintGroup(canvases[at - 1], scaled(group, scale), state, width, ink) : null,
    );
    if (root.scrollHeight <= room) break;
  }
  return forms;
}

function scaled(group, scale) {
  return group.fill ? { ...group, tile: group.tile.map((length) => length * scale) } : group;
}

// The height that the network may have; Infinity where it scrolls with the page.
function roomFor(root) {
  const figure = (root.getRootNode().host ?? root).closest(".st-key-figure");
  const most = figure ? parseFloat(getComputedStyle(figure).maxHeight) : NaN;
  if (!(most > 0)) return Infinity;
  const above = root.getBoundingClientRect().top - figure.getBoundingClientRect().top + figure.scrollTop;
  return most - above;
}
