import type { Server } from 'node:http';
import type Koa from 'koa';

/** Where to listen; port 0 is any free one. */
interface Place {
  host: string;
  port: number;
}

/** Opens the program to requests. Rejects with a sentence for the operator where it cannot listen there. */
export const listen = (koa: Koa, { host, port }: Place): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server: Server = koa.listen(port, host, () => resolve(server));
    server.on('error', (error: NodeJS.ErrnoException) => {
      const sentence = whyNot(error.code, { host, port });
      reject(sentence === undefined ? error : new Error(sentence, { cause: error }));
    });
  });

function whyNot(code: string | undefined, { host, port }: Place): string | undefined {
  if (code === 'EADDRINUSE')
    return `${host}:${port} 已经被别的程序占用，多半是本程序已在运行；请先停下它，或用 PORT 换一个端口，例如 PORT=3001。`;
  if (code === 'EACCES') return `没有权限监听 ${port} 端口；请用 PORT 换一个 1024 以上的，例如 PORT=3000。`;
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND'
    ? `HOST 写的是 ${host}，不是这台机器的地址；前面有反向代理的，写 127.0.0.1。`
    : undefined;
}

/** No new requests; those under way end; kept-alive and streaming connections are closed. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
