import process from "node:process";

/** Something that goes wrong once, at the number-th operation of a kind that the account is asked for from now on. */
export interface Fault {
  operation: "create" | "update" | "delete";
  /** 1 is the next one. */
  number: number;
  /**
   * "fails": nothing happens, and AWS answers with an error. "times out": it happens, and the provider gives up waiting.
   * "is throttled": nothing happens, and the provider has given up trying again. "kills": it happens, and the process
   * `pid` is killed before it hears of it.
   */
  how: "fails" | "times out" | "is throttled" | "kills";
  /** The process that "kills" ends. */
  pid?: number;
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

  inject(fault: Fault): void {
    this.waiting.push({ ...fault });
  }

  /** Does an operation, with the fault that is due. */
  async around<T>(
    operation: Fault["operation"],
    urn: string,
    act: () => T,
    incomplete: (done: T) => Error,
  ): Promise<T> {
    const fault = this.due(operation);
    const what = `${operation} of ${urn.split("::").slice(2).join(" ")}`;
    if (fault?.how === "fails") throw new Error(`${what}: InternalFailure: an injected fault`);
    if (fault?.how === "is throttled")
      throw new Error(`${what}: ThrottlingException: Rate exceeded: an injected fault`);
    const done = act();
    if (fault?.how === "times out") throw incomplete(done);
    if (fault?.how === "kills" && fault.pid !== undefined) {
      process.kill(fault.pid, "SIGKILL");
      // The engine is gone: there is no one to answer.
      return new Promise(() => {});
    }
    return done;
  }

  private due(operation: Fault["operation"]): Fault | undefined {
    for (const fault of this.waiting) if (fault.operation === operation) fault.number -= 1;
    const due = this.waiting.find((fault) => fault.operation === operation && fault.number === 0);
    this.waiting = this.waiting.filter((fault) => fault !== due);
    return due;
  }
}
