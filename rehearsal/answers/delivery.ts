import type { Answers } from "./answer.ts";

/** CodeBuild, and managed policies of IAM. */
export const delivery: Answers = {
  "aws:iam/policy:Policy": (r) => {
    const name = r.named("name");
    const arn = `arn:${r.place.partition}:iam::${r.place.accountId}:policy${r.inputs["path"] ?? "/"}${name}`;
    return { id: arn, name, arn, policyId: `ANPA${r.hex(16).toUpperCase()}`, attachmentCount: 0 };
  },
  "aws:codebuild/project:Project": (r) => {
    const name = r.named("name");
    const arn = r.arn("codebuild", `project/${name}`);
    return { id: arn, name, arn };
  },
  "aws:codebuild/webhook:Webhook": (r) => ({
    id: String(r.inputs["projectName"]),
    url: `https://api.github.com/repos/example/platform/hooks/${Number.parseInt(r.hex(8), 16)}`,
    payloadUrl: `https://codebuild.${r.place.region}.amazonaws.com/webhooks`,
    secret: "",
  }),
};
