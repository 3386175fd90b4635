// The whole drawing as a file.

import { laidOut } from "./network_layout.js";
import { drawLayout, fillsOf } from "./network_shapes.js";

const SHARPNESS = 2; // pixels of a PNG for a pixel on the screen
const LONGEST = 16000; // pixels a side: browsers refuse a larger canvas

// A drawing as an SVG file, with room for its labels.
export function svgFile(root) {
  const layout = withLabels(root);
  const { left, top, width, height } = layout;
  const style = getComputedStyle(root);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const viewBox = `${left} ${top} ${width} ${height}`;
  const background = style.getPropertyValue("--st-background-color");
  const looks = `color: ${style.color}; background: ${background}; font-family: sans-serif`;
  for (const [name, value] of Object.entries({ viewBox, width, height, style: looks })) svg.setAttribute(name, value);
  drawLayout(svg, layout, root.state, fillsOf(root.state, root.state.column));
  return new Blob([new XMLSerializer().serializeToString(svg)], { type: "image/svg+xml" });
}

function withLabels({ isWhole, text, layout, state }) {
  return isWhole || text > 1 ? laidOut(state.data, state.open) : layout;
}

// A drawing as a PNG file; a very long one is made smaller, so that the browser can draw it.
export async function pngFile(root) {
  const { width, height } = withLabels(root);
  const scale = Math.min(SHARPNESS, LONGEST / Math.max(width, height));
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  const source = URL.createObjectURL(svgFile(root));
  const image = new Image();
  image.src = source;
  await image.decode();
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}
