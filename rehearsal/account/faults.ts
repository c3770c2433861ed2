import fs from "node:fs";
import process from "node:process";

/** How an operation goes wrong. */
export interface Mishap {
  operation: "create" | "update" | "delete";
  /**
   * "fails": nothing happens, and AWS answers with an error. "times out": it happens, and the provider gives up waiting.
   * "is throttled": nothing happens, and the provider has given up trying again. "kills": it happens, and the engine is
   * killed before it hears of it.
   */
  how: "fails" | "times out" | "is throttled" | "kills";
  /** File with the process ID of the engine that "kills" ends. */
  engine?: string;
}

/** Something that goes wrong once, at the number-th operation of a kind that the account is asked for from now on. */
export interface Fault extends Mishap {
  /** 1 is the next one. */
  number: number;
}

/** What goes wrong once for one resource after the other, at its first operation of a kind. */
export interface Sweep extends Mishap {
  /** 1 is every resource, 10 every tenth. */
  every: number;
}

/** An error of a creation that did happen: the engine keeps the resource and knows that it is incomplete. */
export class Incomplete extends Error {
  readonly id: string;
  readonly properties: object;
  readonly reasons: string[];

  constructor(message: string, id: string, properties: object) {
    super(message);
    this.id = id;
    this.properties = properties;
    this.reasons = [message];
  }
}

/** The faults that are to come. */
export class Faults {
  private waiting: Fault[] = [];
  private sweeping: Sweep | undefined;
  private readonly met = new Set<string>();
  private hits = 0;

  inject(fault: Fault): void {
    this.waiting.push({ ...fault });
  }

  /** Begins a sweep, or ends the one before; the answer is how often that hit. */
  sweep(sweep: Sweep | null): number {
    const { hits } = this;
    this.sweeping = sweep ?? undefined;
    this.met.clear();
    this.hits = 0;
    return hits;
  }

  /** How often the sweep has hit so far. */
  swept(): number {
    return this.hits;
  }

  /** Does an operation, with the fault that is due. */
  async around<T>(
    operation: Mishap["operation"],
    urn: string,
    act: () => T,
    incomplete: (done: T) => Error,
  ): Promise<T> {
    const fault = this.due(operation) ?? this.hit(operation, urn);
    const what = `${operation} of ${urn.split("::").slice(2).join(" ")}`;
    if (fault?.how === "fails") throw new Error(`${what}: InternalFailure: an injected fault`);
    if (fault?.how === "is throttled")
      throw new Error(`${what}: ThrottlingException: Rate exceeded: an injected fault`);
    const done = act();
    if (fault?.how === "times out") throw incomplete(done);
    if (fault?.how === "kills" && fault.engine !== undefined) {
      kill(fault.engine);
      // The engine is gone: there is no one to answer.
      return new Promise(() => {});
    }
    return done;
  }

  private due(operation: Mishap["operation"]): Mishap | undefined {
    for (const fault of this.waiting) if (fault.operation === operation) fault.number -= 1;
    const due = this.waiting.find((fault) => fault.operation === operation && fault.number === 0);
    this.waiting = this.waiting.filter((fault) => fault !== due);
    return due;
  }

  private hit(operation: Mishap["operation"], urn: string): Mishap | undefined {
    const { sweeping, met } = this;
    if (sweeping?.operation !== operation || met.has(urn)) return undefined;
    met.add(urn);
    if (met.size % sweeping.every !== 0) return undefined;
    this.hits += 1;
    return sweeping;
  }
}

/** Ends the engine at once; another operation in flight may have ended it before. */
function kill(file: string): void {
  try {
    process.kill(Number(fs.readFileSync(file, "utf8")), "SIGKILL");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
