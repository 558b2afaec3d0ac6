//! The help texts: one short paragraph each, with its formula. Part of the string table, apart only for its length.

/**
 * @typedef {object} Help
 * @property {string} title
 * @property {string[]} text Paragraphs.
 * @property {string[]} [formulas] Keys of formulas.js.
 */

export const HELP_BUTTON = (/** @type {string} */ title) => `About: ${title}`;
export const HELP_CLOSE = "Close";

/** @type {Record<string, Help>} */
export const HELP = {
  page: {
    title: "An auto-encoder, learning",
    text: [
      "An auto-encoder is a network that learns to copy its input through a narrow place. The encoder f squeezes an image x into a few numbers, the code z; the decoder g makes an image from the code alone. Nobody tells it what the digits are: to copy well through so few numbers, it has to find out how they differ.",
      "This one starts with random weights and trains in your browser, on real handwritten digits. Watch the map: within seconds the classes move apart, although the labels are never used. Then draw a digit of your own, point at empty places of the map, or change the size of the code.",
      "Everything is computed on your machine. Nothing that you draw leaves it.",
    ],
    formulas: ["autoencoder"],
  },
  data: {
    title: "The data",
    text: [
      "MNIST: digits written by American high-school students and census workers, centered in 28 × 28 pixels of gray. The model trains on one part; the held-out part is never trained on, so the error there tells how well the model does on digits that it has not seen.",
      "A drawing is treated as those digits were: scaled into a box of 20 × 20 pixels, then moved so that its center of mass is in the middle.",
    ],
  },
  model: {
    title: "The model",
    text: [
      "A layer multiplies its input by a matrix of weights W, adds a bias b and applies the activation φ. The encoder's layers become narrower down to the code; the decoder mirrors them. Everything but the learning rate changes the model's shape or its path, so it starts again from the same seed, and the old loss curve stays in gray.",
    ],
    formulas: ["layer"],
  },
  code: {
    title: "Code size",
    text: ["How many numbers stand for one image. Two can be drawn on a map as they are; more give better copies, and the map then shows the two directions in which the codes differ most."],
  },
  hidden: {
    title: "Hidden layers",
    text: ["The widths of the layers between the image and the code; the decoder has the same in reverse. Without hidden layers and with linear activations, an auto-encoder can do no better than PCA."],
  },
  rate: {
    title: "Learning rate η",
    text: ["How far each step moves the weights W against the gradient of the loss L. Too small, and learning crawls; too large, and it diverges. It can be changed while the model trains."],
    formulas: ["step"],
  },
  loss: {
    title: "Loss",
    text: ["What training makes small. The mean squared error compares pixel values; the binary cross-entropy treats each pixel as the probability of ink. Both are means over all n pixels of the batch."],
    formulas: ["mse", "bce"],
  },
  activation: {
    title: "Activation",
    text: ["The function φ that each hidden layer applies to every value. Without one that bends (linear), the whole network is a single matrix."],
  },
  optimizer: {
    title: "Optimizer",
    text: ["How a gradient becomes a step. SGD follows it directly, momentum averages over past steps, RMSprop and Adam scale each weight's step by the size of its recent gradients."],
  },
  batch: {
    title: "Batch size",
    text: ["How many images each step averages its gradient over. One epoch is as many steps as it takes to see every training image once."],
  },
  hourglass: {
    title: "The hourglass",
    text: [
      "One image on its way through the model. Each bar is a layer, each cell one value of it: the darker, the larger within its layer; negative values are blue. At the waist stand the numbers of the code: all that the decoder gets.",
      "The signed error is white where the reconstruction is right, red where it has too much ink, blue where too little.",
    ],
    formulas: ["error"],
  },
  map: {
    title: "The latent map",
    text: [
      "Every held-out digit, placed by its code and colored by its class. The colors are for you: the model never sees the labels. Digits that the model finds alike lie close together.",
      "Between the dots the map is not empty: each place is a code, and the decoder makes an image of it. With a code of more than two numbers, a place of the map means the code nearest to the average that lies there.",
    ],
  },
  lossChart: {
    title: "The loss curves",
    text: [
      "The training loss of each batch before its update, and the loss on the held-out images. When the second stops falling while the first still does, the model has begun to learn its training images by heart.",
      "The dashed line is principal component analysis (PCA), the best that any linear model with the same code size can do on the training images, measured on the held-out ones. PSNR says the same as MSE in decibels: 3 dB more is half the error.",
    ],
    formulas: ["mse", "psnr"],
  },
  pairs: {
    title: "Reconstructions",
    text: ["The same held-out digits from the first step on: above what goes in, below what comes out, below that the difference, white for right, red for too much ink, blue for too little. Choose one to send it through the hourglass."],
    formulas: ["error"],
  },
};
