import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Article } from "./article.jsx";

createRoot(document.getElementById("app")).render(<StrictMode><Article /></StrictMode>);
