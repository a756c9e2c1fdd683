type Call = (request: unknown, callback: (error: unknown, response: unknown) => void) => unknown;

/** The gRPC client in the puppet's, where it has one: of `wechaty-puppet-service`, and only while it is started. */
function clientOf(puppet: object): Record<string, unknown> | undefined {
  try {
    const manager: unknown = 'grpcManager' in puppet ? puppet.grpcManager : undefined;
    const client: unknown = manager && typeof manager === 'object' && 'client' in manager ? manager.client : undefined;
    return client && typeof client === 'object' ? (client as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const done = new WeakSet<object>();

/**
 * After any failure the client tries again in the way of gateways before 2022: what may have arrived is sent a second
 * time, and what cannot be fetched is waited for for ever. Here those ways are closed, and fail as the first try did.
 */
export function closeOldWays(puppet: object): void {
  const client = clientOf(puppet);
  if (!client || done.has(client)) return;
  done.add(client);
  for (const [way, oldWay] of [
    ['messageSendFile', 'messageSendFileStream'],
    ['messageFile', 'messageFileStream'],
  ] as const) {
    const call = client[way];
    if (typeof call !== 'function') continue;
    let failure: unknown;
    const watched: Call = (request, callback) =>
      (call as Call).call(client, request, (error, response) => {
        failure = error;
        callback(error, response);
      });
    client[way] = watched;
    client[oldWay] = () => {
      const first = failure;
      failure = undefined;
      throw first ?? new Error('not handed over');
    };
  }
}
