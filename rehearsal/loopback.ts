// Every gRPC connection of a rehearsal ends on this machine, whatever proxies and exceptions the environment names: the
// gRPC library of Node asks for a proxy for loopback addresses as well, and takes no list with spaces. Go asks for none.
process.env["no_grpc_proxy"] = "127.0.0.1,localhost,::1";
