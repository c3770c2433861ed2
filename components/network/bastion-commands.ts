import * as pulumi from "@pulumi/pulumi";
import { type Account, arn } from "../iam/account.ts";
import { codeServerPort } from "./bastion-user-data.ts";

/** A target that the bastion may connect to. */
export interface BastionTarget {
  /** Security group of the target, which gets an ingress rule for the bastion. */
  securityGroupId: pulumi.Input<string>;
  /** Host name or URL of the target. */
  endpoint: pulumi.Input<string>;
  /** TCP port of the target. */
  port: number;
  /** Name of the EKS cluster whose API server the target is; its kubeconfig is pointed at the forwarded port. @default none */
  clusterName?: string;
}

/**
 * Commands that forward a local port to code-server and to each target, by name, and that point a kubeconfig at it.
 * `pulumi stack output` prints JSON: the parameters are in the AWS CLI's shorthand syntax, which needs no double quotes.
 */
export function bastionCommands(
  instanceId: pulumi.Output<string>,
  { account, targets }: { account: Account; targets: Readonly<Record<string, BastionTarget>> },
): Readonly<Record<string, pulumi.Output<string>>> {
  const session = pulumi.interpolate`aws ssm start-session --region ${account.region} --target ${instanceId}`;
  const own = `portNumber=${codeServerPort},localPortNumber=${codeServerPort}`;
  return {
    "code-server": pulumi.interpolate`${session} --document-name AWS-StartPortForwardingSession --parameters ${own}`,
    ...Object.fromEntries(
      Object.entries(targets).map(([target, { endpoint, port }]) => {
        const ports = `portNumber=${port},localPortNumber=${localPort(port)}`;
        const parameters = pulumi.interpolate`host=${hostOf(endpoint)},${ports}`;
        const document = "AWS-StartPortForwardingSessionToRemoteHost";
        return [target, pulumi.interpolate`${session} --document-name ${document} --parameters ${parameters}`];
      }),
    ),
    ...Object.fromEntries(
      Object.entries(targets).flatMap(([target, { endpoint, port, clusterName }]) =>
        clusterName === undefined
          ? []
          : [[`${target}-kubeconfig`, kubeconfigCommand(account, clusterName, hostOf(endpoint), localPort(port))]],
      ),
    ),
  };
}

/** The API server's certificate has its own host name, so kubectl verifies that name on the forwarded local port. */
function kubeconfigCommand(
  account: Account,
  clusterName: string,
  host: pulumi.Output<string>,
  port: number,
): pulumi.Output<string> {
  const entry = arn(account, "eks", `cluster/${clusterName}`);
  const update = `aws eks update-kubeconfig --name ${clusterName} --region ${account.region}`;
  const server = `--server=https://localhost:${port}`;
  return pulumi.interpolate`${update} && kubectl config set-cluster ${entry} ${server} --tls-server-name=${host}`;
}

function hostOf(endpoint: pulumi.Input<string>): pulumi.Output<string> {
  return pulumi.output(endpoint).apply((url) => url.replace(/^\w+:\/\//, "").replace(/[:/].*$/, ""));
}

/** Local ports below 1024 need root, so a higher one is used. */
function localPort(port: number): number {
  return port < 1024 ? port + 8000 : port;
}
