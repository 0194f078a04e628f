// Stands in for fileflow until its own code is here: 200 on /healthz, which the load balancer asks, and 404 elsewhere.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  response.writeHead(request.url === "/healthz" ? 200 : 404, { "content-type": "text/plain" });
  response.end("fileflow\n");
});
server.listen(8080);
// ECS says SIGTERM, and waits for what is under way.
process.on("SIGTERM", () => server.close());
