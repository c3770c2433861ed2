import fs from "node:fs";
import process from "node:process";
import { typeOf } from "../urn.ts";

/** How an operation goes wrong. */
export interface Mishap {
  operation: "create" | "update" | "delete";
  /** Type of the resources that are counted. @default every type */
  type?: string;
  /**
   * "fails": nothing happens, and AWS answers with an error. "times out": it happens, and the provider gives up waiting.
   * "is throttled": nothing happens, and the provider has given up trying again. "kills": it happens, and the engine is
   * killed before it hears of it. "does not roll out": an ECS service is created without a task that starts, or an update
   * of one is rolled back, and the provider says that the deployment failed.
   */
  how: "fails" | "times out" | "is throttled" | "kills" | "does not roll out";
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

  /** Does an operation, with the fault that is due; a deployment that does not roll out leaves what `act` answers then. */
  async around<T>(
    operation: Mishap["operation"],
    urn: string,
    act: (rollsOut: boolean) => T,
    incomplete: (done: T) => Error,
  ): Promise<T> {
    const fault = this.due(operation, typeOf(urn)) ?? this.hit(operation, urn);
    const what = `${operation} of ${urn.split("::").slice(2).join(" ")}`;
    if (fault?.how === "fails") throw new Error(`${what}: InternalFailure: an injected fault`);
    if (fault?.how === "is throttled")
      throw new Error(`${what}: ThrottlingException: Rate exceeded: an injected fault`);
    const done = act(fault?.how !== "does not roll out");
    if (fault?.how === "times out" || fault?.how === "does not roll out") throw incomplete(done);
    if (fault?.how === "kills" && fault.engine !== undefined) {
      kill(fault.engine);
      // The engine is gone: there is no one to answer.
      return new Promise(() => {});
    }
    return done;
  }

  private due(operation: Mishap["operation"], type: string): Mishap | undefined {
    const counted = this.waiting.filter((fault) => fault.operation === operation && (fault.type ?? type) === type);
    for (const fault of counted) fault.number -= 1;
    const due = counted.find(({ number }) => number === 0);
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
