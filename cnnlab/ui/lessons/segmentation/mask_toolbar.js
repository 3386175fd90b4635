// The controls of the picture with its mask: what is shown and how, and the classes, which are the legend as well.

import { addTo, create } from "../../widgets/dom.js";

const SWITCHES = ["outline", "dim"];

// The parts, to be placed by the caller; `change(settings)` is called with what a visitor has changed.
export function toolbar({ words, names, colours }, change) {
  return {
    view: choices(words.view, words.views, (view) => change({ view })),
    opacity: slider(words.opacity, (opacity, done) => change({ opacity }, done)),
    legend: legend(words, names, colours, change),
    show: choices(words.show, words.shows, (show) => change({ show })),
    switches: switches(words, change),
  };
}

// One of a few, as buttons of which one is pressed.
function choices(label, options, choose) {
  const group = create("div", "choices");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", label);
  for (const [name, word] of Object.entries(options)) {
    const button = addTo(group, "button", "", word);
    button.type = "button";
    button.dataset.name = name;
    button.onclick = () => choose(name);
  }
  return group;
}

function slider(label, choose) {
  const holder = create("label", "opacity", label);
  const input = addTo(holder, "input");
  Object.assign(input, { type: "range", min: 0, max: 1, step: 0.05 });
  input.oninput = () => choose(Number(input.value), false);
  input.onchange = () => choose(Number(input.value), true);
  return holder;
}

// A button for each class, with a bar for a share or a probability; pointing at one lights its pixels.
function legend(words, names, colours, change) {
  const group = create("div", "legend");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.only);
  [words.all, ...names].forEach((name, at) => {
    const index = at ? at - 1 : null;
    const button = addTo(group, "button", "entry");
    button.type = "button";
    button.dataset.name = index ?? "";
    const title = addTo(button, "span", "title");
    if (at) addTo(title, "span", "swatch").style.background = `rgb(${colours[index]})`;
    addTo(title, "span", "name", name);
    if (at) {
      addTo(button, "span", "value");
      addTo(addTo(button, "span", "bar"), "i").style.background = `rgb(${colours[index]})`;
    }
    button.onclick = () => change({ only: index, lit: null });
    button.onpointerenter = ({ pointerType }) => pointerType === "mouse" && change({ lit: index }, false);
    button.onpointerleave = ({ pointerType }) => pointerType === "mouse" && change({ lit: null }, false);
  });
  return group;
}

function switches(words, change) {
  const group = create("div", "switches");
  for (const name of SWITCHES) {
    const holder = addTo(group, "label");
    const input = addTo(holder, "input");
    Object.assign(input, { type: "checkbox", name });
    input.onchange = () => change({ [name]: input.checked });
    holder.append(words[name]);
  }
  return group;
}

// Let the controls say what the look is; one that has no effect is off, and says why.
export function sayLook({ view, opacity, legend: classes, show, switches: boxes }, look, words) {
  press(view, look.view);
  press(show, look.show);
  press(classes, look.only ?? "");
  const range = opacity.querySelector("input");
  range.value = look.opacity;
  turnOff(opacity, range, look.view !== "overlay", words.overlayOnly);
  turnOff(show, null, look.view === "picture", words.notInPicture);
  for (const input of boxes.querySelectorAll("input")) {
    input.checked = look[input.name];
    if (input.name === "dim") turnOff(input.parentElement, input, look.only === null, words.chooseClass);
  }
}

function turnOff(holder, input, isOff, why) {
  for (const control of input ? [input] : holder.querySelectorAll("button")) control.disabled = isOff;
  holder.classList.toggle("off", isOff);
  holder.title = isOff ? why : "";
}

function press(group, name) {
  for (const button of group.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", button.dataset.name === String(name));
  }
}

// The bars of the classes: their shares of the picture, or the probabilities of a pixel, whose class is lit.
export function sayShares(classes, shares, lit, write) {
  classes.querySelectorAll(".entry").forEach((entry, at) => {
    if (!at) return;
    entry.classList.toggle("lit", lit === at - 1);
    const share = shares?.[at - 1];
    entry.querySelector(".value").textContent = share === undefined ? "" : write(share);
    entry.querySelector(".bar i").style.width = `${100 * (share ?? 0)}%`;
  });
}

// As cnnlab/ui/widgets/numbers.py writes them: a counted share is 0% or 100% where it is that, a probability is never
// rounded to certainty.
export function countedPercent(share) {
  return share === 0 || share === 1 ? `${100 * share}%` : percent(share);
}

export function percent(share) {
  if (share < 0.001) return "< 0.1%";
  return share > 0.9995 ? "> 99.9%" : `${(100 * share).toFixed(1)}%`;
}
