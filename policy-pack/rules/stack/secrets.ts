import { noSecret } from "../../checks/plaintext.ts";
import { levels, service } from "../../checks/rule.ts";

export const stackSecrets = service("Pulumi programs", [
  {
    name: "no-plaintext-secret",
    types: ["*"],
    description: "AWS and Kubernetes resources, except Secrets, hold no plaintext credentials.",
    why: "A credential in a property can be read in the console, through Describe calls and in the source repository, and remains valid for each finder until it is rotated.",
    severity: "critical",
    levels: levels("M/M/M"),
    controls: ["CKV_AWS_45", "CKV_AWS_46", "ECS.8"],
    fix: "refer to the secret in Secrets Manager by its ARN instead of setting its value",
    check: noSecret,
    ok: { environment: { variables: { DB_PASSWORD: "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db" } } },
    bad: { environment: { variables: { DB_PASSWORD: "hunter2" } } },
    clauses: [
      {
        controls: ["CKV_AWS_45", "ECS.8"],
        type: "aws:lambda/function:Function",
        ok: { environment: { variables: { LOG_LEVEL: "info" } } },
        bad: { environment: { variables: { STRIPE_SECRET_KEY: "k7Ttq2-Zo" } } },
      },
      {
        controls: ["CKV_AWS_46"],
        type: "aws:ec2/instance:Instance",
        ok: { userData: "dnf install -y jq" },
        bad: { userData: "export DB_PASSWORD=k7Ttq2-Zo" },
      },
    ],
    absent: "pass",
    unknown: "undecided",
  },
]);
