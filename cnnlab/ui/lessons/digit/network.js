// The network in the browser: it answers each drawing with the output of every layer. Its weights are sent once and kept
// while the tab is open; after that the server only says which network answers.

import { unpack } from "../../widgets/packed.js";
import { forward } from "./forward.js";

export default function ({ data, parentElement, setTriggerValue }) {
  const root = parentElement.querySelector(".brain");
  const { header, bytes } = unpack(data);
  const kept = (window.cnnlabNetworks ??= {});
  if (header.layers) kept[header.id] = withWeights(header.layers, bytes);
  root.layers = kept[header.id];
  if (!root.layers) setTriggerValue("missing", header.id); // a newer run may have overtaken the one that sent them
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
