import { useState } from "react";
import { Hourglass } from "./hourglass.jsx";

export function Article() {
  const [beta, setBeta] = useState(1);
  const [result, setResult] = useState(null);
  return (
    <main>
      <h1>What does β cost?</h1>
      <p>A variational code has a price, β. A higher one makes the map rounder and the reconstructions blurred.</p>
      <p>{[1, 5, 20].map((value) => (
        <button key={value} disabled={value === beta} onClick={() => setBeta(value)}>β = {value}</button>
      ))}</p>
      <Hourglass preset="variational" show={["map", "loss"]} steps={400} seed={7}
        config={{ bottleneck: { beta } }} onFinished={setResult} />
      <p role="status">
        {result && `After ${result.step} steps: reconstruction ${result.reconstructionLoss.toFixed(1)}, `
          + `KL ${result.kl.toFixed(1)} nats an image.`}
      </p>
    </main>
  );
}
