//! Opens what the address asks for: the page, or a figure in a frame of another page.

import { environment } from "./data/preload.js";
import { openPage } from "./page.js";

if (environment) openPage(environment);
else void import("./embed/frame.js").then(({ openFrame }) => openFrame());
