// The pack's runner loads its main with require and type-checks TypeScript with ts-node; Node 24 runs index.ts as it is.
if (Number(process.versions.node.split(".")[0]) < 24 || process.features.typescript === false) {
  console.error(`The policy pack needs Node 24, got ${process.version}: https://nodejs.org/en/download`);
  process.exit(1);
}
// An engine that is killed leaves its policy packs running: it is gone when its end of the pipe is closed, or when this
// process has another parent.
process.stdout.on("error", () => process.exit(1));
const engine = process.ppid;
setInterval(() => process.ppid === engine || process.exit(), 1_000).unref();
module.exports = import("./index.ts");
