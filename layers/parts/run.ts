import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import type { Entry } from "../contracts/contract.ts";
import type { Plan } from "../contracts/plan.ts";
import type { PartName, StackPart } from "./order.ts";

/** What a part made: what it hands to others, and the outputs of its stack. */
export interface Made<Handed> {
  handed: Handed;
  outputs: Readonly<Record<string, unknown>>;
}

/** The part that is being made, for what watches the registrations of resources; nothing outside of parts. */
export const making = new AsyncLocalStorage<PartName>();

/** Name of the output that holds a part's contract. */
const contractOutput = "contract";

/** What a run makes: all parts of the stack, or one of them. */
export interface Scope extends Plan {
  /** The part that this run makes; undefined for all of them. */
  part?: StackPart | undefined;
}

/** A run of the program: it makes each part, or reads from the stack of the part what that hands over. */
export class Run {
  private readonly scope: Scope;
  private readonly parts = new Map<PartName, () => Promise<unknown>>();
  private readonly read = new Map<PartName, Promise<unknown>>();
  private readonly outputs: Record<string, unknown> = {};

  constructor(scope: Scope) {
    this.scope = scope;
  }

  /** Adds a part, which is made or read at the first call of what is returned. */
  part<Contract, Handed extends Contract>(
    name: PartName,
    contract: Entry<Contract>,
    make: () => Promise<Made<Handed>>,
    from: (contract: Contract) => Handed,
  ): () => Promise<Handed> {
    const part = once(async () => {
      const own = this.scope.part?.name;
      if (own !== undefined && own !== name) return from(await this.contract(name, contract));
      const { handed, outputs } = await making.run(name, make);
      Object.assign(this.outputs, present(outputs));
      if (own !== undefined) this.outputs[contractOutput] = contract.hand(handed);
      return handed;
    });
    this.parts.set(name, part);
    return part;
  }

  /** What the stack of another part hands over; an error that names the stack to update first where something is missing. */
  async contract<Contract>(part: PartName, contract: Entry<Contract>): Promise<Contract> {
    const { part: own, ...plan } = this.scope;
    const stack = `${own?.of}.${part}`;
    const given = this.read.get(part) ?? handedBy(stack);
    this.read.set(part, given);
    return contract.read(await given, { plan, stack, path: [] });
  }

  /** Makes what the run is of, and returns the outputs of its stack. */
  async end(): Promise<Record<string, unknown>> {
    const own = this.scope.part?.name;
    for (const [name, part] of this.parts) if (own === undefined || own === name) await part();
    return this.outputs;
  }
}

/** An output of something that the stack does not have is left out: Pulumi warns about undefined outputs. */
function present(outputs: Made<unknown>["outputs"]): Made<unknown>["outputs"] {
  const has = (value: unknown) => typeof value !== "object" || value === null || Object.keys(value).length > 0;
  return Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== undefined && has(value)));
}

async function handedBy(stack: string): Promise<unknown> {
  const name = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
  if (!(await exists(name))) return undefined;
  const reference = new pulumi.StackReference(stack, { name });
  const { value, secretValue } = await reference.getOutputDetails(contractOutput);
  if (secretValue !== undefined) throw new pulumi.RunError(`the contract of the stack ${stack} holds a secret value`);
  return value;
}

/** Whether a stack exists: without this question, the engine ends the program with an unknown stack. */
async function exists(name: string): Promise<boolean> {
  try {
    await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
    return true;
  } catch (error) {
    if (String(error).includes("unknown stack")) return false;
    throw error;
  }
}

function once<Value>(get: () => Promise<Value>): () => Promise<Value> {
  let got: Promise<Value> | undefined;
  return () => {
    got ??= get();
    return got;
  };
}
