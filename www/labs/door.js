//! The door to the labs. The room behind it is loaded once somebody comes near, or an address names a lab.

import { S } from "../strings/strings.js";
import { textButton } from "../ui/controls.js";
import { el } from "../ui/dom.js";

/**
 * @param {HTMLElement} container
 * @param {import("../app/store.js").Store<import("../app/store.js").State>} store
 * @param {import("../app/actions.js").Actions} actions
 * @param {import("../app/models.js").Models} models
 */
export function createLabsDoor(container, store, actions, models) {
  const caption = el("p", { class: "caption", text: S.labs.about });
  const title = el("h2", { id: "labs-title", text: S.labs.title });
  container.append(el("header", { class: "panel-head" }, title, caption));
  /** @type {Promise<import("./laboratory.js").Laboratory | null> | null} */
  let coming = null;
  const enter = () =>
    coming ??= import("./panel.js").then(({ createLabsPanel }) => createLabsPanel(container, store, actions, models))
      .catch((cause) => {
        const again = textButton(S.notices.again, () => {
          again.remove();
          coming = null;
          void enter();
        });
        container.append(again);
        actions.explain(cause);
        return null;
      });
  new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && void enter(),
    { rootMargin: "400px" }).observe(container);
  return {
    /** What the labs share; null where it has not come. */
    enter,
    /** @param {import("../app/store.js").State} state */
    update({ lab }) {
      if (lab !== null) void enter();
    },
  };
}
