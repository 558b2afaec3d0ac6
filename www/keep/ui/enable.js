//! A button that waited for its own work.

/** Lets it be pressed again, and gives it back the focus that it lost meanwhile. @param {HTMLButtonElement} button */
export function enable(button) {
  button.disabled = false;
  const { activeElement } = document;
  if (activeElement === document.body || activeElement === null) button.focus();
}
