// The pack's runner loads its main with require and type-checks TypeScript with ts-node; Node 24 runs index.ts as it is.
const isOld = Number(process.versions.node.split(".")[0]) < 24;
if (isOld || process.features.typescript === false) {
  const got = isOld ? process.version : `${process.version} without type stripping`;
  process.stderr.write(`The policy pack needs Node 24, got ${got}: https://nodejs.org/en/download\n`);
  process.exit(1);
}
// An engine that is killed leaves its policy packs running: it is gone when its end of the pipe is closed, or when this
// process has another parent.
process.stdout.on("error", () => process.exit(1));
const engine = process.ppid;
setInterval(() => process.ppid === engine || process.exit(), 1_000).unref();
module.exports = import("./index.ts");
