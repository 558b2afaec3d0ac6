//! The list of keys.

export const KEYS = {
  title: "Keys",
  close: "Close",
  list: /** @type {[string[], string][]} */ ([
    [["Space", "K"], "train or pause"], [["→"], "one step"], [["R"], "reset"],
    [["Ctrl+Z"], "undo the last change"], [["P"], "large type, for a projector"], [["?"], "these keys"],
  ]),
};
