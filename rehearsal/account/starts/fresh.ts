import type { Start } from "./start.ts";
import { zones } from "./zones.ts";

/** Letters of Regions that have not a, b and c in the order of their IDs. */
const letters: Record<string, Record<string, number>> = {
  // Six zones, of which EKS does not take use1-az3.
  "us-east-1": { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 },
  "us-west-1": { a: 1, c: 3 },
  "us-west-2": { a: 1, b: 2, c: 3, d: 4 },
  "ca-central-1": { a: 1, b: 2, d: 4 },
  "ap-northeast-1": { a: 4, c: 1, d: 2 },
  "sa-east-1": { a: 1, b: 2, c: 3 },
};

/** An account that was opened today: nothing is on, no service was ever used, and every quota is AWS's default. */
export const fresh: Start = {
  name: "fresh",
  zones: (region) => zones(region, letters[region] ?? { a: 1, b: 2, c: 3 }),
  // Every account has these two: docs.aws.amazon.com/awssupport/latest/user/using-service-linked-roles-sup.html.
  serviceLinkedRoles: ["support.amazonaws.com", "trustedadvisor.amazonaws.com"],
  roles: ["platform-deployer", "platform-administrator"],
  caller: "platform-deployer",
  quotas: {},
  organizationMember: false,
  ebsEncryptionByDefault: false,
  takenBuckets: [],
  given: [{ type: "aws:ec2/vpc:Vpc", name: "default", inputs: { cidrBlock: "172.31.0.0/16", tags: {} } }],
};
