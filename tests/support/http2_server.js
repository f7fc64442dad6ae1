// SPDX-License-Identifier: Apache-2.0
// An HTTP/2 server over TLS; prints its port, and ends when its standard input does. Usage: node http2_server.js CERTIFICATE KEY
// Answers after 50 ms with the version of HTTP and the number of connections ever made.
const fs = require("fs");
const http2 = require("http2");

const [certificate, key] = process.argv.slice(2);
let connections = 0;
const server = http2.createSecureServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) });
server.on("secureConnection", () => { connections += 1; });
server.on("request", (request, response) => {
  setTimeout(() => response.end(`${request.httpVersion} ${connections}`), 50);
});
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit(0)).resume();
