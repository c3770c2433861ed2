import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import ts from "typescript";
import { outputs } from "../../components/outputs.ts";
import platform from "../../index.ts";
import { deploy } from "../harness.ts";
import { configOf } from "../stacks/stack-settings.ts";
import { components, find, place, sources } from "../syntax.ts";

/** Stacks that have almost every component between them. */
const stacks = ["prod", "agents", "gen-ai", "local"];

interface Declared {
  /** File and line of the class. */
  place: string;
  /** Fields that the state always has. */
  required: string[];
  /** Fields that the state has where they are set. */
  optional: string[];
}

/** Documented fields of every component by type token, without those that its registerOutputs leaves out. */
const declared = new Map(
  sources("components/**/*.ts").flatMap((source) =>
    components(source).map((each): [string, Declared] => {
      const text = each.getText();
      const [, token = ""] = /super\("([\w:]+)"/.exec(text) ?? [];
      const [, list = ""] = /outputs\(this, \{ except: \[([^\]]*)\] \}\)/.exec(text) ?? [];
      const except = [...list.matchAll(/"(\w+)"/g)].map(([, field]) => field);
      const fields = each.members
        .filter(ts.isPropertyDeclaration)
        .filter(({ name }) => !ts.isPrivateIdentifier(name) && !except.includes(name.getText()));
      const isOptional = ({ questionToken, type }: ts.PropertyDeclaration) =>
        questionToken !== undefined || (type?.getText() ?? "").endsWith("| undefined");
      const names = (of: ts.PropertyDeclaration[]) => of.map((field) => field.name.getText());
      return [
        token,
        {
          place: place(source, each),
          required: names(fields.filter((field) => !isOptional(field))),
          optional: names(fields.filter(isOptional)),
        },
      ];
    }),
  ),
);

interface Registration {
  getUrn(): string;
  getOutputs(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** Registrations of a stack's components: type token and names of outputs. */
async function registered(stack: string): Promise<[string, string[]][]> {
  const found: [string, string[]][] = [];
  const config = configOf(stack);
  const { "platform:region": region, "platform:accountId": accountId } = config;
  const where = region !== undefined && accountId !== undefined && { place: { partition: "aws", region, accountId } };
  const program = () => {
    const monitor = settings.getMonitor();
    assert.ok(monitor);
    const register = monitor.registerResourceOutputs;
    Reflect.set(monitor, "registerResourceOutputs", (request: Registration, ...rest: unknown[]) => {
      const token = request.getUrn().split("::").at(2)?.split("$").at(-1) ?? "";
      found.push([token, Object.keys(request.getOutputs()?.toJavaScript() ?? {})]);
      return Reflect.apply(register, monitor, [request, ...rest]);
    });
    return platform();
  };
  await deploy(program, { stack, config, ...where });
  return found.filter(([token]) => token.startsWith("platform:"));
}

describe("outputs", () => {
  it("are the fields that a component declares, without those of the SDK", async () => {
    class Pair extends pulumi.ComponentResource {
      readonly first: pulumi.Output<string>;
      readonly second: number;

      constructor(name: string) {
        super("platform:test:Pair", name);
        this.first = pulumi.output("one");
        this.second = 2;
      }
    }
    await deploy(() => {
      const pair = new Pair("pair");
      assert.deepEqual(Object.keys(outputs(pair)), ["first", "second"]);
      assert.deepEqual(Object.keys(outputs(pair, { except: ["first"] })), ["second"]);
    });
  });

  it("are registered by every component's last statement", () => {
    const others = sources("components/**/*.ts").flatMap((source) =>
      components(source).flatMap((each) => {
        const last = find(each, ts.isConstructorDeclaration)[0]?.body?.statements.at(-1)?.getText() ?? "";
        return /^this\.registerOutputs\(\s*outputs\(this\b/.test(last) ? [] : [place(source, each)];
      }),
    );
    assert.deepEqual(others, []);
  });

  for (const stack of stacks) {
    it(`are the documented fields of every component of ${stack}`, async () => {
      const all = await registered(stack);
      assert.ok(all.length > 0);
      for (const [token, names] of all) {
        const of = declared.get(token);
        assert.ok(of, token);
        assert.deepEqual(
          names.filter((name) => !of.optional.includes(name)).sort(),
          [...of.required].sort(),
          `${of.place} ${token}`,
        );
      }
    });
  }
});
