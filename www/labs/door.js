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
  let isAsked = false;
  const enter = () => {
    if (isAsked) return;
    isAsked = true;
    import("./panel.js").then(({ createLabsPanel }) => createLabsPanel(container, store, actions, models))
      .catch((cause) => {
        const again = textButton(S.notices.again, () => {
          again.remove();
          isAsked = false;
          enter();
        });
        container.append(again);
        actions.explain(cause);
      });
  };
  new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && enter(),
    { rootMargin: "400px" }).observe(container);
  return {
    /** @param {import("../app/store.js").State} state */
    update({ lab }) {
      if (lab !== null) enter();
    },
  };
}
