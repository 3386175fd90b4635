// Draws what grids.py sends; math.js and grid.js stand before this file.
export default function ({ data: [data], parentElement }) {
  const root = parentElement.querySelector(".grids");
  const draw = () => {
    const width = Math.min(data.most, root.clientWidth);
    const row = make("div", "row");
    for (const { caption, values, marked } of data.grids) {
      const texts = values.flat().map((value) => written(value));
      const side = sideFor(texts, values[0].length, values.length, width, width, 28);
      const cells = values.map((line) => line.map((value) => ({ value, text: written(value), data: { value } })));
      const grid = gridOf(cells, side, reachOf(values.flat()), data.colours);
      for (const [r, c] of marked) grid.cells[r][c].classList.add("depends");
      row.append(figureOf(caption, grid, ""));
    }
    root.replaceChildren(row);
  };
  root.draw = draw;
  draw();
  if (!root.watcher) {
    root.watcher = new ResizeObserver(() => root.draw());
    root.watcher.observe(root);
  }
  return () => root.watcher.disconnect(); // when the component goes: Streamlit calls it then alone
}
