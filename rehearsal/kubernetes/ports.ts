import net from "node:net";

/** Three ports of the loopback that nothing listens on. */
export async function freePorts(): Promise<[number, number, number]> {
  const listeners = await Promise.all([listener(), listener(), listener()]);
  const ports = listeners.map((each) => {
    const address = each.address();
    return typeof address === "object" && address !== null ? address.port : 0;
  });
  await Promise.all(listeners.map((each) => new Promise((resolve) => each.close(resolve))));
  const [first = 0, second = 0, third = 0] = ports;
  return [first, second, third];
}

function listener(): Promise<net.Server> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Server>();
  const server = net.createServer();
  server.on("error", (error) => reject(new Error(`no port of 127.0.0.1 can be listened on: ${error.message}`)));
  server.listen(0, "127.0.0.1", () => resolve(server));
  return promise;
}
