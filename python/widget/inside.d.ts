/** What `xtask/notebook.js` puts into the widget. */
declare module "inside:files" {
  /** Modules by name, gzipped, in base64. */
  export const FILES: Record<string, string>;
  /** Scripts of workers by name, each with the module that it loads. */
  export const WORKERS: Record<string, { text: string; engine: string }>;
  /** Style sheets by name. */
  export const STYLES: Record<string, string>;
}
