import process from "node:process";
import { typeOf } from "../urn.ts";

/** Something that goes wrong once, at the number-th operation of a kind that the account is asked for from now on. */
export interface Fault {
  operation: "create" | "update" | "delete";
  /** 1 is the next one. */
  number: number;
  /** Type of the resources that are counted. @default every type */
  type?: string;
  /**
   * "fails": nothing happens, and AWS answers with an error. "times out": it happens, and the provider gives up waiting.
   * "is throttled": nothing happens, and the provider has given up trying again. "kills": it happens, and the process
   * `pid` is killed before it hears of it. "does not roll out": an ECS service is created without a task that starts, or an
   * update of one is rolled back, and the provider says that the deployment failed.
   */
  how: "fails" | "times out" | "is throttled" | "kills" | "does not roll out";
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

  /** Does an operation, with the fault that is due; a deployment that does not roll out leaves what `act` answers then. */
  async around<T>(
    operation: Fault["operation"],
    urn: string,
    act: (rollsOut: boolean) => T,
    incomplete: (done: T) => Error,
  ): Promise<T> {
    const fault = this.due(operation, typeOf(urn));
    const what = `${operation} of ${urn.split("::").slice(2).join(" ")}`;
    if (fault?.how === "fails") throw new Error(`${what}: InternalFailure: an injected fault`);
    if (fault?.how === "is throttled")
      throw new Error(`${what}: ThrottlingException: Rate exceeded: an injected fault`);
    const done = act(fault?.how !== "does not roll out");
    if (fault?.how === "times out" || fault?.how === "does not roll out") throw incomplete(done);
    if (fault?.how === "kills" && fault.pid !== undefined) {
      process.kill(fault.pid, "SIGKILL");
      // The engine is gone: there is no one to answer.
      return new Promise(() => {});
    }
    return done;
  }

  private due(operation: Fault["operation"], type: string): Fault | undefined {
    const counted = this.waiting.filter((fault) => fault.operation === operation && (fault.type ?? type) === type);
    for (const fault of counted) fault.number -= 1;
    const due = counted.find(({ number }) => number === 0);
    this.waiting = this.waiting.filter((fault) => fault !== due);
    return due;
  }
}
