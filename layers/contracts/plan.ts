import type { Config } from "../config.ts";
import type { ByName } from "../table.ts";

/** The definition as far as it decides which entries a contract has. */
interface Planned {
  cluster?: { nodeGroups: ByName<unknown> };
  containers?: object;
  repositories?: ByName<unknown>;
  databases?: ByName<unknown>;
  caches?: ByName<{ users?: ByName<unknown> }>;
  buckets?: ByName<unknown>;
  tables?: ByName<unknown>;
  queues?: ByName<unknown>;
  brokers?: ByName<unknown>;
  secrets?: ByName<unknown>;
  recovery?: object;
  knowledgeBase?: object;
  guardrail?: object;
  gateway?: { routes: ByName<unknown> };
  cdn?: object;
  sites?: ByName<unknown>;
  userPool?: object;
  services?: ByName<unknown>;
  identities?: ByName<unknown>;
  searches?: ByName<unknown>;
  fileSystems?: ByName<{ accessPoints: ByName<unknown> }>;
  telemetry?: { loki?: object };
}

/** What a stack is and where it runs: plain data, by which a part knows what another part hands over. */
export interface Plan {
  config: Config;
  definition: Planned;
}
