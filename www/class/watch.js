//! Hears when a part of the page, or the projector's view, is wanted after the page has begun, and fetches what shows
//! it then.

/** Where people type. */
const TYPING = "input:not([type=checkbox], [type=radio], [type=range]), textarea, select, [contenteditable]";

/** @param {Pick<import("../keep/page.js").Page, "store" | "actions">} page */
export function watchClass({ store, actions }) {
  let isAsked = false;
  const look = () => {
    const { stays, projector } = store.get();
    if (isAsked || (!stays && !projector)) return;
    isAsked = true;
    import("./door.js").then(({ enter }) => enter(store)).catch((cause) => {
      isAsked = false;
      store.set({ stays: null, projector: false });
      actions.explain(cause);
    });
  };
  store.subscribe(look);
  look();
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, altKey, metaKey, repeat, defaultPrevented } = event;
    if (key.toLowerCase() !== "p" || ctrlKey || altKey || metaKey || repeat || defaultPrevented) return;
    if (target instanceof Element && target.closest(TYPING)) return;
    store.set({ projector: !store.get().projector });
  });
}
