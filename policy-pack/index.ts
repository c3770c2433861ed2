import { PolicyPack } from "@pulumi/policy";
import { environment, isUpdate } from "./environment.ts";
import { policies } from "./policies.ts";
import { tolerate } from "./tolerance.ts";

tolerate();
new PolicyPack("platform", {
  description: "What every resource of the platform must be before it may exist.",
  enforcementLevel: "mandatory",
  policies: policies(environment(process.env), new Date(), isUpdate(process.env)),
});
