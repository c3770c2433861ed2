import * as aws from "@pulumi/aws";

// A program without the components: the policy pack checks its resources all the same.
const provider = new aws.Provider("plain-aws", {
  region: "us-east-1",
  allowedAccountIds: ["111122223333"],
  defaultTags: {
    tags: { project: "plain", environment: "dev", owner: "plain", "cost-center": "plain", "data-class": "internal" },
  },
});
const queue = new aws.sqs.Queue("plain", { kmsMasterKeyId: "alias/aws/sqs" }, { provider });

export const queueArn = queue.arn;
