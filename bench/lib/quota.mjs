// Holds a browser to a share of one core, where the operating system lets us: Linux's control groups, as root.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Where control groups are, the newer kind first, and how each kind is told a share. */
const KINDS = [
  {
    root: "/sys/fs/cgroup",
    marker: "cgroup.controllers",
    limit: (/** @type {number} */ share) => [["cpu.max", `${share * PERIOD_US} ${PERIOD_US}`]],
  },
  {
    root: "/sys/fs/cgroup/cpu",
    marker: "cpu.cfs_quota_us",
    limit: (/** @type {number} */ share) => [
      ["cpu.cfs_period_us", String(PERIOD_US)],
      ["cpu.cfs_quota_us", String(share * PERIOD_US)],
    ],
  },
];
/** A short period, so that a held process stands still only briefly, as on a slow processor. */
const PERIOD_US = 20_000;

/**
 * Holds a process, and what it starts from now on, to a share of one core.
 * @param {number} share
 * @param {number} pid
 * @returns {() => void} takes the group away once the process has ended
 */
export function hold(share, pid) {
  const kind = KINDS.find(({ root, marker }) => existsSync(path.join(root, marker)));
  if (!kind) throw new Error("this system has no control groups");
  const folder = path.join(kind.root, `hourglass-bench-${process.pid}`);
  try {
    mkdirSync(folder);
  } catch (error) {
    throw new Error("a control group cannot be made here", { cause: error });
  }
  const leave = () => {
    try {
      rmdirSync(folder);
    } catch {
      // A process of the browser is still there: the empty group is gone with the machine.
    }
  };
  try {
    for (const [name, value] of kind.limit(share)) writeFileSync(path.join(folder, name), value);
    for (const id of family(pid)) writeFileSync(path.join(folder, "cgroup.procs"), String(id));
  } catch (error) {
    leave();
    throw new Error("no share of a core can be set here", { cause: error });
  }
  return leave;
}

/** A process and all below it. @param {number} pid @returns {number[]} */
function family(pid) {
  /** @type {Map<number, number[]>} */
  const children = new Map();
  for (const id of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    let stat;
    try {
      stat = readFileSync(`/proc/${id}/stat`, "utf8");
    } catch {
      continue; // it has ended
    }
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(id)]);
  }
  const all = [pid];
  for (const id of all) all.push(...(children.get(id) ?? []));
  return all;
}
