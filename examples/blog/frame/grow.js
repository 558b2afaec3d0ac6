// Gives each figure's frame the height that it tells.
addEventListener("message", ({ source, data }) => {
  const frame = [...document.querySelectorAll("iframe")].find(({ contentWindow }) => contentWindow === source);
  if (frame && data?.type === "hourglass-height" && data.height > 0) frame.height = String(data.height);
});
