//! The help texts: short paragraphs with their formulas. They stand apart from the other strings, since a page loads
//! them only when somebody asks for one.

import { MODEL_HELP } from "./model-help.js";

/**
 * @typedef {object} Help
 * @property {string[]} text Paragraphs.
 * @property {string[]} [formulas] Keys of formulas.js.
 * @property {{text: string, href: string}} [more] Where to read on, beside the page.
 */

/** @type {Record<string, Help>} */
export const HELP = {
  page: {
    text: [
      "An auto-encoder is a network that learns to copy its input through a narrow place. The encoder f squeezes an "
        + "image x into a few numbers, the code z; the decoder g makes an image from the code alone. Nobody tells it "
        + "what the digits are: to copy well through so few numbers, it has to find out how they differ.",
      "This one starts with random weights and trains in your browser, on real handwritten digits. Watch the map: "
        + "within seconds the classes move apart, although the labels are never used. Then draw a digit of your own, "
        + "point at empty places of the map, or change the size of the code.",
      "Everything is computed on your machine. Nothing that you draw leaves it.",
    ],
    formulas: ["autoencoder"],
    more: { text: "Read “Auto-encoders, live”", href: "article.html" },
  },
  data: {
    text: [
      "Digits are from MNIST, written by American high-school students and census workers; Fashion shows clothes, "
        + "shoes and bags from a shop's catalog, in ten classes; Emoji are Google's, in color. Another choice starts a "
        + "new model on the new images. The model trains on one part; the held-out part is never trained on, so the "
        + "error there tells how well the model does on images that it has not seen.",
      "A drawing is treated as the digits were: scaled into a box of 20 × 20 pixels, then moved so that its center of "
        + "mass is in the middle.",
    ],
  },
  model: {
    text: [
      "A layer multiplies its input by a matrix of weights W, adds a bias b and applies the activation φ. The "
        + "encoder's layers become narrower down to the code; the decoder mirrors them. Learning rate, noise, β and λ "
        + "can be moved while it trains; all else makes it another model, which starts again from the same seed, and "
        + "the old loss curve stays in gray.",
    ],
    formulas: ["layer"],
  },
  compare: {
    text: [
      "Two models are compared fairly when only one thing differs. Both start from the same seed, take the same images "
        + "in the same order, and wait for each other, so that at every step both have seen the same. Their losses may "
        + "be different formulas; the squared error on the held-out images is one measure for both. A model that trains with noise "
        + "is given noisy images, and has the harder task. One seed proves little: try a few.",
    ],
  },
  ...MODEL_HELP,
  hourglass: {
    text: [
      "One image on its way through the model. Each bar is a layer, each cell one value of it: the darker, the larger "
        + "within its layer; negative values are blue. At the waist stand the numbers of the code: all that the "
        + "decoder gets.",
      "A convolution's layer is drawn as its maps, one picture for each kernel. A variational code is drawn as what it "
        + "is: a mean μ (the dot) and a spread σ around it (the ellipse, or a bar for each number); the cross is the "
        + "sample z that training decodes, and the dashed ring is where codes of average size lie, at a distance of 1. "
        + "Where the cloud is small, it is shown close up, with a bar for its scale; the square on the small plane in the "
        + "corner says where that is.",
      "Point at an image, and the picture lights up in the order in which its layers are computed.",
      "The signed error is white where the reconstruction is right, red where it has too much, blue where too little.",
      "“Filters” shows the weights next to the picture: those of the first layer, or those that paint the "
        + "reconstruction. Red is positive, blue negative, the strongest has the full color; with colored images each "
        + "is the mean over red, green and blue.",
    ],
    formulas: ["error", "sample"],
  },
  map: {
    text: [
      "Every held-out image, placed by its code and colored by its class. The colors are for you: the model never sees "
        + "the labels. Images that the model finds alike lie close together.",
      "Between the dots the map is not empty: each place is a code, and the decoder makes an image of it. The decoded "
        + "grid shows them all at once, and how one turns into the next. With a code of more than two numbers, a place "
        + "of the map means the code nearest to the average that lies there.",
    ],
  },
  lossChart: {
    text: [
      "The loss is what training lowers: measured on each training batch before its update, and by the same formula on "
        + "the held-out images. It counts the clean image against what is made of the noisy one, and a sparse code's "
        + "penalty or, times β, a variational code's KL divergence. When the held-out loss stops falling while the "
        + "training loss still does, the model has begun to learn its training images by heart. On your own images it "
        + "is said to rise when the test of Mann and Kendall on the last quarter of its measurements says so.",
      "The error is one measure for all kinds: the squared difference a pixel (MSE) between a clean held-out image and "
        + "what the model makes of it as it is given it, with noise where it trains with noise, from the mean μ of a "
        + "variational code. Where nothing else is in the loss, the two are the same. All numbers of the held-out "
        + "images are of one and the same measurement, and the curves end with it. PSNR says the same as the error in "
        + "decibels: 3 dB more is half the error.",
      "The dashed line is principal component analysis (PCA), the best that any linear model with the same code size "
        + "can do on the training images, measured on the held-out ones. It is an error, and stands beside no other "
        + "loss, for codes of up to 32 numbers. Where there is noise, PCA too is given the noisy images, less their "
        + "mean, and is held against the clean ones.",
      "A variational model's loss has two parts, drawn apart: the reconstruction of the training batches, summed over "
        + "an image's pixels, and the KL divergence of its code. Runs done before on the same images stay as gray "
        + "curves, the older the fainter, as far as this run has come.",
    ],
    formulas: ["mse", "psnr"],
  },
  klBars: {
    text: [
      "How much each number of the code tells about an image: the Kullback–Leibler divergence between the cloud that "
        + "the encoder gives for it and the normal distribution that it has before anything is seen, averaged over the "
        + "held-out images. A number at 0 tells nothing.",
      "A dimension counts as used where its mean μ varies over the images, by more than 0.01 (Burda, Grosse & "
        + "Salakhutdinov 2016).",
    ],
    formulas: ["kl"],
  },
  psnr: {
    text: [
      "The peak signal-to-noise ratio tells how close a picture comes to the clean input, in decibels: 10 dB more is a "
        + "tenth of the mean squared error (MSE), 3 dB more about half. The first number is of the held-out images "
        + "with noise, the second of the model's reconstructions of them.",
    ],
    formulas: ["psnr"],
  },
  own: {
    text: [
      "Pictures of your own, drawn here or brought as files, become a data set like the others: each is made as many "
        + "numbers as it has pixels, a part is held out, and the model trains on the rest. Everything else on the page "
        + "then shows them.",
      "The held-out part is set apart first. Only then is every picture that is left turned, shifted and bent a "
        + "little, again and again, so that a few become many; no variant of a held-out picture is ever trained on.",
      "Of up to 100 pictures, the map shows all, and the reconstructions as many as have room: ○ for those that are "
        + "trained on, ● for those held out. All numbers that are called held-out are of the latter alone.",
      "All of it happens on this device. Nothing is sent.",
    ],
  },
  pairs: {
    text: [
      "The same held-out images from the first step on: above what goes in (where noise is added, below it what the "
        + "model is given), then what comes out, then the difference, white for right, red for too much, blue for too "
        + "little; in color, the mean over red, green and blue. Choose one to send it through the hourglass.",
    ],
    formulas: ["error"],
  },
};
