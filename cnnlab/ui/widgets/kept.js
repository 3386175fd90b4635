// The script that Streamlit runs for every component. Each run of a page sends all of its components again; so their own
// scripts and their data come once, are kept while the tab is open, and are only named after that.

import { unpack } from "./packed.js";

const MOST = 40; // data that are kept, the latest ones (component.py)

export default function (component) {
  return withKept(component);
}

async function withKept(component) {
  const { header, bytes } = unpack(component.data);
  const kept = (window.cnnlabKept ??= { scripts: new Map(), data: new Map() });
  const [scriptSize, dataSize] = header.sizes;
  if (scriptSize) kept.scripts.set(header.script, imported(bytes.subarray(0, scriptSize)));
  const script = kept.scripts.get(header.script);
  const data = dataSize ? bytes.slice(scriptSize) : kept.data.get(header.data);
  if (data) keep(kept.data, header.data, data);
  if (!script || !data) {
    component.setTriggerValue("missing", header.data); // a newer run may have overtaken the one that sent them
    return undefined;
  }
  return (await script).default({ ...component, data });
}

function imported(source) {
  return import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}

function keep(all, name, data) {
  all.delete(name); // the latest one is the last
  all.set(name, data);
  if (all.size > MOST) all.delete(all.keys().next().value);
}
