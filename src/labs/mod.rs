//! What a trained model is good for: each use is a function of a model and images, measured on held-out ones, with the
//! rival that a skeptic would ask for beside it.
//!
//! | module | what it holds |
//! |---|---|
//! | [`compress`] | the rounded code as a file, beside PCA at the same bytes |
//! | [`denoise`] | noise and its removal, beside the classical filters |
//! | [`odd_one_out`] | images that do not belong, beside PCA, the mean image and the nearest neighbor |
//! | [`generate`] | new pictures, ways between two images and sums of classes, beside PCA and real images |
//! | [`features`] | what a code knows of classes and neighbors, beside PCA and the pixels |
//! | [`pretrain`] | an encoder where few images have a label, beside one from scratch and PCA |
//! | [`nearest`] | the nearest of many images or codes |
//! | [`evenly`] | a few of many |
//! | [`quantizer`], [`code_file`] | codes as a few bits a number, and as a file |
//! | [`filters`] | median, Gaussian, total variation |
//! | [`quality`], [`similarity`], [`interval`] | PSNR and SSIM of many pictures with their spread; SSIM of two; means |
//! | [`roc`] | telling two groups apart by a score: ROC, AUC, precision and recall |
//! | [`histogram`] | two groups' numbers as bars |

pub mod code_file;
pub mod compress;
pub mod denoise;
pub mod evenly;
pub mod features;
pub mod filters;
pub mod generate;
pub mod histogram;
pub mod interval;
pub mod nearest;
pub mod odd_one_out;
pub mod pretrain;
pub mod quality;
pub mod quantizer;
pub mod roc;
pub mod similarity;
