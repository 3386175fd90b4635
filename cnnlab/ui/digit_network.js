// The network in the browser: it hears what is drawn and tells what each layer makes of it. Stands after map_paint.js
// and digit_forward.js. Its weights come once; afterwards the server only says which network looks.

export default function ({ data, parentElement, setStateValue }) {
  const root = parentElement.querySelector(".brain");
  const { header, bytes } = unpack(data);
  if (header.layers) root.network = { id: header.id, layers: withWeights(header.layers, bytes) };
  root.wanted = header.id;
  if (!root.listen) {
    root.listen = ({ detail }) => look(root, detail);
    window.addEventListener("cnnlab-drawn", root.listen);
  }
  const holds = root.network?.id ?? "";
  if (holds !== header.holds) setStateValue("holds", holds);
  return () => window.removeEventListener("cnnlab-drawn", root.listen);
}

function withWeights(layers, bytes) {
  const floats = new Float32Array(bytes.slice().buffer);
  return layers.map((layer) => ({ ...layer, weights: layer.weights?.map(([from, to]) => floats.subarray(from, to)) }));
}

function look({ network, wanted }, { picture, number }) {
  if (network?.id !== wanted) return;
  const outputs = forward(network.layers, picture), last = network.layers.at(-1).name;
  window.dispatchEvent(new CustomEvent("cnnlab-computed", { detail: { outputs, last, picture, number } }));
}
