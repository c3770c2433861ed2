import fs from "node:fs";
import type { Cloud } from "../cloud-process.ts";
import { stackFiles } from "../stacks.ts";
import type { Stage } from "../stages.ts";
import { startControlPlane } from "./control-plane.ts";
import { Front } from "./front.ts";
import { runPods } from "./kubelets.ts";
import { kindCluster } from "./local-cluster.ts";
import { oneNodeLess } from "./one-node-less.ts";
import { pending } from "./pending.ts";
import { StandIns } from "./stand-ins.ts";
import { kubernetesTools } from "./tools.ts";
import { provision } from "./volumes.ts";

/** A real Kubernetes behind the real provider, for one stack. */
export interface RealKubernetes {
  /** The account, with the Kubernetes provider replaced by the real one. */
  cloud: Cloud;
  /** Warnings of the API server since the last time, and pods that no node takes. */
  heard(): Promise<string[]>;
  /** What becomes of the pods when a node is lost. */
  afterUp(): Promise<Stage[]>;
  stop(): Promise<void>;
}

/** Starts a control plane, whose kubeconfig has one context: with the node of kind, or for EKS with those of the account. */
export async function realKubernetes(cloud: Cloud, context: string, isKind: boolean): Promise<RealKubernetes> {
  const tools = await kubernetesTools();
  const said: string[] = [];
  const onWarning = (warning: string) => said.push(`the API server warns: ${warning}`);
  const plane = await startControlPlane({ tools, contexts: [context], onWarning });
  const failed = (error: Error) => said.push(`the stand-in for kubelets and drivers: ${error.message}`);
  const { directory, kubeconfig, api } = plane;
  const standIns = new StandIns({ api, things: async () => (await cloud.account.snapshot()).things, onError: failed });
  const account = Number(/\bkubernetes:(\d+)/.exec(cloud.attach)?.[1]);
  const follow = () => standIns.follow();
  const front = new Front({ file: tools.provider, directory, kubeconfig, contexts: [context], account, follow });
  const stop = async () => {
    await front.stop();
    await plane.stop();
  };
  plane.ended.catch((error: Error) => said.push(error.message));
  try {
    if (isKind) await kindCluster(api);
    runPods(api, failed);
    provision(api, failed);
    const port = await front.listen();
    return {
      cloud: { ...cloud, attach: cloud.attach.replace(/\bkubernetes:\d+/, `kubernetes:${port}`) },
      heard: async () => {
        await front.endProviders();
        return [...new Set(said.splice(0)), ...(await pending(api))];
      },
      afterUp: async () => (isKind ? [] : [await oneNodeLess(api, standIns)]),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The context that the configuration of a stack names: the rehearsal's cluster answers under it. */
export function contextOf(stack: string): string {
  const text = fs.readFileSync(stackFiles().get(stack) ?? "", "utf8");
  return /^\s*platform:kubeContext:\s*["']?([^\s"'#]+)/m.exec(text)?.[1] ?? "rehearsal";
}
