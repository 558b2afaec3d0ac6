//! Help texts of the model panel: the kinds and the options, with their formulas and where they come from.

/** @type {Record<string, import("./help.js").Help>} */
export const MODEL_HELP = {
  "kind-vanilla": {
    text: [
      "Dense layers, a narrow code, and nothing else: the encoder f and the decoder g learn together to make the copy "
        + "x̂ like the image x. Hinton and Salakhutdinov showed in 2006 that a deep one finds far better codes than "
        + "PCA.",
    ],
    formulas: ["autoencoder"],
  },
  "kind-convolutional": {
    text: [
      "Each layer slides small filters w over the image and writes down how well they fit at every place: its feature "
        + "maps. A filter is learned once for the whole image, so there are few weights; the decoder slides the same "
        + "way back (LeCun et al. 1998; Masci et al. 2011).",
    ],
    formulas: ["convolution"],
  },
  "kind-variational": {
    text: [
      "The encoder gives a mean μ and a spread σ for each number of the code, and the decoder gets a random sample z "
        + "from there. The Kullback–Leibler divergence (KL) keeps these clouds close to the normal distribution, so "
        + "that they overlap without gaps and random codes decode to images (Kingma & Welling 2013).",
    ],
    formulas: ["sample", "elbo", "kl"],
  },
  "kind-denoising": {
    text: [
      "The model sees a noisy image x̃, with new noise for every batch, and is measured against the clean x. Copying "
        + "no longer helps: it has to know what images look like (Vincent et al. 2008).",
    ],
    formulas: ["noise", "denoising"],
  },
  "kind-sparse": {
    text: [
      "The code may be wide, but each number in it costs its absolute value times the price λ. Most end near zero, and "
        + "each image is told by the few that are worth it (Olshausen & Field 1996; Ng 2011).",
    ],
    formulas: ["price"],
  },
  "kind-linear": {
    text: [
      "Without a function that bends, encoder and decoder are two matrices W and V. The best they can do is to span "
        + "the same directions as principal component analysis (Baldi & Hornik 1989): watch the loss come down to the "
        + "PCA line.",
    ],
    formulas: ["linear"],
  },
  "kind-conv-variational": {
    text: [
      "Filters that slide over the image, as in the convolutional kind, around a code that is a cloud with mean μ and "
        + "spread σ, as in the variational kind.",
    ],
    formulas: ["sample", "elbo"],
  },
  "kind-conv-denoising": {
    text: [
      "Noise is much the same everywhere in an image, and so are the filters that slide over it: they see the noisy x̃ "
        + "and are measured against the clean x.",
    ],
    formulas: ["noise", "denoising"],
  },
  code: {
    text: [
      "How many numbers stand for one image. Two can be drawn on a map as they are; more give better copies, and the "
        + "map then shows the two directions in which the codes differ most.",
    ],
  },
  channels: {
    text: [
      "How many filters each convolution has, from the image to the code: each writes a map of where it fits. The "
        + "decoder has the same in reverse.",
    ],
    formulas: ["convolution"],
  },
  kernel: {
    text: [
      "The height and width of a filter in pixels. Half of it hangs over the image's edge (padding p), where zeros "
        + "stand.",
    ],
    formulas: ["side", "padding"],
  },
  stride: {
    text: [
      "How far a filter moves from one place to the next. With 2, each map is half as high and half as wide as the one "
        + "before.",
    ],
    formulas: ["side"],
  },
  hidden: {
    text: [
      "The widths of the dense layers between the image, or the last feature maps, and the code; the decoder has the "
        + "same in reverse. Without hidden layers and with linear activations, an auto-encoder can do no better than "
        + "PCA.",
    ],
  },
  noiseKind: {
    text: [
      "Gaussian adds a normal random number to every pixel. Salt and pepper turns pixels black or white, masking turns "
        + "them black, each at random places. Scribble draws strokes over the image. Only the input is changed, and "
        + "clipped to 0…1; the target stays clean.",
    ],
    formulas: ["noise", "denoising"],
  },
  amount: {
    text: [
      "For Gaussian noise its standard deviation σ, where black is 0 and white is 1; for the others the share of "
        + "pixels that are changed. It can be moved while the model trains.",
    ],
  },
  beta: {
    text: [
      "1 is the evidence lower bound of the variational model. More presses the clouds toward the normal distribution "
        + "and pulls the numbers of the code apart in meaning, at the price of blurrier copies (Higgins et al. 2017); "
        + "less does the reverse. It can be moved while the model trains.",
    ],
    formulas: ["elbo", "kl"],
  },
  warmup: {
    text: [
      "Over the first T steps β grows from 0 in a straight line, so that the code is in use before it costs anything "
        + "(Bowman et al. 2016). It helps where codes collapse, that is, where all say the same.",
    ],
    formulas: ["warmup"],
  },
  sparsity: {
    text: [
      "What a number of the code costs for each unit of its absolute value, or, with a target rate, for its distance "
        + "to that rate. More gives emptier codes and poorer copies. It can be moved while the model trains.",
    ],
    formulas: ["price"],
  },
  rate: {
    text: [
      "How far each step moves the weights W against the gradient of the loss L. Too small, and learning crawls; too "
        + "large, and it diverges. It can be changed while the model trains.",
    ],
    formulas: ["step"],
  },
  arch: {
    text: [
      "Dense layers connect every value with every other; convolutions slide small filters over the image. "
        + "Architecture, bottleneck and noise are free of each other: every combination is a model.",
    ],
    formulas: ["layer", "convolution"],
  },
  bottleneck: {
    text: [
      "A plain code is one point for each image. A variational one is a cloud, with mean μ and spread σ, from which "
        + "the decoder gets a sample z (Kingma & Welling 2013).",
    ],
    formulas: ["sample", "kl"],
  },
  noise: {
    text: ["With noise, the model sees a spoiled image x̃ and is asked for the clean one (Vincent et al. 2008, 2010)."],
    formulas: ["noise", "denoising"],
  },
  penalty: {
    text: [
      "A price on every number charges its absolute value. A target rate ρ instead wants each number to be on for that "
        + "share of the images: r is its mean over the batch, and the divergence between the two is charged (Ng 2011). "
        + "It needs a code between 0 and 1, from a sigmoid.",
    ],
    formulas: ["price", "rate", "rates"],
  },
  codeActivation: {
    text: [
      "Linear leaves the numbers of the code as they come. The sigmoid puts them between 0 and 1, where they can be "
        + "read as on or off.",
    ],
  },
  target: {
    text: ["The mean that each number of the code should have over the images: 0.05 means on for one image in twenty."],
    formulas: ["rate", "rates"],
  },
  loss: {
    text: [
      "What training makes small. The mean squared error compares pixel values; the binary cross-entropy treats each "
        + "pixel as the probability of ink, and needs a sigmoid at the output. Both are means over all n pixels of the "
        + "batch; with a variational bottleneck they are summed over the pixels of an image instead, as the KL "
        + "divergence is over its code.",
    ],
    formulas: ["mse", "bce"],
  },
  output: {
    text: [
      "What makes pixels of the decoder's last values: the sigmoid bends them into 0…1, linear leaves them as they "
        + "are.",
    ],
  },
  activation: {
    text: [
      "The function φ that each hidden layer applies to every value. Without one that bends (linear), the whole "
        + "network is a single matrix.",
    ],
  },
  optimizer: {
    text: [
      "How a gradient becomes a step. SGD follows it directly, momentum averages over past steps, RMSprop and Adam "
        + "scale each weight's step by the size of its recent gradients.",
    ],
  },
  batch: {
    text: [
      "How many images each step averages its gradient over. One epoch is as many steps as it takes to see every "
        + "training image once.",
    ],
  },
  images: {
    text: [
      "How many images of the set the model may learn from: the first ones of its file. The held-out images stay the "
        + "same. With few of them a model learns its images by heart, and the error on others rises.",
    ],
  },
};
