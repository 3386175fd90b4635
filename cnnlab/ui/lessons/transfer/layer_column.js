// A base as a column of layers or blocks, each with a bar to the scale of its parameters. A click freezes or thaws.

import { addTo } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";
import { filled } from "../../widgets/text.js";

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".layers");
  const data = decoded(bytes);
  root.turn = Math.max(root.turn ?? 0, data.turn);
  if (root.data?.base !== data.base) root.open = new Set();
  else if (data.turn < root.turn) return; // the answer to an earlier click
  root.data = data;
  root.frozen = new Set(data.frozen);
  root.send = () => setTriggerValue("clicked", { frozen: [...root.frozen], turn: ++root.turn });
  root.onkeydown = (event) => move(root, event);
  draw(root);
}

function draw(root) {
  const { data } = root;
  const { activeElement } = root.getRootNode();
  const focused = root.contains(activeElement) ? activeElement.dataset.at : null;
  root.replaceChildren();
  root.classList.toggle("folded", data.blocks.length > 0);
  addTotals(root);
  addPart(root, data.words.base, data.title);
  const list = addTo(root, "div", "column");
  list.setAttribute("role", "group");
  list.setAttribute("aria-label", data.words.layers);
  if (data.blocks.length) for (const block of data.blocks) addBlock(root, list, block);
  else data.layers.forEach((_, index) => addLayer(root, list, index));
  const { head } = data;
  addPart(root, data.words.head, head.kind);
  const row = addRow(root, root, "div", { name: "", kind: "", text: head.text, state: "trains" });
  addBar(root, row, [{ parameters: head.parameters, colour: "#d55e00", state: "trains" }]);
  for (const button of root.querySelectorAll("[data-at]")) button.tabIndex = -1;
  const entry = focused && root.querySelector(`[data-at="${CSS.escape(focused)}"]`);
  (entry || root.querySelector(".row[data-at]")).tabIndex = 0;
  if (entry) entry.focus({ preventScroll: true });
}

// How much trains and how much does not, which also says what the patterns mean.
function addTotals(root) {
  const { totals, words } = root.data;
  const line = addTo(root, "div", "totals");
  line.setAttribute("aria-live", "polite");
  [words.trainable, words.non_trainable].forEach((text, at) => {
    const one = addTo(line, "span");
    addTo(one, "span", `sample ${at ? "frozen" : "trains"}`);
    addTo(one, "span", "", filled(text, { count: totals[at] }));
  });
}

function addPart(root, label, title) {
  const part = addTo(root, "div", "part");
  addTo(part, "strong", "", label);
  addTo(part, "span", "", title);
}

function addBlock(root, list, { name, layers, text }) {
  const { words } = root.data;
  const isOpen = root.open.has(name);
  const line = addTo(list, "div", "line");
  const fold = addTo(line, "button", "fold", isOpen ? "\u25be" : "\u25b8");
  fold.type = "button";
  fold.dataset.at = `fold ${name}`;
  fold.title = filled(isOpen ? words.fold : words.unfold, { name });
  fold.setAttribute("aria-label", fold.title);
  fold.setAttribute("aria-expanded", isOpen);
  fold.onclick = () => {
    if (!root.open.delete(name)) root.open.add(name);
    draw(root);
  };
  const own = layers.filter((index) => isFree(root, index));
  const thawed = own.filter((index) => !root.frozen.has(index)).length;
  const state = thawed === 0 ? "frozen" : thawed === own.length ? "trains" : "partly";
  const kind = filled(words.count, { count: layers.length });
  const row = addRow(root, line, "button", { name, kind, text, state });
  row.dataset.at = name;
  row.setAttribute(
    "aria-label",
    filled(words.block, { name, count: layers.length, parameters: text, state: words[state] }),
  );
  row.setAttribute("aria-pressed", state === "partly" ? "mixed" : state === "frozen");
  row.onclick = () => toggle(root, own, thawed > 0);
  addBar(
    root,
    row,
    layers.flatMap((index) => parts(root, index)),
  );
  if (isOpen) for (const index of layers) addLayer(root, list, index);
}

function addLayer(root, list, index) {
  const { layers, words } = root.data;
  const { name, kind, parameters, text } = layers[index];
  const state = !parameters ? "none" : isFrozen(root, index) ? "frozen" : "trains";
  const row = addRow(root, list, parameters ? "button" : "div", {
    name,
    kind,
    text: parameters ? text : words.none,
    state,
  });
  if (root.data.blocks.length) row.classList.add("inner");
  if (!parameters) return;
  row.dataset.at = `layer ${index}`;
  row.setAttribute("aria-label", filled(words.row, { name, kind, parameters: text, state: words[state] }));
  row.setAttribute("aria-pressed", state === "frozen");
  row.onclick = () => toggle(root, [index], state === "trains");
  if (!isFree(root, index)) {
    row.setAttribute("aria-disabled", true);
    row.title = words.kept;
    row.onclick = null;
  }
  addBar(root, row, parts(root, index));
}

function addRow(root, parent, tag, { name, kind, text, state }) {
  const row = addTo(parent, tag, `row ${state}`);
  if (tag === "button") row.type = "button";
  addTo(row, "span", "name", name);
  addTo(row, "span", "kind", kind);
  addTo(row, "span", "amount", text);
  addTo(row, "span", "state", state === "none" ? "" : root.data.words[state]);
  return row;
}

function addBar(root, row, segments) {
  const total = segments.reduce((sum, { parameters }) => sum + parameters, 0);
  const bar = addTo(addTo(row, "span", "track"), "span", "bar");
  bar.style.width = `${(100 * total) / root.data.scale}%`;
  for (const { parameters, colour, state } of segments) {
    const segment = addTo(bar, "span", state);
    segment.style.flexGrow = parameters;
    segment.style.setProperty("--kind", colour);
  }
}

// What a bar shows of a layer: its weights, and the statistics of BatchNormalization, which no gradient changes.
function parts(root, index) {
  const { parameters, statistics, colour } = root.data.layers[index];
  const state = isFrozen(root, index) ? "frozen" : "trains";
  return [
    { parameters: parameters - statistics, colour, state },
    { parameters: statistics, colour, state: "frozen" },
  ].filter((part) => part.parameters);
}

function isFree(root, index) {
  return root.data.layers[index].parameters && !root.data.kept.includes(index);
}

function isFrozen(root, index) {
  return root.frozen.has(index) || root.data.kept.includes(index);
}

function toggle(root, indices, freeze) {
  for (const index of indices) {
    if (freeze) root.frozen.add(index);
    else root.frozen.delete(index);
  }
  draw(root);
  root.send();
}

// The column is one stop of the Tab key: the arrows, Home and End move within it, left and right fold a block.
function move(root, event) {
  const at = event.target.dataset?.at;
  if (at === undefined) return;
  if (event.key === "ArrowRight" || event.key === "ArrowLeft") {
    const fold = event.target.closest(".line")?.querySelector(".fold");
    if (fold && (fold.getAttribute("aria-expanded") === "true") === (event.key === "ArrowLeft")) fold.click();
    event.preventDefault();
    return;
  }
  const rows = [...root.querySelectorAll(".row[data-at]")];
  const from = rows.indexOf(event.target.closest(".line")?.querySelector(".row") ?? event.target);
  const to = { ArrowDown: from + 1, ArrowUp: from - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || !rows[to]) return;
  event.preventDefault();
  event.target.tabIndex = -1;
  rows[to].tabIndex = 0;
  rows[to].focus();
}
