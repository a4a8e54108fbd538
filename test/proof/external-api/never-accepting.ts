import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

/** Listens, and then its only thread sleeps: nothing is accepted. Once the queue is full Linux drops further SYNs. */
const LISTEN_AND_SLEEP = `
  const { createServer } = require('node:net');
  const { parentPort, workerData } = require('node:worker_threads');
  const server = createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => {
      Atomics.wait(workerData, 0, 0);
      process.exit();
    });
  });
`;
const QUEUE_LENGTH = 2;

export interface NeverAccepting extends AsyncDisposable {
  port: number;
}

/** A port of loopback on which connecting neither succeeds nor fails. */
export async function startNeverAccepting(): Promise<NeverAccepting> {
  const awake = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(LISTEN_AND_SLEEP, { eval: true, workerData: awake });
  const [port]: number[] = await once(worker, 'message');
  if (port === undefined) throw new Error('no port');
  const queued = Array.from({ length: QUEUE_LENGTH }, () => connect(port, '127.0.0.1'));
  await Promise.all(queued.map((socket) => once(socket, 'connect')));
  await stillConnecting(port);
  return {
    port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of queued) socket.destroy();
      Atomics.store(awake, 0, 1);
      Atomics.notify(awake, 0);
      await once(worker, 'exit');
    },
  };
}

/** Loopback connects within a millisecond, where it does at all. */
async function stillConnecting(port: number): Promise<void> {
  const probe: Socket = connect(port, '127.0.0.1');
  const outcome = await Promise.race([once(probe, 'connect'), setTimeout(200)]);
  probe.destroy();
  if (outcome !== undefined) throw new Error('this system accepts connections on behalf of a sleeping listener');
}
