import type { Refusal } from "../refusal.ts";
import type { Request } from "../thing.ts";
import { arnParts } from "../tokens.ts";
import { document, stringsAt } from "../values.ts";
import type { View } from "../view.ts";
import { api } from "./sources.ts";

/** A service that refuses a policy whose principal does not exist. */
interface Reader {
  service: string;
  types: readonly string[];
  /** The input that holds the policy. */
  key: string;
  code: string;
  words(principal: string): string;
  source: string;
}

const readers: readonly Reader[] = [
  {
    service: "kms",
    types: ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/keyPolicy:KeyPolicy"],
    key: "policy",
    code: "MalformedPolicyDocumentException",
    words: () => "Policy contains a statement with one or more invalid principals.",
    source: "terraform-aws-eks issue 3013 https://github.com/terraform-aws-modules/terraform-aws-eks/issues/3013",
  },
  {
    service: "s3",
    types: ["aws:s3/bucketPolicy:BucketPolicy"],
    key: "policy",
    code: "MalformedPolicy",
    words: () => "Invalid principal in policy",
    source: "not looked up",
  },
  {
    service: "iam",
    types: ["aws:iam/role:Role"],
    key: "assumeRolePolicy",
    code: "MalformedPolicyDocument",
    words: (principal) => `Invalid principal in policy: "AWS":"${principal}"`,
    source: api("iam", "CreateRole"),
  },
  {
    service: "secretsmanager",
    types: ["aws:secretsmanager/secretPolicy:SecretPolicy"],
    key: "policy",
    code: "MalformedPolicyDocumentException",
    words: () => "This resource policy contains an unsupported principal.",
    source: api("secretsmanager", "PutResourcePolicy"),
  },
  {
    service: "sns",
    types: ["aws:sns/topicPolicy:TopicPolicy"],
    key: "policy",
    code: "InvalidParameter",
    words: () => "Invalid parameter: Policy Error: PrincipalNotFound",
    source: "not looked up",
  },
  {
    service: "sqs",
    types: ["aws:sqs/queuePolicy:QueuePolicy"],
    key: "policy",
    code: "InvalidAttributeValue",
    words: () => "Invalid value for the parameter Policy.",
    source: "not looked up",
  },
  {
    service: "backup",
    types: ["aws:backup/vaultPolicy:VaultPolicy"],
    key: "policy",
    code: "InvalidParameterValueException",
    words: () => "Provided principal is not valid",
    source: "not looked up",
  },
  {
    service: "ecr",
    types: ["aws:ecr/repositoryPolicy:RepositoryPolicy"],
    key: "policy",
    code: "InvalidParameterException",
    words: () => "Invalid parameter at 'PolicyText' failed to satisfy constraint: 'Principal not found'",
    source: "not looked up",
  },
  {
    service: "opensearch",
    types: ["aws:opensearch/domain:Domain", "aws:opensearch/domainPolicy:DomainPolicy"],
    key: "accessPolicies",
    code: "ValidationException",
    words: () => "Invalid policy document",
    source: "not looked up",
  },
  {
    service: "efs",
    types: ["aws:efs/fileSystemPolicy:FileSystemPolicy"],
    key: "policy",
    code: "InvalidPolicyException",
    words: () => "The policy contains invalid Principal block.",
    source: api("efs", "PutFileSystemPolicy"),
  },
];

/** A principal of a policy is everyone, an account, a service, or a user or role that exists. */
export const principals: readonly Refusal[] = readers.map(({ service, types, key, code, words, source }) => {
  const policy = (role: string) =>
    JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: role }, Action: "*", Resource: "*" }] });
  return {
    name: `${service}-principal-exists`,
    types,
    on: ["create", "update"],
    code,
    source,
    check: (request, account) => {
      const missing = principalsOf(request.inputs[key]).find((principal) => !isKnown(principal, request, account));
      return missing === undefined ? undefined : words(missing);
    },
    passes: {
      before: [{ create: "aws:iam/role:Role", as: "reader", inputs: { assumeRolePolicy: "{}" } }],
      judged: { create: types[0] ?? "", as: "read", inputs: { [key]: policy("<reader.arn>") } },
    },
    refused: {
      before: [{ create: "aws:iam/role:Role", as: "reader", inputs: { assumeRolePolicy: "{}" } }, { delete: "reader" }],
      judged: { create: types[0] ?? "", as: "read", inputs: { [key]: policy("<reader.arn>") } },
    },
  };
});

/** The AWS principals of a policy. */
function principalsOf(policy: unknown): string[] {
  const statements = document(policy);
  return typeof statements === "object" && statements !== null
    ? stringsAt({ ...statements }, "Statement.Principal.AWS")
    : [];
}

function isKnown(principal: string, { place }: Request, account: View): boolean {
  const arn = arnParts(principal);
  if (arn === undefined || arn.accountId !== place.accountId || arn.resource === "root") return true;
  // The session of a role is known by its role.
  const [, role] = /^assumed-role\/([^/]+)\//.exec(arn.resource) ?? [];
  const token = role === undefined ? principal : `arn:${arn.partition}:iam::${arn.accountId}:role/${role}`;
  return account.find(token) !== undefined || account.declares(principal);
}
