import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { outputs } from "../outputs.ts";

/** Arguments of ServiceLinkedRole. */
export interface ServiceLinkedRoleArgs {
  /** Service principal of the role, for example opensearchservice.amazonaws.com. */
  service: string;
}

/** A service-linked role, of which an account has one for a service; IAM refuses to delete it while the service uses it. */
export class ServiceLinkedRole extends pulumi.ComponentResource {
  /** ARN of the role. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { service }: ServiceLinkedRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("platform:iam:ServiceLinkedRole", name, {}, opts);
    this.arn = new aws.iam.ServiceLinkedRole(name, { awsServiceName: service }, { parent: this }).arn;
    this.registerOutputs(outputs(this));
  }
}
