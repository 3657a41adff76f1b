import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Secrets Manager, as far as one secret, which is what `secret` says each time that it is asked for. */
export async function startSecrets(
  secret: () => string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify({ Name: 'axis', SecretString: secret() }));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
