import assert from "node:assert/strict";
import vm from "node:vm";
import { type AST, RegExpParser, visitRegExpAST } from "@eslint-community/regexpp";
import ts from "typescript";
import { find, place, sources } from "../syntax.ts";

/** The length of the adversarial strings, and how long a pattern may take for one, in milliseconds of CPU time. */
const length = 64 * 1024;
const longest = 50;

/** A string that an element of a pattern matches. */
function sample(node: AST.Node): string {
  if (node.type === "Character") return String.fromCodePoint(node.value);
  if (node.type === "CharacterSet") return ofSet(node);
  if (node.type === "CharacterClass") return ofClass(node);
  if (node.type === "Quantifier") return sample(node.element).repeat(Math.min(Math.max(node.min, 1), 40));
  if (node.type === "Group" || node.type === "CapturingGroup" || node.type === "Pattern")
    return node.alternatives.length === 0 ? "" : ofAlternative(node.alternatives[0]);
  return node.type === "Alternative" ? ofAlternative(node) : "";
}

const ofAlternative = (node: AST.Alternative | undefined): string => (node?.elements ?? []).map(sample).join("");

function ofSet(node: AST.CharacterSet): string {
  if (node.kind === "digit") return node.negate ? "a" : "1";
  if (node.kind === "space") return node.negate ? "a" : " ";
  return node.kind === "word" && node.negate ? "-" : "a";
}

function ofClass(node: AST.CharacterClass): string {
  const matching = new RegExp(node.raw);
  return Array.from({ length: 0x7f }, (_, code) => String.fromCharCode(code))
    .filter((each) => matching.test(each))
    .toSorted((left, right) => Number(/\w/.test(right)) - Number(/\w/.test(left)))
    .slice(0, 1)
    .join("");
}

/** Strings to repeat: of every element of a pattern, of what precedes it, and of two that are neighbours. */
function pumps(pattern: AST.Pattern): Set<string> {
  const found = new Set<string>();
  const note = (node: AST.Node) => found.add(sample(node));
  visitRegExpAST(pattern, {
    onCharacterEnter: note,
    onCharacterClassEnter: (node) => {
      note(node);
      for (const each of node.elements) if (each.type === "Character") note(each);
    },
    onCharacterSetEnter: note,
    onQuantifierEnter: note,
    onAlternativeEnter: ({ elements }) => {
      for (const at of elements.keys()) {
        found.add(
          elements
            .slice(0, at + 1)
            .map(sample)
            .join(""),
        );
        found.add(
          elements
            .slice(at, at + 2)
            .map(sample)
            .join(""),
        );
      }
    },
  });
  for (const each of [" ", "\n", "\t", "a", "-", ".", "/", "a-b.", "A1", "*", "{", "[", '"']) found.add(each);
  return found;
}

/** Adversarial strings for a pattern: a repeated part, after nothing, or after what the pattern begins with. */
function* attacks(pattern: AST.Pattern): Generator<(size: number) => string> {
  const [{ elements = [] } = {}] = pattern.alternatives;
  const starts = new Set(["", ...[1, -1].map((end) => elements.slice(0, end).map(sample).join(""))]);
  for (const pump of pumps(pattern))
    for (const start of pump === "" ? [] : starts)
      yield (size) => `${start}${pump.repeat(Math.ceil(size / pump.length))}\0\n\0`;
}

const context = vm.createContext({ pattern: /x/, text: "" });
// Without a time limit, a pattern of exponential time would not end.
const search = new vm.Script("pattern.global ? [...text.matchAll(pattern)].length : pattern.test(text)");

/** The CPU time of a search, the least of three, in milliseconds. */
function cost(pattern: RegExp, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && least > longest; round += 1) {
    Object.assign(context, { pattern, text });
    const begun = process.cpuUsage();
    try {
      search.runInContext(context, { timeout: 200 * longest });
    } catch {
      return Number.POSITIVE_INFINITY;
    }
    const { user, system } = process.cpuUsage(begun);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** The first adversarial string that takes too long, and how long. */
function slowest(pattern: RegExp): string | undefined {
  const parsed = new RegExpParser({ ecmaVersion: 2025 }).parsePattern(pattern.source);
  for (const attack of attacks(parsed))
    for (const size of [length / 32, length]) {
      const took = cost(pattern, attack(size));
      if (took > longest) return `${took.toFixed(0)} ms for ${JSON.stringify(attack(8))} at ${size} characters`;
    }
  return undefined;
}

const pack = sources("policy-pack/**/*.ts");

describe("patterns of the policy pack", () => {
  for (const source of pack)
    for (const literal of find(source.tree, ts.isRegularExpressionLiteral)) {
      const [, body = "", flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(literal.text) ?? [];
      it(`${place(source, literal)} ${literal.text.slice(0, 60)} takes a time that is linear in the text`, () => {
        assert.equal(slowest(new RegExp(body, flags)), undefined);
      });
    }
});
