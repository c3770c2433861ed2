import fs from "node:fs";
import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import type { PartName } from "../layers/parts/order.ts";
import { making } from "../layers/parts/run.ts";

/** What one resource waits for, as URNs: in all, and by input. */
export interface Dependencies {
  dependencies: string[];
  propertyDependencies: Record<string, string[]>;
}

/** The registrations of a program. It runs in this process, so its own connection to the engine can be watched. */
export class Registrations {
  readonly dependencies = new Map<string, Dependencies>();
  private readonly parts = new Map<string, PartName>();
  private started = 0;
  private last = 0;

  /** From the program's start until it registered its last resource. */
  get seconds(): number {
    return (this.last - this.started) / 1_000;
  }

  /** The program, watched; every run begins anew. */
  of(program: PulumiFn): PulumiFn {
    return async () => {
      this.dependencies.clear();
      this.parts.clear();
      this.started = this.last = performance.now();
      const monitor = settings.getMonitor();
      const register = monitor?.registerResource;
      if (monitor !== undefined && register !== undefined) {
        Reflect.set(monitor, "registerResource", (request: Request, callback: Callback) => {
          this.last = performance.now();
          return Reflect.apply(register, monitor, [request, this.noted(request, callback)]);
        });
      }
      return program();
    };
  }

  /**
   * The part of the whole stack that each resource belongs to, by URN. What the program makes before its parts, such as
   * keys, is of the foundation; a component of another package makes its children in another process.
   */
  partsOf(resources: readonly { urn: string; parent: string }[]): Map<string, PartName> {
    const parents = new Map(resources.map(({ urn, parent }) => [urn, parent]));
    const partOf = (urn: string): PartName => {
      const parent = parents.get(urn) ?? "";
      return this.parts.get(urn) ?? (parent === "" ? "foundation" : partOf(parent));
    };
    return new Map(resources.map(({ urn }) => [urn, partOf(urn)]));
  }

  private noted(request: Request, callback: Callback): Callback {
    const propertyDependencies: Record<string, string[]> = {};
    request.getPropertydependenciesMap().forEach((on, property) => {
      propertyDependencies[property] = on.getUrnsList();
    });
    const dependencies = request.getDependenciesList();
    const part = making.getStore();
    return (error, response) => {
      if (response) this.dependencies.set(response.getUrn(), { dependencies, propertyDependencies });
      if (response && part !== undefined) this.parts.set(response.getUrn(), part);
      callback(error, response);
    };
  }
}

/** What the plan that a preview saved says of dependencies; empty when there is none. */
export function plannedDependencies(file: string): Map<string, Dependencies> {
  const { resourcePlans = {} }: Plan = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : {};
  return new Map(
    Object.entries(resourcePlans).map(([urn, { goal }]) => [
      urn,
      { dependencies: goal?.dependencies ?? [], propertyDependencies: goal?.propertyDependencies ?? {} },
    ]),
  );
}

interface Plan {
  resourcePlans?: Record<string, { goal?: Partial<Dependencies> }>;
}

interface Request {
  getDependenciesList(): string[];
  getPropertydependenciesMap(): {
    forEach(each: (dependencies: { getUrnsList(): string[] }, property: string) => void): void;
  };
}

type Callback = (error: unknown, response: { getUrn(): string } | undefined) => void;
