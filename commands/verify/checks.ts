import { account, inRegion } from "../account/account.ts";
import { text } from "../inputs.ts";
import { accountsOf, regionOf, type State, type StateResource } from "../recover/state.ts";
import { deploymentCheck } from "./deployments.ts";
import { ecsCheck } from "./ecs.ts";
import { kubernetesApi, type Read } from "./kubernetes-api.ts";
import type { Check } from "./verdict.ts";

/** The questions for every ECS service and every Deployment of a state. */
export async function checksOf(state: State): Promise<Check[]> {
  const present = state.resources.filter(({ raw }) => raw["delete"] !== true);
  const of = (type: string) => present.filter((each) => each.type === type);
  return [...(await ofServices(state, of("aws:ecs/service:Service"))), ...ofDeployments(state, of(deployment))];
}

const deployment = "kubernetes:apps/v1:Deployment";

async function ofServices(state: State, services: readonly StateResource[]): Promise<Check[]> {
  const [first] = services;
  if (first === undefined) return [];
  const asked = await account(regionOf(state, first));
  if (asked === undefined) throw new Error("AWS credentials are needed, to ask ECS what runs.");
  const allowed = accountsOf(state);
  if (allowed.length > 0 && !allowed.includes(asked.accountId))
    throw new Error(`The credentials are of account ${asked.accountId}, the stack is of ${allowed.join(", ")}.`);
  return services.map((service) => ecsCheck(service, inRegion(asked, regionOf(state, service))));
}

/** One connection for each provider, whose kubeconfig is in the state. */
function ofDeployments(state: State, deployments: readonly StateResource[]): Check[] {
  const apis = new Map<string, Read>();
  return deployments.map((each) => {
    const urn = each.provider.split("::").slice(0, -1).join("::");
    const known = apis.get(urn) ?? kubernetesApi(kubeconfigOf(state, urn));
    apis.set(urn, known);
    return deploymentCheck(each, known);
  });
}

function kubeconfigOf({ resources }: State, urn: string): string {
  const provider = resources.find((each) => each.urn === urn);
  const kubeconfig = text(provider?.inputs, "kubeconfig");
  if (kubeconfig === undefined) throw new Error(`The provider ${urn} has no kubeconfig in the state.`);
  return kubeconfig;
}
