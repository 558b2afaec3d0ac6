//! What stands in a figure's place where its scripts have not come: apart from its other texts, which come with these.

export const PLACE = {
  lost: "This figure could not be loaded. Is the connection there?",
  again: "Try again",
};
