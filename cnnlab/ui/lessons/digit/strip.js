// A button for each bundled picture. map_paint.js stands before this file.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".strip");
  const { header, bytes } = unpack(data);
  const part = header.groups[0].parts[0], source = coloured(part, bytes, header.tables);
  const had = root.contains(root.getRootNode().activeElement) ? root.getRootNode().activeElement.dataset.id : null;
  root.replaceChildren();
  header.ids.forEach((id, index) => {
    const button = make(root, "button", "piece"), canvas = make(button, "canvas");
    button.type = "button";
    button.dataset.id = id;
    button.title = header.names[index];
    button.setAttribute("aria-label", header.names[index]);
    button.setAttribute("aria-pressed", id === header.chosen);
    button.onclick = () => setTriggerValue("picked", id);
    [canvas.width, canvas.height] = [part.columns, part.rows];
    canvas.getContext("2d").drawImage(source, 0, -index * part.rows);
    if (id === had) button.focus({ preventScroll: true });
  });
}
