//! What is said of the site without a network, and of its new versions.

export const KEEP_OFFLINE = {
  ready: "A new version of this page is ready.",
  reload: "Reload",
  notKept: "This run is not kept: save it first, or reload without it.",
  keep: "Keep …",
  reloadWithout: "Reload without it",
  otherTabs: "The new version waits until the other tabs and figures of this page are closed.",
  failed: "The new version could not be taken over. This one goes on.",
  /** What of the site works without a network. */
  state: {
    none: "This copy of the page needs a network.",
    coming: "This page is being kept for use without a network …",
    page: "This page works without a network, with the sets of images that have been opened.",
    all: "This page works without a network.",
  },
};
