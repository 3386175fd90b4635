// The controls of a layer's maps that need no server: view, scale, order, and the grid as a PNG file.

import { addTo, create } from "../../widgets/dom.js";

// The parts in a row; `change(settings)` is called with what a visitor has changed, `save` for the file.
export function toolbar({ words }, change, save) {
  const row = create("div", "row");
  const views = addTo(row, "div", "choices");
  views.setAttribute("role", "group");
  views.setAttribute("aria-label", words.view);
  for (const [name, word] of Object.entries(words.views)) {
    const button = addTo(views, "button", "", word);
    Object.assign(button, { type: "button", onclick: () => change({ view: name }) });
    button.dataset.name = name;
  }
  const folded = create("div", "folded");
  const more = addTo(row, "button", "more", words.more);
  more.type = "button";
  more.setAttribute("aria-expanded", false);
  more.onclick = () => more.setAttribute("aria-expanded", folded.classList.toggle("open"));
  const scale = select(folded, words.scale, words.scales, (chosen) => change({ scale: chosen }));
  const order = select(folded, words.order, words.orders, (chosen) => change({ order: chosen }));
  const file = addTo(folded, "button", "file", words.file);
  Object.assign(file, { type: "button", title: words.fileWhat, onclick: save });
  file.setAttribute("aria-label", words.fileWhat);
  row.append(folded);
  return { row, views, scale, order };
}

function select(parent, label, options, choose) {
  const holder = addTo(parent, "label", "select", label);
  const input = addTo(holder, "select");
  for (const [name, word] of Object.entries(options)) addTo(input, "option", "", word).value = name;
  input.onchange = () => choose(input.value);
  return input;
}

export function sayLook({ views, scale, order }, look) {
  for (const button of views.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", button.dataset.name === look.view);
  }
  scale.value = look.scale;
  order.value = look.order;
}
