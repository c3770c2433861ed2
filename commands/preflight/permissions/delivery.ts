import type { Actions } from "./row.ts";

/** CodeBuild. */
export const delivery: Readonly<Record<string, Actions>> = {
  "aws:codebuild/project:Project": [
    "codebuild",
    "CreateProject iam:PassRole ec2:DescribeSecurityGroups ec2:DescribeSubnets ec2:DescribeVpcs",
    "BatchGetProjects",
    "UpdateProject",
    "DeleteProject",
  ],
  "aws:codebuild/webhook:Webhook": ["codebuild", "CreateWebhook", "BatchGetProjects", "UpdateWebhook", "DeleteWebhook"],
};
