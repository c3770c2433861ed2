import { inRegion } from "../../account/account.ts";
import { found } from "../../account/finder.ts";
import { finders } from "../../account/finders/index.ts";
import { elsewhere } from "../../account/finders/storage.ts";
import { type Graph, ofType, type Resource } from "../graph.ts";
import { type Need, no, yes } from "../need.ts";

/** Types whose names the whole world shares, or a Region of all accounts. */
const shared: Readonly<Record<string, string>> = {
  "aws:s3/bucket:Bucket": "unique in all accounts",
  "aws:cognito/userPoolDomain:UserPoolDomain":
    "unique in the Region of all accounts; other accounts' names are not told",
};

/** Types whose names several resources may have. */
const several = new Set([
  "aws:acm/certificate:Certificate",
  "aws:backup/plan:Plan",
  "aws:cognito/userPool:UserPool",
  "aws:cognito/userPoolClient:UserPoolClient",
  "aws:guardduty/detector:Detector",
  "aws:accessanalyzer/analyzer:Analyzer",
  "aws:iam/serviceLinkedRole:ServiceLinkedRole",
]);

/** Names that the stack fixes, which must be free. Names that Pulumi makes end in seven random digits. */
export function nameNeeds(graph: Graph): Need[] {
  return Object.keys(finders)
    .filter((type) => !several.has(type) && !/^aws:(?:ec2|vpc)\//.test(type))
    .flatMap((type) => ofType(graph, type).flatMap(nameNeed));
}

function nameNeed({ type, inputs, region }: Resource): Need[] {
  const finder = finders[type];
  const name = finder?.name(inputs);
  if (finder === undefined || name === undefined || /-[0-9a-f]{7}(?:\.fifo)?$/.test(name)) return [];
  return [
    {
      subject: "names",
      what: `${type.split(":").at(-1)} ${name}`,
      detail: shared[type] ?? region,
      ask: async (account) => {
        const { ids = [] } = (await found(finder, { inputs, account: inRegion(account, region) })) ?? {};
        if (ids.includes(elsewhere)) return no("another account has it");
        return ids.length === 0 ? yes("") : no("it exists");
      },
    },
  ];
}
