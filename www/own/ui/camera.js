//! The camera: a dialog that asks for it, shows it, takes pictures, and turns it off again.

import { el, iconButton, setText, unique } from "../../ui/dom.js";
import { OWN } from "../../strings/own.js";

/** The longer side that is asked for: a picture is made small anyway. */
const WIDTH = 1280;

/** Why the camera did not open, by the browser's name for it. @type {Record<string, "refused" | "missing" | "busy">} */
const REASONS = { NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", OverconstrainedError: "missing", NotReadableError: "busy", AbortError: "busy" };

/**
 * Opens the dialog and asks for the camera; it is off again as soon as the dialog is closed.
 * @param {(bitmap: ImageBitmap) => Promise<unknown>} take Called with each picture.
 */
export function openCamera(take) {
  const words = OWN.camera;
  const titleId = unique("camera");
  const video = el("video", { playsinline: true, muted: true, "aria-label": words.view });
  video.muted = true;
  // What stands in the picture's place until there is one.
  const instead = el("p", { role: "status", text: words.asking });
  const said = el("p", { class: "note", role: "status" });
  const which = el("select", { class: "own-select", "aria-label": words.which, hidden: true, onchange: () => void start({ deviceId: { exact: which.value } }) });
  const shoot = el("button", { type: "button", class: "play", disabled: true, text: words.take, onclick: () => void capture() });
  const again = el("button", { type: "button", class: "text-button", hidden: true, text: words.again, onclick: () => void start({ facingMode: "environment" }) });
  const view = el("div", { class: "camera-view" }, video, instead);
  const dialog = el("dialog", { class: "camera", "aria-labelledby": titleId },
    el("header", {}, el("h3", { id: titleId, text: words.title }), iconButton("close", words.close, () => dialog.close())),
    view, el("div", { class: "camera-foot" }, shoot, which, again, said), el("p", { class: "note", text: words.off }));
  /** @type {MediaStream | null} */
  let stream = null;
  /** The newest wish for a stream; an older one that comes late is turned off. */
  let wish = 0;
  let taken = 0;

  function stop() {
    wish += 1;
    stream?.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
    shoot.disabled = true;
    view.removeAttribute("data-live");
  }

  /** @param {string} text */
  function failed(text) {
    setText(instead, text);
    again.hidden = false;
    shoot.hidden = true;
    again.focus();
  }

  /** @param {MediaTrackConstraints} wanted */
  async function start(wanted) {
    stop();
    const mine = wish;
    again.hidden = true;
    shoot.hidden = false;
    setText(instead, words.asking);
    if (!isSecureContext) return failed(words.insecure);
    if (!navigator.mediaDevices?.getUserMedia) return failed(words.missing);
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video: { width: { ideal: WIDTH }, ...wanted } });
      if (mine !== wish) return opened.getTracks().forEach((track) => track.stop());
      stream = opened;
      video.srcObject = opened;
      opened.getVideoTracks()[0].addEventListener("ended", () => {
        if (mine !== wish) return;
        stop();
        failed(words.lost);
      });
      await video.play();
      if (mine !== wish) return undefined;
      view.setAttribute("data-live", "");
      shoot.disabled = false;
      setText(instead, "");
      shoot.focus();
      await showChoice(opened);
    } catch (cause) {
      if (mine !== wish) return undefined;
      stop();
      const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
      const isEmbedded = window.top !== window && name === "NotAllowedError";
      failed(isEmbedded ? words.embedded : words[REASONS[name] ?? "busy"]);
    }
    return undefined;
  }

  /** Which of several cameras; their names are known once one is open. @param {MediaStream} opened */
  async function showChoice(opened) {
    const cameras = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === "videoinput");
    const now = opened.getVideoTracks()[0].getSettings().deviceId;
    which.hidden = cameras.length < 2;
    which.replaceChildren(...cameras.map(({ deviceId, label }, idx) => el("option", { value: deviceId, selected: deviceId === now, text: nameOf(label, idx) })));
  }

  /** @param {string} label @param {number} idx */
  function nameOf(label, idx) {
    if (/front|user/i.test(label)) return words.sides.user;
    if (/back|rear|environment/i.test(label)) return words.sides.environment;
    return label || words.numbered(idx + 1);
  }

  async function capture() {
    if (!stream || video.videoWidth === 0) return;
    view.removeAttribute("data-flash");
    const bitmap = await createImageBitmap(video);
    view.setAttribute("data-flash", "");
    taken += 1;
    setText(said, words.taken(taken));
    try {
      await take(bitmap);
    } catch (cause) {
      setText(said, cause instanceof Error ? cause.message : String(cause));
    }
  }

  const leave = () => dialog.close();
  addEventListener("pagehide", leave);
  dialog.addEventListener("close", () => {
    stop();
    removeEventListener("pagehide", leave);
    dialog.remove();
  });
  document.body.append(dialog);
  dialog.showModal();
  void start({ facingMode: "environment" });
}
