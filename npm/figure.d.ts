
/** Attributes are properties too; null takes one away. A list may be an array, and a configuration an object. */
export interface HourglassFigure {
  get preset(): string;
  set preset(value: string | null);
  get config(): string;
  set config(value: string | object | null);
  get data(): string;
  set data(value: string | null);
  get show(): string;
  set show(value: string | string[] | null);
  get controls(): string;
  set controls(value: string | string[] | null);
  get steps(): number | null;
  set steps(value: number | string | null);
  get seed(): number | null;
  set seed(value: number | string | null);
  get theme(): string;
  set theme(value: string | null);
  /** Images of your own, their classes, and images that are kept apart from training. */
  images: Images | null;
  labels: Uint8Array | null;
  heldOut: { images: Images; labels?: Uint8Array } | null;
}

export interface HourglassFigureEventMap {
  ready: CustomEvent<import("./lib/protocol.js").Info>;
  snapshot: CustomEvent<import("./lib/protocol.js").Snapshot>;
  finished: CustomEvent<import("./lib/protocol.js").Snapshot>;
  error: CustomEvent<{ name: string; message: string }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "hourglass-figure": HourglassFigure;
  }
}
