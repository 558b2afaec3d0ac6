//! What lessons call the numbers that they measure, fetched with the first lesson.

/** @typedef {{label: string, about: string}} Words */

export const MEASURE_WORDS = {
  error: {
    label: "held-out error",
    about: "Squared error a pixel on images that it never trained on, from what the model is given to the clean image.",
  },
  pca: { label: "PCA’s error", about: "The same error of PCA with as many components as the code has numbers." },
  gain: { label: "against PCA", about: "The share of PCA’s error that the model does without." },
  training: { label: "training loss, 16 steps", about: "The mean of the last 16 training losses." },
  ratio: { label: "held-out / training", about: "The held-out loss, divided by the mean of the last 16 training losses." },
  lowest: { label: "lowest error on the way", about: "The lowest held-out error of the curve." },
  neighbors: {
    label: "same class nearest",
    about: "Of up to 300 dots of the map, the share whose nearest dot is of their own class.",
  },
  weights: { label: "weights", about: "The numbers that training changes, biases among them." },
  inUse: { label: "numbers in use", about: "Numbers of a variational code that differ from image to image." },
  kl: { label: "held-out KL, nats", about: "The KL divergences of all numbers of the code together, a held-out image." },
  noisyPsnr: { label: "PSNR with noise, dB", about: "Likeness of the noisy held-out images to the clean ones." },
  denoisedPsnr: {
    label: "PSNR rebuilt, dB", about: "Likeness of what the model makes of noisy held-out images to the clean ones.",
  },
  auc: { label: "AUC", about: "The chance that an odd image scores higher than a normal one." },
  aucPca: { label: "PCA’s AUC", about: "The same by PCA’s error, with the best number of components." },
  aucMean: { label: "AUC, mean image", about: "The same by the distance to the mean of the normal images." },
  bytes: { label: "bytes an image", about: "The size of an image’s code as the lab packs it." },
  psnr: { label: "PSNR packed, dB", about: "Likeness of the unpacked held-out images to the originals." },
  psnrPca: { label: "PCA’s PSNR, dB", about: "The same by PCA, in at most as many bytes." },
  frechet: {
    label: "Fréchet distance", about: "How far new pictures, as a set, are from the held-out images; lower is nearer.",
  },
  frechetPca: { label: "PCA’s distance", about: "The same of pictures that PCA draws." },
  floor: { label: "real images", about: "The same of real training images." },
  tuned: { label: "tuned encoder", about: "Held-out images whose class a classifier on the trained encoder finds." },
  scratch: { label: "from scratch", about: "The same of a classifier that begins with random weights." },
  frozen: { label: "frozen encoder", about: "The same where only the last layer learns, on the code." },
};
