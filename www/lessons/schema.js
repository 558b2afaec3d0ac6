//! As much of JSON Schema as the lessons' schema says: types, bounds, lists, objects without other keys, references to
//! its own definitions. It goes as deep as the schema, never as deep as the value.

/** @typedef {import("./check-lesson.js").Tell} Tell */

/**
 * @typedef {object} Schema
 * @property {"object" | "array" | "string" | "integer"} [type]
 * @property {Record<string, Schema>} [properties]
 * @property {string[]} [required]
 * @property {false} [additionalProperties]
 * @property {Schema} [items]
 * @property {number} [minItems]
 * @property {number} [maxItems]
 * @property {boolean} [uniqueItems]
 * @property {number} [minLength]
 * @property {number} [maxLength]
 * @property {string} [pattern]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {unknown[]} [enum]
 * @property {unknown} [const]
 * @property {string} [$ref]
 * @property {Record<string, Schema>} [$defs]
 */

/** Keys that are not known are named up to so many. */
const MOST_UNKNOWN = 3;
/** How long a text may be that is said again. */
const MOST_SAID = 40;

const TYPES = { object: "an object in { }", array: "a list in [ ]", string: "a text", integer: "a whole number" };

/**
 * Holds a value against a schema and tells what does not fit.
 * @param {unknown} value
 * @param {Schema} root
 * @param {Tell} tell
 */
export function checkStructure(value, root, tell) {
  check(value, root, root, [], tell);
}

/**
 * @param {unknown} value
 * @param {Schema} schema
 * @param {Schema} root
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function check(value, schema, root, at, tell) {
  if (schema.$ref) return check(value, definition(schema.$ref, root), root, at, tell);
  if ("const" in schema && value !== schema.const) return tell(at, `has to be ${JSON.stringify(schema.const)}`);
  if (schema.enum && !schema.enum.includes(value)) {
    return tell(at, `${said(value)} is none of ${schema.enum.join(", ")}`);
  }
  if (schema.type && typeOf(value) !== schema.type) return tell(at, `has to be ${TYPES[schema.type]}`);
  if (typeof value === "string") return checkText(value, schema, at, tell);
  if (typeof value === "number") return checkNumber(value, schema, at, tell);
  if (Array.isArray(value)) return checkList(value, schema, root, at, tell);
  if (schema.type === "object") return checkObject(/** @type {object} */ (value), schema, root, at, tell);
  return undefined;
}

/** @param {string} ref As `#/$defs/run`. @param {Schema} root */
function definition(ref, root) {
  const found = root.$defs?.[ref.replace("#/$defs/", "")];
  if (!found) throw new Error(`the schema has no ${ref}`);
  return found;
}

/** @param {unknown} value */
function typeOf(value) {
  if (Array.isArray(value)) return "array";
  if (value === null) return "null";
  return Number.isInteger(value) ? "integer" : typeof value;
}

/** A value as it is said again, cut short. @param {unknown} value */
function said(value) {
  if (typeof value === "string") return `“${value.length > MOST_SAID ? `${value.slice(0, MOST_SAID)}…` : value}”`;
  return typeof value === "object" && value !== null ? "this" : String(value);
}

/** @param {string} value @param {Schema} schema @param {(string | number)[]} at @param {Tell} tell */
function checkText(value, { minLength = 0, maxLength = Infinity, pattern }, at, tell) {
  // Characters are counted as the schema counts them: a pair of halves is one.
  const length = value.length > 2 * maxLength ? value.length : [...value].length;
  if (length < minLength) return tell(at, "must not be empty");
  if (length > maxLength) return tell(at, `has ${length} characters, and ${maxLength} are the most`);
  if (pattern && !new RegExp(pattern, "u").test(value)) {
    tell(at, `${said(value)} has other characters than letters, digits, and - between them`);
  }
  return undefined;
}

/** @param {number} value @param {Schema} schema @param {(string | number)[]} at @param {Tell} tell */
function checkNumber(value, { minimum = -Infinity, maximum = Infinity }, at, tell) {
  if (value < minimum || value > maximum) tell(at, `${value} is not between ${minimum} and ${maximum}`);
}

/**
 * @param {unknown[]} value
 * @param {Schema} schema
 * @param {Schema} root
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkList(value, { items, minItems = 0, maxItems = Infinity, uniqueItems }, root, at, tell) {
  if (value.length < minItems) return tell(at, `has ${value.length} entries, and ${minItems} are the fewest`);
  if (value.length > maxItems) return tell(at, `has ${value.length} entries, and ${maxItems} are the most`);
  if (uniqueItems && new Set(value).size < value.length) tell(at, "has an entry twice");
  if (items) value.forEach((item, idx) => check(item, items, root, [...at, idx + 1], tell));
  return undefined;
}

/**
 * @param {object} value
 * @param {Schema} schema
 * @param {Schema} root
 * @param {(string | number)[]} at
 * @param {Tell} tell
 */
function checkObject(value, { properties = {}, required = [] }, root, at, tell) {
  for (const key of required) if (!Object.hasOwn(value, key)) tell([...at, key], "is missing");
  let unknown = 0;
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(properties, key)) {
      check(/** @type {any} */ (value)[key], properties[key], root, [...at, key], tell);
    } else if (++unknown <= MOST_UNKNOWN) {
      tell([...at, said(key)], "is not known here");
    }
  }
}
