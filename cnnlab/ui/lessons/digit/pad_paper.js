// The paper of the drawing area: a picture, or strokes.

export function paint(state) {
  const { paper, strokes, picture, past } = state;
  const { units, pen } = state.data.paper;
  const context = paper.getContext("2d");
  const scale = paper.width / units;
  context.fillStyle = "#000";
  context.fillRect(0, 0, paper.width, paper.height);
  if (picture) paintPicture(context, picture, state.data.paper.side);
  Object.assign(context, { strokeStyle: "#fff", lineWidth: pen * scale, lineCap: "round", lineJoin: "round" });
  for (const stroke of strokes) {
    const points = stroke.map((point) => point.map((unit) => (unit + 0.5) * scale));
    context.beginPath();
    context.moveTo(...points[0]);
    for (const point of points) context.lineTo(...point);
    context.stroke();
  }
  state.hint.hidden = strokes.length > 0;
  state.undo.disabled = strokes.length === 0 && past.length === 0;
  state.clear.disabled = strokes.length === 0 && !picture;
}

function paintPicture(context, picture, side) {
  const cell = context.canvas.width / side;
  picture.forEach((value, at) => {
    context.fillStyle = `rgb(${value}, ${value}, ${value})`;
    context.fillRect((at % side) * cell, Math.floor(at / side) * cell, cell, cell);
  });
}
