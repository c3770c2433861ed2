import type { Refusal } from "../refusal.ts";
import type { Request } from "../thing.ts";
import { arnParts, ec2Id, references } from "../tokens.ts";
import type { View } from "../view.ts";
import { ec2Errors } from "./sources.ts";

/** A kind of EC2 identifier that an input may hold. */
interface Kind {
  /** What the record is called after it. */
  what: string;
  prefix: string;
  code: string;
  words(id: string): string;
}

const notFound = (what: string) => (id: string) => `The ${what} ID '${id}' does not exist`;

const kinds: readonly Kind[] = [
  { what: "vpc", prefix: "vpc", code: "InvalidVpcID.NotFound", words: notFound("vpc") },
  { what: "subnet", prefix: "subnet", code: "InvalidSubnetID.NotFound", words: notFound("subnet") },
  {
    what: "security-group",
    prefix: "sg",
    code: "InvalidGroup.NotFound",
    words: (id) => `The security group '${id}' does not exist`,
  },
  { what: "route-table", prefix: "rtb", code: "InvalidRouteTableID.NotFound", words: notFound("routeTable") },
  { what: "network-acl", prefix: "acl", code: "InvalidNetworkAclID.NotFound", words: notFound("networkAcl") },
  { what: "gateway", prefix: "igw", code: "InvalidInternetGatewayID.NotFound", words: notFound("internetGateway") },
  {
    what: "nat-gateway",
    prefix: "nat",
    code: "NatGatewayNotFound",
    words: (id) => `The Nat Gateway ${id} was not found`,
  },
  { what: "address", prefix: "eipalloc", code: "InvalidAllocationID.NotFound", words: notFound("allocation") },
  { what: "endpoint", prefix: "vpce", code: "InvalidVpcEndpointId.NotFound", words: notFound("Vpc Endpoint") },
  {
    what: "launch-template",
    prefix: "lt",
    code: "InvalidLaunchTemplateId.NotFound",
    words: (id) => `The specified launch template, with template ID ${id}, does not exist.`,
  },
  { what: "interface", prefix: "eni", code: "InvalidNetworkInterfaceID.NotFound", words: notFound("networkInterface") },
  { what: "instance", prefix: "i", code: "InvalidInstanceID.NotFound", words: notFound("instance") },
  {
    what: "volume",
    prefix: "vol",
    code: "InvalidVolume.NotFound",
    words: (id) => `The volume '${id}' does not exist.`,
  },
];

/** What EC2 knows by its ID must exist, in the Region of the request. */
export const ec2References: readonly Refusal[] = kinds.map(({ what, prefix, code, words }) => ({
  name: `ec2-${what}-exists`,
  types: ["*"],
  on: ["create", "update"],
  code,
  source: ec2Errors,
  check: (request, account) => {
    const ids = [...references(request.inputs)].filter((text) => ec2Id.exec(text)?.[1] === prefix);
    const missing = ids.find((id) => !isHere(id, request, account));
    return missing === undefined ? undefined : words(missing);
  },
  passes: { declared: [`${prefix}-0123456789abcdef0`], judged: naming(prefix) },
  refused: { judged: naming(prefix) },
}));

/** A setting that holds nothing but an identifier of a kind. */
function naming(prefix: string) {
  return { create: "aws:ec2/tag:Tag", as: "named", inputs: { resourceId: `${prefix}-0123456789abcdef0` } };
}

function isHere(id: string, { place }: Request, account: View): boolean {
  const found = account.find(id);
  if (found === undefined) return account.declares(id);
  return found.place.region === place.region && found.place.accountId === place.accountId;
}

/** ARNs of an account that need no making: AWS, or the service, has them in every account. */
const always =
  /:(root|inference-profile\/.*|servicesetting\/.*|event-bus\/default|schedule-group\/default|workgroup:?\/?primary|alias\/aws\/.*|backup-vault:Default|capacity-provider\/FARGATE.*|billingview\/primary)$/;

/** What an ARN of this account names must exist, wherever an input is that ARN as a whole. */
const arnExists: Refusal = {
  name: "arn-exists",
  types: ["*"],
  on: ["create", "update"],
  code: "ResourceNotFoundException",
  source: "not looked up",
  check: (request, account) => {
    const arns = [...references(request.inputs)].filter(
      (text) => arnParts(text)?.accountId === request.place.accountId,
    );
    const missing = arns.find((arn) => !/[*?]|\$\{/.test(arn) && !always.test(arn) && !exists(arn, account));
    return missing === undefined ? undefined : `The resource ${missing} does not exist`;
  },
  passes: {
    before: [{ create: "aws:sns/topic:Topic", as: "alarms" }],
    judged: { create: "aws:sns/topicSubscription:TopicSubscription", as: "mail", inputs: { topic: "<alarms.arn>" } },
  },
  refused: {
    before: [{ create: "aws:sns/topic:Topic", as: "alarms" }, { delete: "alarms" }],
    judged: { create: "aws:sns/topicSubscription:TopicSubscription", as: "mail", inputs: { topic: "<alarms.arn>" } },
  },
};

function exists(arn: string, account: View): boolean {
  return account.find(arn) !== undefined || account.declares(arn);
}

/** Every ID and ARN of the account that a request names must exist at that moment. */
export const existing: readonly Refusal[] = [...ec2References, arnExists];
