//! The camera: a dialog that asks for it, shows it, takes pictures, and turns it off again.

import { OWN } from "../../strings/own.js";
import { el, iconButton, setText, unique } from "../../ui/dom.js";

/** The width that is asked for, in pixels: a picture is made small anyway. */
const WIDTH = 1280;

/** Why the camera did not open, by the browser's name for it. @type {Record<string, "refused" | "missing" | "busy">} */
const REASONS = {
  NotAllowedError: "refused", SecurityError: "refused", NotFoundError: "missing", OverconstrainedError: "missing",
  NotReadableError: "busy", AbortError: "busy",
};

/**
 * Opens the dialog and asks for the camera; it is off again as soon as the dialog is closed.
 * @param {(bitmap: ImageBitmap) => Promise<unknown>} take Called with each picture.
 */
export function openCamera(take) {
  void new CameraDialog(take).start({ facingMode: "environment" });
}

class CameraDialog {
  #take;
  #words = OWN.camera;
  #video = el("video", { playsinline: true, muted: true, "aria-label": this.#words.view });
  /** Stands in the picture's place until there is one. */
  #instead = el("p", { role: "status", text: this.#words.asking });
  #said = el("p", { class: "note", role: "status" });
  #which = el("select", {
    class: "own-select", "aria-label": this.#words.which, hidden: true,
    onchange: () => void this.start({ deviceId: { exact: this.#which.value } }),
  });
  #shoot = el("button", {
    type: "button", class: "play", disabled: true, text: this.#words.take, onclick: () => void this.#capture(),
  });
  #again = el("button", {
    type: "button", class: "text-button", hidden: true, text: this.#words.again,
    onclick: () => void this.start({ facingMode: "environment" }),
  });
  #view = el("div", { class: "camera-view" }, this.#video, this.#instead);
  /** @type {MediaStream | null} */
  #stream = null;
  /** The newest wish for a stream; a stream of an older wish that comes late is turned off. */
  #wish = 0;
  #taken = 0;

  /** @param {(bitmap: ImageBitmap) => Promise<unknown>} take */
  constructor(take) {
    this.#take = take;
    this.#video.muted = true;
    const titleId = unique("camera");
    const words = this.#words;
    const close = iconButton("close", words.close, () => dialog.close());
    const dialog = el("dialog", { class: "camera", "aria-labelledby": titleId },
      el("header", {}, el("h3", { id: titleId, text: words.title }), close),
      this.#view,
      el("div", { class: "camera-foot" }, this.#shoot, this.#which, this.#again, this.#said),
      el("p", { class: "note", text: words.off }));
    const leave = () => dialog.close();
    addEventListener("pagehide", leave);
    dialog.addEventListener("close", () => {
      this.#stop();
      removeEventListener("pagehide", leave);
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  }

  /** @param {MediaTrackConstraints} wanted */
  async start(wanted) {
    this.#stop();
    const mine = this.#wish;
    this.#again.hidden = true;
    this.#shoot.hidden = false;
    setText(this.#instead, this.#words.asking);
    if (!isSecureContext) return this.#failed(this.#words.insecure);
    if (!navigator.mediaDevices?.getUserMedia) return this.#failed(this.#words.missing);
    try {
      const video = { width: { ideal: WIDTH }, ...wanted };
      const opened = await navigator.mediaDevices.getUserMedia({ audio: false, video });
      if (mine !== this.#wish) return opened.getTracks().forEach((track) => track.stop());
      await this.#show(opened, mine);
    } catch (cause) {
      if (mine !== this.#wish) return undefined;
      this.#stop();
      const name = cause instanceof Error || cause instanceof DOMException ? cause.name : "";
      const isEmbedded = window.top !== window && name === "NotAllowedError";
      this.#failed(isEmbedded ? this.#words.embedded : this.#words[REASONS[name] ?? "busy"]);
    }
    return undefined;
  }

  /** @param {MediaStream} opened @param {number} mine */
  async #show(opened, mine) {
    this.#stream = opened;
    this.#video.srcObject = opened;
    opened.getVideoTracks()[0].addEventListener("ended", () => {
      if (mine !== this.#wish) return;
      this.#stop();
      this.#failed(this.#words.lost);
    });
    await this.#video.play();
    if (mine !== this.#wish) return;
    this.#view.setAttribute("data-live", "");
    this.#shoot.disabled = false;
    setText(this.#instead, "");
    this.#shoot.focus();
    await this.#showChoice(opened);
  }

  #stop() {
    this.#wish += 1;
    this.#stream?.getTracks().forEach((track) => track.stop());
    this.#stream = null;
    this.#video.srcObject = null;
    this.#shoot.disabled = true;
    this.#view.removeAttribute("data-live");
  }

  /** @param {string} text */
  #failed(text) {
    setText(this.#instead, text);
    this.#again.hidden = false;
    this.#shoot.hidden = true;
    this.#again.focus();
  }

  /** Offers several cameras by their names, which are known once one of them is open. @param {MediaStream} opened */
  async #showChoice(opened) {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter(({ kind }) => kind === "videoinput");
    const now = opened.getVideoTracks()[0].getSettings().deviceId;
    this.#which.hidden = cameras.length < 2;
    this.#which.replaceChildren(...cameras.map(({ deviceId, label }, idx) =>
      el("option", { value: deviceId, selected: deviceId === now, text: nameOf(label, idx) })));
  }

  async #capture() {
    if (!this.#stream || this.#video.videoWidth === 0) return;
    this.#view.removeAttribute("data-flash");
    const bitmap = await createImageBitmap(this.#video);
    this.#view.setAttribute("data-flash", "");
    this.#taken += 1;
    setText(this.#said, this.#words.taken(this.#taken));
    try {
      await this.#take(bitmap);
    } catch (cause) {
      setText(this.#said, cause instanceof Error ? cause.message : String(cause));
    }
  }
}

/** @param {string} label @param {number} idx */
function nameOf(label, idx) {
  const words = OWN.camera;
  if (/front|user/i.test(label)) return words.sides.user;
  if (/back|rear|environment/i.test(label)) return words.sides.environment;
  return label || words.numbered(idx + 1);
}
