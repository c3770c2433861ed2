import { catalogue } from "../catalogue.ts";
import { gist, type Reported } from "./findings.ts";

/**
 * The findings as JUnit XML: a case for each rule, failed by mandatory findings, with advisory ones in its output. The
 * type declarations of junit-report-builder do not work with ES modules.
 */
export function junit(found: readonly Reported[]): string {
  const byRule = Map.groupBy(found, ({ rule }) => rule);
  const names = [...new Set([...catalogue.map(({ about }) => about.name), ...byRule.keys()])];
  const failed = names.filter((name) => byRule.get(name)?.some(({ level }) => level === "mandatory"));
  const counts = `tests="${names.length}" failures="${failed.length}" errors="0" skipped="0"`;
  const cases = names.map((name) => testCase(name, byRule.get(name) ?? []));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="platform-policies" ${counts}>`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function testCase(name: string, found: readonly Reported[]): string {
  const { mandatory = [], advisory = [] } = Object.groupBy(found, ({ level }) => level);
  const open = `    <testcase classname="policy" name="${escaped(name)}"`;
  if (found.length === 0) return `${open}/>`;
  const failure = mandatory.length > 0 ? [`      <failure type="mandatory" message="${lines(mandatory)}"/>`] : [];
  const output = advisory.length > 0 ? [`      <system-out>${lines(advisory)}</system-out>`] : [];
  return [`${open}>`, ...failure, ...output, "    </testcase>"].join("\n");
}

function lines(found: readonly Reported[]): string {
  return escaped(found.map((each) => `${each.urn}: ${gist(each)}`).join("\n"));
}

/** XML does not allow most control characters. */
function escaped(text: string): string {
  return (
    text
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "")
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("\n", "&#10;")
  );
}
