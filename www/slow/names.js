//! What the stations and layers of a model are called, and the places in them.

import { SLOW } from "../strings/slow.js";
import { placeOf } from "./phases.js";

/** @typedef {import("../app/store.js").ModelInfo["layers"]} Stations */

/** A station's name: layers of one side are counted. @param {Stations} stations @param {number} station */
export function stationName(stations, station) {
  const { side } = stations[station];
  const no = stations.slice(0, station + 1).filter((other) => other.side === side).length;
  return side === "code" ? SLOW.phase.code : SLOW.station(side, no);
}

/** Where a number of a station stands. @param {Stations[number]} station @param {number} at */
export function whereName(station, at) {
  const place = placeOf(station, at);
  return place ? SLOW.place(place) : SLOW.number(at);
}

/**
 * The names of the layers that have weights, in their order.
 * @param {import("./slow-protocol.js").LayerRecord[]} layers
 * @param {Stations} stations
 */
export function layerNames(layers, stations) {
  return layers.map(({ name, station }) => SLOW.ofHead(name) ?? stationName(stations, station));
}
