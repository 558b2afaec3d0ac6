//! Start-up: what index.html asks for early is what the page needs, and a worker may be there before its Hourglass.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

import { early } from "../../www/data/preload.js";
import { PACKS } from "../../www/data/pack-table.js";
import { spawnAhead } from "../../www/lib/spawn-worker.js";

const root = new URL("../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const links = (rel) => [...read("index.html").matchAll(new RegExp(`rel="${rel}"[^>]* href="([^"]+)"`, "g"))].map(([, href]) => href);

/** Every module that `entry` imports statically, itself included. */
function graph(entry, found = new Set()) {
  if (found.has(entry)) return found;
  found.add(entry);
  for (const [, path] of read(entry).matchAll(/^(?:import|export) [^"]*?"(\.[^"]+)";/gm)) {
    graph(posix.join(posix.dirname(entry), path), found);
  }
  return found;
}

test("index.html announces every module of the page, and no other", () => {
  const modules = graph("www/main.js");
  assert.ok(modules.size > 30, `${modules.size} modules`);
  for (const entry of ["www/main.js", "www/data/preload.js"]) modules.delete(entry); // they are scripts of the page
  assert.deepEqual(links("modulepreload").sort(), [...modules].sort());
});

test("the images that the address asks for are fetched early, and no others", () => {
  assert.deepEqual(links("preload"), [], "these would hold for every address");
  const images = (pack) => Object.values(PACKS[pack].files).filter((file) => file.endsWith("-ubyte.gz")).sort();
  assert.equal(images("digits").length, 4);
  for (const hash of ["", "#", "#hourglass", "#v=1&code=3", "#v=1&data=digits"]) assert.deepEqual(early(hash).sort(), images("digits"), hash);
  for (const pack of ["fashion", "emoji"]) assert.deepEqual(early(`#v=1&data=${pack}&code=3`).sort(), images(pack));
  for (const unknown of ["faces", "constructor", ""]) assert.deepEqual(early(`#v=1&data=${unknown}`), []);
});

test("a worker started ahead is taken over once, with everything that it has said", async (t) => {
  const workers = [];
  class FakeWorker extends EventTarget {
    sent = [];
    constructor() {
      super();
      workers.push(this);
    }
    postMessage(message) {
      this.sent.push(message);
    }
    terminate() {
      this.ended = true;
    }
  }
  const before = { Worker: globalThis.Worker, createObjectURL: URL.createObjectURL };
  t.after(() => {
    globalThis.Worker = before.Worker;
    URL.createObjectURL = before.createObjectURL;
  });
  globalThis.Worker = FakeWorker;
  URL.createObjectURL = () => "blob:none";

  const environment = spawnAhead();
  assert.equal(workers.length, 1);
  workers[0].dispatchEvent(Object.assign(new Event("message"), { data: "early" }));
  const heard = [];
  const first = environment.spawn();
  first.addEventListener("message", (event) => heard.push(event.data));
  assert.deepEqual(heard, [], "never before the listener's owner is ready");
  await null;
  workers[0].dispatchEvent(Object.assign(new Event("message"), { data: "late" }));
  assert.deepEqual(heard, ["early", "late"]);
  first.postMessage("hello", []);
  first.terminate();
  assert.deepEqual([workers[0].sent, workers[0].ended], [["hello"], true]);
  assert.equal(environment.spawn(), workers[1], "the next Hourglass gets a worker of its own");
});

test("a worker that cannot be started ahead is the Hourglass's to report", (t) => {
  const before = { Worker: globalThis.Worker, createObjectURL: URL.createObjectURL };
  t.after(() => {
    globalThis.Worker = before.Worker;
    URL.createObjectURL = before.createObjectURL;
  });
  URL.createObjectURL = () => "blob:none";
  globalThis.Worker = class {
    constructor() {
      throw new TypeError("refused");
    }
  };
  const environment = spawnAhead();
  assert.throws(() => environment.spawn(), /refused/);
});
