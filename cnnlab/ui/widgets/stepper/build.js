// Everything anew: after new data, an edit, or another width; closer together and smaller where a screen has no room.

import { addTo, create } from "../dom.js";
import { barOf } from "./bar.js";
import { canBeTogether, drawChannels } from "./channels.js";
import { arrangeChannels } from "./channels_layout.js";
import { drawInput, paddingName } from "./input.js";
import { drawMaps } from "./maps.js";
import { mapOf, partsOf, range } from "./math.js";
import { arrange, hasShortSum } from "./measure.js";
import { missingHeight } from "./screen.js";
import { reserve } from "./reserve.js";
import { drawWire, show } from "./show.js";

const MOST_TRIES = 7;
const SPARE = 16; // pixels that may stay empty
const LOWEST_GRIDS = 40; // pixels

export function build(state) {
  const { data } = state;
  state.maps = range(data.out[2]).map((filter) => mapOf(data, filter));
  state.part = Math.min(state.part, partsOf(data, state.at[2]).length - 1);
  const ways = canBeTogether(state) && !state.alone ? [true, false] : [false];
  for (const together of ways) {
    state.together = together;
    if (isDrawn(state) || (together && state.alone === false && state.form)) return;
  }
}

// Draw, closer together and smaller where a screen has no room; whether all is on the screen then.
function isDrawn(state) {
  state.isDense = false;
  if (!draw(state)) return false;
  if (state.data.printing || missingHeight(state.root) <= 0) return true;
  state.isDense = true;
  draw(state);
  const missing = missingHeight(state.root);
  if (missing > 0 && !(state.together && missing > state.height - state.least)) fit(state);
  return missingHeight(state.root) <= 0;
}

// Find the largest height of the grids with which everything is on the screen. With another height they may stand
// otherwise, and leave more or less room beside them.
function fit(state) {
  let [fits, asked, tooHigh] = [null, state.height, state.height];
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const missing = missingHeight(state.root);
    if (missing > 0) tooHigh = asked;
    else fits = asked;
    if (missing <= 0 && (missing > -SPARE || tooHigh - asked < SPARE)) return;
    const next = asked - missing;
    const isBetween = next < tooHigh && next > (fits ?? 0);
    asked = Math.max(LOWEST_GRIDS, Math.floor(isBetween ? next : ((fits ?? 0) + tooHigh) / 2));
    draw(state, asked);
  }
  if (missingHeight(state.root) > 0 && fits) draw(state, fits);
}

// Whether that was possible: all channels need some width.
function draw(state, height) {
  const { root, data, words } = state;
  if (state.together && !arrangeChannels(state, height)) return false;
  if (!state.together) arrange(state, height);
  root.classList.toggle("dense", state.isDense);
  const scene = create("div", `scene in-${state.layout}`);
  scene.classList.toggle("long", !hasShortSum(data));
  state.scene = scene;
  state.inputPlace = addTo(scene, "div", "input");
  if (state.together && state.form.total) state.total = addTo(scene, "div", "total");
  const calculation = addTo(scene, "div", "calculation");
  state.work = addTo(calculation, "div", "work");
  state.sum = addTo(calculation, "div", "sum");
  state.mapsPlace = addTo(scene, "div", "maps");
  const under = addTo(scene, "div", "under");
  under.append(legendOf(state));
  if (state.isDense) under.firstElementChild.tabIndex = 0; // so that the keyboard can scroll it
  state.told = addTo(under, "output", "told");
  state.chips = create("div", "chips");
  state.note = create("output", "note", state.editing ? words.editHelp : "");
  state.heading = create("div", "heading");
  root.replaceChildren(state.heading, barOf(state), state.note, state.chips, scene);
  if (state.together) drawChannels(state);
  else drawInput(state);
  drawMaps(state);
  show(state);
  alignCaptions(scene);
  reserve(state);
  if (!state.spreading) drawWire(state, state.at);
  return true;
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
  addTo(legend, "span", "scales", words.scales);
  return legend;
}
