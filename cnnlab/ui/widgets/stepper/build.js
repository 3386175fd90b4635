// Everything anew: after new data, an edit, or another width.

import { addTo, create } from "../dom.js";
import { barOf } from "./bar.js";
import { drawInput, paddingName } from "./input.js";
import { drawMaps } from "./maps.js";
import { mapOf, partsOf, range } from "./math.js";
import { arrange, hasShortSum } from "./measure.js";
import { reserve } from "./reserve.js";
import { drawWire, show } from "./show.js";

export function build(state) {
  const { root, data, words } = state;
  state.maps = range(data.out[2]).map((filter) => mapOf(data, filter));
  state.part = Math.min(state.part, partsOf(data, state.at[2]).length - 1);
  arrange(state);
  const scene = create("div", `scene in-${state.layout}`);
  scene.classList.toggle("long", !hasShortSum(data));
  state.scene = scene;
  state.inputPlace = addTo(scene, "div", "input");
  const calculation = addTo(scene, "div", "calculation");
  state.work = addTo(calculation, "div", "work");
  state.sum = addTo(calculation, "div", "sum");
  state.mapsPlace = addTo(scene, "div", "maps");
  const under = addTo(scene, "div", "under");
  under.append(legendOf(state));
  state.told = addTo(under, "output", "told");
  state.chips = create("div", "chips");
  state.note = create("output", "note", state.editing ? words.editHelp : "");
  root.replaceChildren(barOf(state), state.note, state.chips, scene);
  drawInput(state);
  drawMaps(state);
  show(state);
  alignCaptions(scene);
  reserve(state);
  if (!state.spreading) drawWire(state, state.at);
}

// The grids of a row begin at the same height, however many lines their captions have.
function alignCaptions(scene) {
  const captions = [...scene.querySelectorAll(".first figcaption")];
  scene.style.setProperty("--caption", `${Math.max(...captions.map((caption) => caption.offsetHeight))}px`);
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
