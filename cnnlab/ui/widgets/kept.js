// The script that Streamlit runs for every component. Each run of a page sends all of its components again; so their own
// scripts and their data come once, are kept while the tab is open, and are only named after that.

import { unpack } from "./packed.js";

const BUDGET = 20e6; // bytes of data that are kept, and
const MOST = 200; // their number, both as in component.py
const SOON = 50; // milliseconds until the page is looked at again
const ENDS = ["pointerup", "pointercancel", "pointermove"]; // of a press, which may end outside the window
const LATER = 5000; // milliseconds until a report that has had no answer is sent again

export default function (component) {
  return drawn(component);
}

async function drawn(component) {
  const { header, bytes } = unpack(component.data);
  const kept = (window.cnnlabKept ??= { scripts: new Map(), data: new Map() });
  const [scriptSize] = header.sizes;
  if (scriptSize && !kept.scripts.has(header.script))
    keepScript(kept.scripts, header.script, bytes.slice(0, scriptSize));
  if (bytes.length > scriptSize) keepData(kept.data, header.data, bytes.slice(scriptSize));
  const shown = (component.parentElement.cnnlabShown ??= shownIn(component.parentElement));
  shown.turn += 1;
  const { turn } = shown;
  const name = [header.script, header.data, getComputedStyle(document.querySelector(".stApp")).colorScheme].join();
  if (shown.name === name) return shown.end; // another run of the page has sent the same
  const script = kept.scripts.get(header.script);
  const data = kept.data.get(header.data);
  if (!script || !data) {
    report(component, shown, turn);
    return shown.end;
  }
  const { default: draw } = await script;
  await shown.released;
  if (turn !== shown.turn) return undefined; // what came in the meantime is drawn
  const end = draw({ ...component, data });
  Object.assign(shown, { name, end });
  return end;
}

// What is shown in a place. While something is pressed there, nothing is drawn: the click would be lost with the button
// that was pressed.
function shownIn(place) {
  const shown = { turn: 0, released: null };
  place.addEventListener("pointerdown", () => {
    shown.released ??= new Promise((resolve) => {
      const look = ({ type, buttons }) => {
        if (type === "pointermove" && buttons) return;
        for (const each of ENDS) window.removeEventListener(each, look, true);
        setTimeout(() => resolve((shown.released = null))); // the click comes first
      };
      for (const each of ENDS) window.addEventListener(each, look, true);
    });
  });
  return shown;
}

function keepScript(scripts, name, source) {
  const script = import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  scripts.set(name, script);
  script.catch(() => scripts.delete(name));
}

function keepData(all, name, data) {
  all.delete(name); // so that the latest one is the last
  all.set(name, data);
  let size = 0;
  for (const each of all.values()) size += each.length;
  for (const [oldest, { length }] of all) {
    if ((size <= BUDGET && all.size <= MOST) || oldest === name) break;
    all.delete(oldest);
    size -= length;
  }
}

// Say that something is missing: a newer run may have overtaken the one that sent it. Not while a run is going on, which
// the report would end.
function report(component, shown, turn) {
  if (turn !== shown.turn || !component.parentElement.isConnected) return;
  const isFree = document.querySelector(".stApp").dataset.testScriptState === "notRunning";
  if (isFree) component.setTriggerValue("missing", turn);
  setTimeout(report, isFree ? LATER : SOON, component, shown, turn);
}
