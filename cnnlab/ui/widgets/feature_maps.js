// Groups of maps one below the other, to look at. map_paint.js stands before this file.

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".network");
  const sheet = unpack(data);
  root.setAttribute("role", "img");
  root.setAttribute("aria-label", sheet.header.said);
  drawAtEveryWidth(root, () => {
    const ink = getComputedStyle(root).color, width = root.clientWidth;
    root.replaceChildren();
    for (const group of sheet.header.groups) {
      if (group.title) make(root, "div", "title", group.title);
      paintGroup(make(root, "canvas", "maps"), group, sheet, width, ink);
    }
  });
  return () => root.watcher.disconnect();
}
