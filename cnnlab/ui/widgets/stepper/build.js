// Everything anew: after new data, an edit, or another width.

import { addTo, create } from "../dom.js";
import { barOf } from "./bar.js";
import { drawInput, paddingName } from "./input.js";
import { drawMaps } from "./maps.js";
import { mapOf, partsOf, range } from "./math.js";
import { show } from "./show.js";

const NARROW = 480; // pixels, as in stepper.css

export function build(state) {
  const { root, data, words } = state;
  state.width = root.clientWidth;
  state.isNarrow = state.width < NARROW;
  state.maps = range(data.out[2]).map((filter) => mapOf(data, filter));
  state.part = Math.min(state.part, partsOf(data, state.at[2]).length - 1);
  const scene = create("div", "scene");
  state.inputPlace = addTo(scene, "div", "input");
  state.work = addTo(scene, "div", "work");
  state.mapsPlace = addTo(scene, "div", "maps");
  const under = addTo(scene, "div", "under");
  state.told = addTo(under, "output", "told", "\u00a0");
  under.append(legendOf(state));
  state.chips = create("div", "chips");
  state.note = create("output", "note", state.editing ? words.editHelp : "");
  root.replaceChildren(barOf(state), state.note, state.chips, scene);
  drawInput(state);
  drawMaps(state);
  show(state);
}

// What the marks mean, those that are on the page.
function legendOf({ data, words }) {
  const legend = create("div", "legend");
  const addMark = (className, text) => {
    const entry = addTo(legend, "span");
    addTo(entry, "i", className);
    entry.append(text);
  };
  if (data.padding.flat().some(Boolean)) {
    addMark("padding", paddingName(data, words));
    if (data.padding.some(([before, after]) => before !== after)) addMark("padding one-side", words.oneSide);
  }
  if (data.unseen.flat().length) addMark("unseen", words.unseen);
  addTo(legend, "span", "", words.colours);
  return legend;
}
