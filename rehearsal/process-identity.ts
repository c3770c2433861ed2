import fs from "node:fs";

/** What tells a process from a later one with the same number: the namespace it counts in, its number, its start. */
export interface ProcessIdentity {
  namespace: string;
  pid: number;
  /** Clock ticks since the machine's start; empty where the system has no /proc. */
  started: string;
}

/** The identity of a process; by default of this one. */
export function identity(pid = process.pid): ProcessIdentity {
  return { namespace: namespace(), pid, started: startOf(pid) };
}

/** Whether a process is known to have ended; of another container's processes nothing is known. */
export function ended({ namespace: own, pid, started }: ProcessIdentity): boolean {
  if (own !== namespace()) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it runs, as another user's process.
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return true;
  }
  return startOf(pid) !== started;
}

function namespace(): string {
  try {
    return /\d+/.exec(fs.readlinkSync("/proc/self/ns/pid"))?.[0] ?? "0";
  } catch {
    return "0";
  }
}

function startOf(pid: number): string {
  try {
    // The command's name, in parentheses, may itself hold spaces and parentheses.
    const fields = fs.readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ");
    return fields?.[19] ?? "";
  } catch {
    return "";
  }
}
