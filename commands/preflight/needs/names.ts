import { type Account, inRegion } from "../../account/account.ts";
import { type Finder, found } from "../../account/finder.ts";
import { finders } from "../../account/finders/index.ts";
import { elsewhere } from "../../account/finders/storage.ts";
import { type Graph, ofType, type Resource } from "../graph.ts";
import { type Answer, type Need, no, yes } from "../need.ts";

/** Types whose names other accounts have as well. */
const shared: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "unique in all accounts",
  "aws:cognito/userPoolDomain:UserPoolDomain": "unique in the Region of all accounts, of which Cognito does not tell",
};

/** Types of which several resources may have the same name, and types that belong to a resource of the stack. */
const free = new Set([
  "aws:acm/certificate:Certificate",
  "aws:backup/plan:Plan",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:guardduty/detector:Detector",
  "aws:accessanalyzer/analyzer:Analyzer",
  "aws:kms/key:Key",
  "aws:iam/serviceLinkedRole:ServiceLinkedRole",
  "aws:eks/addon:Addon",
  "aws:eks/accessEntry:AccessEntry",
  "aws:eks/nodeGroup:NodeGroup",
  "aws:eks/podIdentityAssociation:PodIdentityAssociation",
  "aws:ecs/service:Service",
  "aws:cloudwatch/eventTarget:EventTarget",
  "aws:efs/mountTarget:MountTarget",
]);

/** A resource with a name that the stack fixes, and how the account is asked for it. */
interface Named {
  name: string;
  resource: Resource;
  finder: Finder;
}

/** Names that the stack fixes, which must be free. Names that Pulumi makes end in seven random digits. */
export function nameNeeds(graph: Graph): Need[] {
  return Object.entries(finders).flatMap(([type, finder]) => {
    if (free.has(type) || /^aws:(?:ec2|vpc)\//.test(type)) return [];
    const named = ofType(graph, type).flatMap((resource) => {
      const name = finder.name(resource.inputs);
      return name === undefined || /-[0-9a-f]{7}(?:\.fifo)?$/.test(name) ? [] : [{ name, resource, finder }];
    });
    const regions = Map.groupBy(named, ({ resource }) => resource.region);
    return [...regions].map(([region, own]) => need(type, region, own));
  });
}

function need(type: string, region: string, named: readonly Named[]): Need {
  const names = [...new Set(named.map(({ name }) => name))];
  const more = names.length > 3 ? ` and ${names.length - 3} more` : "";
  const [, service = "", kind = ""] = /^aws:([^/]+)\/[^:]+:(.+)$/.exec(type) ?? [];
  return {
    subject: "names that must be free",
    what: `${service} ${kind}: ${names.length} in ${region}`,
    detail: `${names.slice(0, 3).join(", ")}${more}${shared[type] === undefined ? "" : `; ${shared[type]}`}`,
    items: names,
    ask: (account) => askAll(named, inRegion(account, region)),
  };
}

async function askAll(named: readonly Named[], account: Account): Promise<Answer> {
  const taken: string[] = [];
  for (const { name, resource, finder } of named) {
    const { ids = [] } = (await found(finder, { inputs: resource.inputs, account })) ?? {};
    if (ids.includes(elsewhere)) taken.push(`${name} (in another account)`);
    else if (ids.length > 0) taken.push(name);
  }
  return taken.length === 0 ? yes("") : no(`taken are ${[...new Set(taken)].join(", ")}`);
}
