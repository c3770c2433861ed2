// The pack's runner loads its main with require and type-checks TypeScript with ts-node; Node runs index.ts as it is.
module.exports = import("./index.ts");
