//! A helper as the training worker knows it, and what goes between the two.

import { SharedWire } from "./shared-memory.js";
import { MessageWire } from "./wire.js";

/** @typedef {import("./helper.js").Port} Port */
/** @typedef {import("./shared-buffers.js").SharedBuffers} SharedBuffers */
/** @typedef {import("./shared-memory.js").Told["bell"]} Bell */

/**
 * Whether it can be asked, how often in a row it was late, which model it has, and whether it can share memory; what is
 * said by messages, by memory, and in the step under way.
 * @typedef {{port: Port, isReady: boolean, late: number, model: number, canWait: boolean, messages: MessageWire,
 *   shared: SharedWire | null, wire: MessageWire | SharedWire}} Member
 */

/** @param {Port} port @returns {Member} */
export function newMember(port) {
  const messages = messagesOn(port);
  return { port, isReady: false, late: 0, model: -1, canWait: false, messages, shared: null, wire: messages };
}

/** @param {Port} port */
const messagesOn = (port) => new MessageWire((message, transfer) => port.postMessage(message, transfer));

/**
 * Gives a helper another model, and memory to be shared where there is a bell.
 * @param {Member} member
 * @param {Omit<import("./helper.js").Model, "name" | "shared" | "capacity">} model
 * @param {SharedBuffers} buffers
 * @param {Bell | null} bell
 * @returns {boolean} whether there was memory for it
 */
export function bringModel(member, model, buffers, bell) {
  const { port } = member;
  member.shared?.end();
  member.messages = messagesOn(port);
  member.shared = null;
  const isWanted = bell !== null && member.canWait;
  try {
    if (isWanted) member.shared = new SharedWire(buffers, bell, () => port.postMessage({ name: "look" }, []));
  } catch {
    // What is handed over takes less.
  }
  const shared = member.shared?.told ?? null;
  port.postMessage({ name: "model", ...model, capacity: buffers.capacity, shared }, []);
  return !isWanted || shared !== null;
}

/** Takes what has come from helpers by memory. @param {Member[]} members @param {import("./team.js").Out["way"]} way */
export function takeAnswers(members, way) {
  for (const member of members) {
    for (const answer of member.shared?.answers() ?? []) way.take(member, answer);
  }
}

/** It is not asked any more. @param {Member} member */
export function dismiss({ port, shared }) {
  shared?.end();
  port.close();
}
