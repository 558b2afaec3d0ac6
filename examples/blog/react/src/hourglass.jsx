import { useEffect, useRef } from "react";

/** Where the site's files are: Vite copies what is in `public/` as it is. */
const SCRIPT = new URL(`${import.meta.env.BASE_URL}hourglass/www/embed.js`, document.baseURI).href;

/** A figure; what it tells reaches `onFinished`, everything else is an attribute. */
export function Hourglass({ onFinished, config, ...attributes }) {
  const figure = useRef(null);
  useEffect(() => {
    void import(/* @vite-ignore */ SCRIPT);
  }, []);
  useEffect(() => {
    const { current } = figure;
    const hear = ({ detail }) => onFinished?.(detail);
    current.addEventListener("finished", hear);
    return () => current.removeEventListener("finished", hear);
  }, [onFinished]);
  // As text, since the element may not be known yet when React sets it.
  return <hourglass-figure ref={figure} config={JSON.stringify(config)} {...attributes} />;
}
