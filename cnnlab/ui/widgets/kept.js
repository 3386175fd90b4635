// The script that Streamlit runs for every component. Each run of a page sends all of its components again; so their own
// scripts and their data come once, are kept while the tab is open, and are only named after that.

import { unpack } from "./packed.js";

const BUDGET = 20e6; // bytes of data that are kept, and
const MOST = 200; // their number, both as in component.py
const SOON = 50; // milliseconds until the page is looked at again
// What ends a press, which may end outside the window or in the list of a <select>.
const ENDS = ["pointerup", "pointercancel", "pointermove", "keydown", "blur"];
const LATER = 5000; // milliseconds after which no answer is expected any more

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
  if (shown.released) await afterPress(shown, turn);
  if (turn !== shown.turn) return undefined; // what came in the meantime is drawn
  const end = draw({ ...component, ...noting(component, shown), data });
  Object.assign(shown, { name, end });
  return end;
}

// What is shown in a place. While something is pressed there, nothing is drawn: the click would be lost with the button
// that was pressed.
function shownIn(place) {
  const shown = { turn: 0, released: null, hasSent: false };
  place.addEventListener("pointerdown", ({ button }) => {
    if (button) return; // a menu follows, and may keep the end of the press to itself
    shown.hasSent = false;
    shown.released ??= new Promise((resolve) => {
      const look = ({ type, buttons, target }) => {
        if (type === "pointermove" && buttons) return;
        if (type === "blur" && target !== window) return; // of what had the focus before
        for (const each of ENDS) window.removeEventListener(each, look, true);
        setTimeout(() => resolve((shown.released = null))); // the click comes first
      };
      for (const each of ENDS) window.addEventListener(each, look, true);
    });
  });
  return shown;
}

// A press that has sent something to the server gets an answer, which is drawn in place of what was put off: that does
// not know of the press.
async function afterPress(shown, turn) {
  await shown.released;
  for (let idle = 0; shown.hasSent && turn === shown.turn && idle < LATER; idle += isIdle() ? SOON : 0)
    await new Promise((resolve) => setTimeout(resolve, SOON));
}

// What a component sends to the server with, noting that it has.
function noting({ setStateValue, setTriggerValue }, shown) {
  const noted =
    (send) =>
    (...message) => {
      shown.hasSent = true;
      send(...message);
    };
  return { setStateValue: noted(setStateValue), setTriggerValue: noted(setTriggerValue) };
}

// Whether no run of the page is going on.
function isIdle() {
  return document.querySelector(".stApp").dataset.testScriptState === "notRunning";
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
  const isReported = isIdle();
  if (isReported) component.setTriggerValue("missing", turn);
  setTimeout(report, isReported ? LATER : SOON, component, shown, turn);
}
