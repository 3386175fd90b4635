// Two buttons that save a chart as it is shown: as PNG and as SVG, by the Plotly that Streamlit has loaded for it.

import { addTo, create } from "../../widgets/dom.js";
import { decoded } from "../../widgets/packed.js";

const WIDTH = 1000; // pixels, so that a phone's file is as wide as any other
const SCALE = 2; // pixels of a PNG for each of these
const PALE = "#808495"; // in which Streamlit writes axes on white

export default function ({ data: bytes, parentElement }) {
  const root = parentElement.querySelector(".save-chart");
  const { chart, name, height, words } = decoded(bytes);
  root.replaceChildren();
  const said = create("span");
  for (const format of ["png", "svg"]) {
    const button = addTo(root, "button", "", words[format]);
    button.type = "button";
    button.onclick = async () => {
      said.textContent = "";
      try {
        const graph = document.querySelector(chart);
        const scale = format === "png" ? SCALE : 1;
        await window.Plotly.downloadImage(legible(graph, root), {
          format,
          filename: name,
          width: WIDTH,
          height,
          scale,
        });
      } catch {
        said.textContent = words.failed;
      }
    };
  }
  root.append(said);
  said.setAttribute("role", "status");
}

// The chart with its axes in the page's colour of text.
function legible({ data, layout }, root) {
  const { color } = getComputedStyle(root);
  return { data, layout: JSON.parse(JSON.stringify(layout).replaceAll(PALE, color)) };
}
