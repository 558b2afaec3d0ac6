//! What a worker made of a text runs. The road for sandboxed frames has another file in the place of this one.

/** Imports a module from another origin, which its server must allow (CORS). @param {string} href */
export const sourceOf = (href) => `import(${JSON.stringify(href)})
    .catch((error) => postMessage({ type: "not-loaded", message: String(error) }));`;
