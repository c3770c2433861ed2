import { hasKey, keyExists } from "../../checks/condition-keys.ts";
import { all, onType } from "../../checks/conditions.ts";
import { policyText } from "../../checks/example.ts";
import type { Condition, Statement } from "../../checks/iam-policy.ts";
import { document, identityPolicies, inEachPolicy } from "../../checks/policy-document.ts";
import { levels, service } from "../../checks/rule.ts";

const role = "aws:iam/role:Role";

/** Types with a resource policy whose statements name actions of one service. */
const resourcePolicies = [
  "aws:s3/bucketPolicy:BucketPolicy",
  "aws:kms/key:Key",
  "aws:kms/keyPolicy:KeyPolicy",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:secretsmanager/secretPolicy:SecretPolicy",
  "aws:efs/fileSystemPolicy:FileSystemPolicy",
  "aws:ecr/repositoryPolicy:RepositoryPolicy",
];

/** Operators that are false where the request has no such key; others are true there, or ask for its absence. */
const needsKey =
  /^(?:ForAnyValue:)?(?:String(?:Equals|Like|EqualsIgnoreCase)|Numeric(?:Equals|(?:LessThan|GreaterThan)(?:Equals)?)|Date(?:Equals|(?:LessThan|GreaterThan)(?:Equals)?)|Bool|BinaryEquals|IpAddress|Arn(?:Equals|Like))$/i;

/** The action for which a condition is never true, or undefined. */
function withoutKey({ actions }: Statement, { operator, key }: Condition): string | undefined {
  return needsKey.test(operator) ? actions.find((action) => hasKey(action, key) === false) : undefined;
}

const effect = ({ allows }: Statement) => (allows ? "allowed" : "denied");

const deadCondition = (statement: Statement): string | undefined => {
  for (const condition of statement.conditions) {
    if (keyExists(condition.key) === false) return `has the condition key ${condition.key}, which IAM does not have`;
    const action = withoutKey(statement, condition);
    if (action !== undefined)
      return `has the condition key ${condition.key}, so that ${action} is never ${effect(statement)}`;
  }
  return undefined;
};

export const iamConditions = service("IAM", [
  {
    name: "iam-condition-keys-apply",
    types: [...identityPolicies, ...resourcePolicies],
    description: "IAM conditions use keys that exist, and that the actions of the statement have.",
    why: "A condition on a key that a request never has is never true: a Deny with it denies nothing, and an Allow with it grants nothing, though both look right.",
    severity: "medium",
    levels: levels("A/M/M"),
    controls: [],
    fix: "change the key in Condition to one that the actions have, or declare another statement for them",
    check: all(inEachPolicy(deadCondition), onType([role], document("assumeRolePolicy", deadCondition))),
    ok: { policy: listing("s3:ListBucket") },
    bad: { policy: listing("s3:GetObject") },
    absent: "pass",
    unknown: "undecided",
  },
]);

function listing(Action: string): string {
  const Condition = { StringLike: { "s3:prefix": "reports/*" } };
  return policyText({ Action, Resource: "arn:aws:s3:::shop", Condition });
}
