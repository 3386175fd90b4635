// The network in the browser: it answers each drawing with the output of every layer.

import { unpack } from "../../widgets/packed.js";
import { forward } from "./forward.js";

export default function ({ data, parentElement }) {
  const root = parentElement.querySelector(".brain");
  if (root.data !== data) {
    const { header, bytes } = unpack(data);
    Object.assign(root, { data, layers: withWeights(header, bytes) });
  }
  if (!root.listener) {
    root.listener = ({ detail }) => compute(root, detail);
    window.addEventListener("cnnlab-drawn", root.listener);
  }
  return () => window.removeEventListener("cnnlab-drawn", root.listener);
}

function withWeights(layers, bytes) {
  const floats = new Float32Array(bytes.slice().buffer);
  const arrays = (places) => places?.map(([from, to]) => floats.subarray(from, to));
  return layers.map((layer) => ({ ...layer, weights: arrays(layer.weights) }));
}

function compute({ layers }, { picture, number }) {
  if (!layers) return;
  const detail = { outputs: forward(layers, picture), last: layers.at(-1).name, picture, number };
  window.dispatchEvent(new CustomEvent("cnnlab-computed", { detail }));
}
