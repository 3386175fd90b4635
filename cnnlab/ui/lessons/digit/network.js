// The network in the browser: it hears what is drawn and tells what each layer makes of it. Stands after map_paint.js
// and forward.js. Its weights come once and are kept for as long as the tab is open; afterwards the server only
// says which network looks.

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".brain");
  const { header, bytes } = unpack(data), kept = (window.cnnlabNetworks ??= {});
  if (header.layers) kept[header.id] = withWeights(header.layers, bytes);
  root.layers = kept[header.id];
  if (!root.layers) setTriggerValue("missing", header.id); // what a run had sent, a newer run may have overtaken
  if (!root.listen) {
    root.listen = ({ detail }) => look(root, detail);
    window.addEventListener("cnnlab-drawn", root.listen);
  }
  return () => window.removeEventListener("cnnlab-drawn", root.listen);
}

function withWeights(layers, bytes) {
  const floats = new Float32Array(bytes.slice().buffer);
  return layers.map((layer) => ({ ...layer, weights: layer.weights?.map(([from, to]) => floats.subarray(from, to)) }));
}

function look({ layers }, { picture, number }) {
  if (!layers) return;
  const outputs = forward(layers, picture), last = layers.at(-1).name;
  window.dispatchEvent(new CustomEvent("cnnlab-computed", { detail: { outputs, last, picture, number } }));
}
