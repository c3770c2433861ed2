import { PolicyPack } from "@pulumi/policy";

/** One rule of each level, for what the tests of the rehearsal ask of it. */
new PolicyPack("rehearsal-test", {
  policies: [
    {
      name: "kms-rotation",
      description: "Keys rotate.",
      enforcementLevel: "mandatory",
      severity: "high",
      validateResource: ({ type, props }, report) => {
        if (type === "aws:kms/key:Key" && props["enableKeyRotation"] !== true) report("The key does not rotate.");
      },
    },
    {
      name: "kms-description",
      description: "Keys say what they are for.",
      enforcementLevel: "advisory",
      severity: "low",
      validateResource: ({ type, props }, report) => {
        if (type === "aws:kms/key:Key" && props["description"] === undefined) report("The key has no description.");
      },
    },
    {
      name: "default-tags",
      description: "Default tags reach rules.",
      enforcementLevel: "mandatory",
      severity: "medium",
      validateResource: ({ type, props }, report) => {
        if (type === "aws:kms/key:Key" && props["tagsAll"] === undefined) report("The key has no tagsAll.");
      },
    },
  ],
});
