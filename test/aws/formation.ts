import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * CloudFormation, as far as `DescribeStacks` of one stack: another name does not exist, `denied` may not be looked at, and `no-axis` is
 * the stack as it is without its queue `codes`.
 */
export async function startFormation(
  stack: string,
  outputs: Readonly<Record<string, string>>,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const server = createServer((from, to) => {
    let body = '';
    from.on('data', (piece: Buffer) => {
      body += piece.toString();
    });
    from.on('end', () => {
      const name = new URLSearchParams(body).get('StackName');
      const answer = (status: number, text: string) => {
        to.writeHead(status, { 'content-type': 'text/xml' });
        to.end(text);
      };
      const error = (status: number, code: string, message: string) =>
        answer(
          status,
          `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
        );
      if (name === 'denied') return error(403, 'AccessDenied', 'not authorized');
      if (name === 'expired') return error(403, 'ExpiredToken', 'the token has expired');
      if (name === 'others') return answer(200, described(name, { Bucket: 'b' }));
      if (name === 'no-axis') {
        const others = Object.entries(outputs).filter(([output]) => !output.startsWith('Codes'));
        return answer(200, described(name, Object.fromEntries(others)));
      }
      if (name !== stack) return error(400, 'ValidationError', `Stack with id ${name} does not exist`);
      answer(200, described(stack, outputs));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const described = (stack: string, outputs: Readonly<Record<string, string>>): string =>
  `<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>${stack}</StackName><CreationTime>2026-01-01T00:00:00Z</CreationTime><StackStatus>CREATE_COMPLETE</StackStatus><Outputs>${Object.entries(
    outputs,
  )
    .map(
      ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
    )
    .join('')}</Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>`;
