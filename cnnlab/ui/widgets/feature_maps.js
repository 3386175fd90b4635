// Groups of feature maps one below the other.

import { addTo, describeImage, drawAtEveryWidth } from "./dom.js";
import { paintGroup } from "./map_paint.js";
import { unpack } from "./packed.js";

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".network");
  const sheet = unpack(data);
  describeImage(root, sheet.header.said);
  return drawAtEveryWidth(root, () => {
    const ink = getComputedStyle(root).color;
    const width = root.clientWidth;
    root.replaceChildren();
    for (const group of sheet.header.groups) {
      if (group.title) addTo(root, "div", "title", group.title);
      paintGroup(addTo(root, "canvas", "maps"), group, sheet, width, ink);
    }
  });
}
